import type { Json } from '../../model/json.ts';
import { braintrust } from './braintrust.ts';
import type { Dialect } from './draft.ts';
import { genai } from './genai.ts';
import { googleAdk } from './googleAdk.ts';
import { langfuseSdk } from './langfuseSdk.ts';
import { litellm } from './litellm.ts';
import { mlflow } from './mlflow.ts';
import { openInference } from './openInference.ts';
import { openLlmetry } from './openLlmetry.ts';
import { pydanticAi } from './pydanticAi.ts';
import { strands } from './strands.ts';
import { vercelAi } from './vercelAi.ts';

/** Instrumentations by how the name of their scope begins; the first that fits. Others share the conventions and are told apart by attributes. */
const scopes: readonly (readonly [string, Dialect])[] = [
  ['openinference', openInference], ['pydantic-ai', pydanticAi], ['logfire', pydanticAi], ['gcp.vertex.agent', googleAdk], ['strands', strands],
  ['litellm', litellm], ['langfuse', langfuseSdk], ['braintrust', braintrust], ['mlflow', mlflow],
];

/** By the first words of an attribute that no other instrumentation writes. Of several in one span the first here reads it. */
const marks: readonly (readonly [string, Dialect])[] = [
  ['openinference.span.kind', openInference], ['ai.operationId', vercelAi], ['gcp.vertex.agent.', googleAdk], ['pydantic_ai.', pydanticAi], ['logfire.', pydanticAi],
  ['langfuse.observation.', langfuseSdk], ['braintrust.', braintrust], ['mlflow.span', mlflow], ['mlflow.', mlflow], ['ai.', vercelAi], ['litellm.', litellm],
  ['traceloop.', openLlmetry], ['llm.input_messages', openInference], ['llm.output_messages', openInference], ['llm.token_count.', openInference],
  ['retrieval.documents', openInference], ['reranker.', openInference], ['input.value', openInference], ['output.value', openInference],
];

function byScope(scope: string): Dialect | undefined {
  if (scope === 'ai') return vercelAi;
  return scopes.find(([name]) => scope.startsWith(name))?.[1];
}

/** The scopes met so far; their number is small, and a file that makes up many is not remembered. */
const known = new Map<string, Dialect | null>();

/**
 * Who reads a span: decided span by span, by the scope and then by the attributes, as one trace mixes instrumentations. Undefined: nobody
 * does, and the span keeps all its attributes as they are.
 */
export function dialectOf(scope: string, attributes: ReadonlyMap<string, Json>): Dialect | undefined {
  if (attributes.has('openinference.span.kind')) return openInference;
  let dialect = known.get(scope);
  if (dialect === undefined) {
    dialect = byScope(scope) ?? null;
    if (known.size < 200) known.set(scope, dialect);
  }
  return dialect ?? byAttributes(attributes);
}

function byAttributes(attributes: ReadonlyMap<string, Json>): Dialect | undefined {
  let best = unmarked;
  for (const key of attributes.keys()) best = Math.min(best, markOf(key));
  return best === unmarked ? undefined : (marks[best]?.[1] ?? genai);
}

/** Stands for the GenAI conventions: behind all marks, which overrule them. */
const conventional = marks.length;
const unmarked = conventional + 1;
const knownMarks = new Map<string, number>();

/** Which mark a name begins with, by number. Names come again in each span. */
function markOf(key: string): number {
  let at = knownMarks.get(key);
  if (at !== undefined) return at;
  at = marks.findIndex(([mark]) => key.startsWith(mark));
  if (at < 0) at = key.startsWith('gen_ai.') || key.startsWith('llm.request.') || key.startsWith('llm.usage.') ? conventional : unmarked;
  if (knownMarks.size < 5000) knownMarks.set(key, at);
  return at;
}
