import type { Framework } from '../framework.ts';
import { recogniseBy } from '../framework.ts';

const official = ['openai_v2', 'google_genai', 'vertexai', 'openai_agents', 'botocore', 'genai', 'weaviate'].map((name) => `opentelemetry.instrumentation.${name}`);

/** OpenTelemetry's own instrumentations of model clients. They record no content unless they are told to. */
export const otelGenai: Framework = {
  id: 'otel-genai',
  title: 'OpenTelemetry GenAI instrumentations',
  recognise: recogniseBy({ scopes: [...official, 'opentelemetry.util.genai', 'opentelemetry-util-genai'] }),
  settings: [
    {
      adds: ['query', 'response', 'messages', 'toolsConsidered', 'arguments', 'results'],
      set: 'OTEL_SEMCONV_STABILITY_OPT_IN=gen_ai_latest_experimental\nOTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=SPAN_ONLY',
      words: 'Message content is off by default. Instrumentations that do not know the first variable yet take true for the second, and write messages to the log: export that too, Casebook joins it to its spans.',
    },
  ],
};
