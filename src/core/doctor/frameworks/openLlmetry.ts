import type { Framework } from '../framework.ts';
import { recogniseBy } from '../framework.ts';

const packages = ['openai.v1', 'anthropic', 'langchain', 'llamaindex', 'crewai', 'cohere', 'bedrock', 'mistralai', 'groq', 'ollama', 'haystack', 'together', 'mcp'].map((name) => `opentelemetry.instrumentation.${name}`);

export const openLlmetry: Framework = {
  id: 'openllmetry',
  title: 'OpenLLMetry (Traceloop)',
  recognise: recogniseBy({ scopes: ['traceloop', '@traceloop/', ...packages], attributes: ['traceloop.'] }),
  settings: [
    { adds: ['query', 'response', 'messages', 'arguments', 'results'], set: 'TRACELOOP_TRACE_CONTENT=true', words: 'Prompts and answers are recorded by default; this variable at false, or traceContent: false in TypeScript, leaves them out.' },
    { adds: ['toolsConsidered'], set: 'gen_ai.tool.definitions', words: 'An attribute of the span of a model call: the tools it was offered, as JSON. Instrumentations of model clients write theirs where the request has tools; set it yourself where a framework stands between.' },
    { adds: ['user', 'session'], set: 'Traceloop.set_association_properties({"user_id": "…", "session_id": "…"})', words: 'At the start of each run. Both become properties of every span below.' },
  ],
};
