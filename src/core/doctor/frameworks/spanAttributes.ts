import type { Framework } from '../framework.ts';
import { recogniseBy } from '../framework.ts';

/** Any tracing with attributes: what Casebook reads by default, for code that sets them itself. */
export const spanAttributes: Framework = {
  id: 'span-attributes',
  title: 'Any OpenTelemetry span of your own',
  general: 'rest',
  recognise: recogniseBy({ formats: ['otlp', 'tempo', 'jaeger', 'otel-flat', 'vercel-spans', 'phoenix', 'mlflow', 'langfuse', 'braintrust'] }),
  settings: [
    { adds: ['query', 'response', 'messages'], set: 'gen_ai.input.messages, gen_ai.output.messages', words: 'Attributes of the spans of model calls. Most instrumentations leave them out until message content is switched on: OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=SPAN_ONLY.' },
    { adds: ['toolsConsidered'], set: 'gen_ai.tool.definitions', words: 'On the span of the model call: the tools it was offered, as JSON; an empty list where there were none.' },
    { adds: ['toolPicked', 'arguments', 'results'], set: 'gen_ai.tool.name, gen_ai.tool.call.arguments, gen_ai.tool.call.result', words: 'On a span of its own for each call of a tool (gen_ai.operation.name: execute_tool).' },
    { adds: ['model'], set: 'gen_ai.request.model', words: 'On the span of the model call.' },
    { adds: ['tokens', 'context'], set: 'gen_ai.usage.input_tokens, gen_ai.usage.output_tokens', words: 'On the span of the model call: the size of the prompt says how much context there was. What was retrieved counts as context too.' },
    { adds: ['user', 'session'], set: 'user.id, session.id', words: 'On any span of the trace; enduser.id and gen_ai.conversation.id are read too.' },
    { adds: ['feedback'], set: 'casebook.feedback', words: 'On any span of the trace: accepted, edited or rejected.' },
  ],
};
