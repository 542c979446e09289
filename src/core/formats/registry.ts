import { adkSession } from './adkSession.ts';
import { atif } from './atif.ts';
import { braintrust } from './braintrust.ts';
import { chat } from './chat.ts';
import { claudeCode } from './claudeCode.ts';
import { deepeval } from './deepeval.ts';
import { flat } from './flat.ts';
import { flatSpans } from './flatSpans.ts';
import type { Format } from './format.ts';
import { inspect } from './inspect.ts';
import { jaeger } from './jaeger.ts';
import { langfuse } from './langfuse.ts';
import { langsmith } from './langsmith.ts';
import { miniSweAgent } from './miniSweAgent.ts';
import { openaiAgents } from './openaiAgents.ts';
import { openaiResponses } from './openaiResponses.ts';
import { openaiRunState } from './openaiRunState.ts';
import { openHandsV0 } from './openHandsV0.ts';
import { openHandsV1 } from './openHandsV1.ts';
import { otlp } from './otlp.ts';
import { phoenix } from './phoenix.ts';
import { readableSpans } from './readableSpans.ts';
import { sweAgent } from './sweAgent.ts';
import { tau } from './tau.ts';
import { tau2 } from './tau2.ts';
import { tempo } from './tempo.ts';

/** Most specific first: the first format that knows a sample reads the file. */
export const formats: readonly Format[] = [atif, inspect, miniSweAgent, sweAgent, tau, tau2, openHandsV0, openHandsV1, adkSession, claudeCode, otlp, tempo, jaeger, readableSpans, flatSpans, phoenix, langfuse, langsmith, braintrust, openaiAgents, openaiRunState, deepeval, openaiResponses, flat, chat];
