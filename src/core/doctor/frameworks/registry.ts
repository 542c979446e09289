import type { Framework } from '../framework.ts';
import { adkSession } from './adkSession.ts';
import { anyExport, laterFeedback } from './anyExport.ts';
import { benchmarks } from './benchmarks.ts';
import { braintrust } from './braintrust.ts';
import { codingAgents } from './codingAgents.ts';
import { deepeval } from './deepeval.ts';
import { flatRecords } from './flatRecords.ts';
import { foundScores } from './foundScores.ts';
import { googleAdk } from './googleAdk.ts';
import { langfuse } from './langfuse.ts';
import { langsmith } from './langsmith.ts';
import { litellm } from './litellm.ts';
import { mappedRows } from './mappedRows.ts';
import { mlflow } from './mlflow.ts';
import { modelLogs } from './modelLogs.ts';
import { openaiAgents } from './openaiAgents.ts';
import { openInference } from './openInference.ts';
import { openLlmetry } from './openLlmetry.ts';
import { opik } from './opik.ts';
import { otelGenai } from './otelGenai.ts';
import { phoenix } from './phoenix.ts';
import { pydanticAi } from './pydanticAi.ts';
import { spanAttributes } from './spanAttributes.ts';
import { strands } from './strands.ts';
import { vercelAi } from './vercelAi.ts';
import { weave } from './weave.ts';

/** What is there already, then instrumentations, then platforms, then logs, then what is true of any export. Advice is given in this order. */
export const frameworks: readonly Framework[] = [
  foundScores,
  vercelAi,
  pydanticAi,
  googleAdk,
  strands,
  openInference,
  openLlmetry,
  otelGenai,
  litellm,
  openaiAgents,
  langfuse,
  langsmith,
  braintrust,
  phoenix,
  mlflow,
  weave,
  opik,
  deepeval,
  adkSession,
  codingAgents,
  benchmarks,
  modelLogs,
  flatRecords,
  mappedRows,
  spanAttributes,
  anyExport,
  laterFeedback,
];
