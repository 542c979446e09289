// An agent with OpenTelemetry's own SDK, as its makers set it up: protobuf or json, once or (with `lines`) question after question.
import { ROOT_CONTEXT, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';

const [encoding, how = 'once', ...rest] = process.argv.slice(2);
const Exporter = encoding === 'json' ? JsonExporter : ProtobufExporter;
const provider = new BasicTracerProvider({ spanProcessors: [new BatchSpanProcessor(new Exporter())] });
const tracer = provider.getTracer('agent');

/** @param {string} traceparent */
function parentOf(traceparent) {
  const [, traceId = '', spanId = ''] = traceparent.split('-');
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: 1, isRemote: true });
}

/** One run: an agent that asks a model, which asks for a tool named in the question. */
async function run(/** @type {string} */ query, /** @type {string | undefined} */ traceparent) {
  const root = tracer.startSpan('invoke_agent', { attributes: { 'gen_ai.operation.name': 'invoke_agent' } }, traceparent ? parentOf(traceparent) : ROOT_CONTEXT);
  const inRoot = trace.setSpan(ROOT_CONTEXT, root);
  const chat = tracer.startSpan('chat', { attributes: { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-4o', 'gen_ai.usage.input_tokens': 1000, 'gen_ai.usage.output_tokens': 100 } }, inRoot);
  await new Promise((resolve) => setTimeout(resolve, 5 + Math.random() * 20));
  chat.setAttribute('gen_ai.output.messages', JSON.stringify([{ role: 'assistant', parts: [{ type: 'text', content: `Done: ${query}` }] }]));
  chat.end();
  const tool = tracer.startSpan(`execute_tool ${query}`, { attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': query, 'gen_ai.tool.call.arguments': JSON.stringify({ q: query }), api_key: 'correct-horse-battery' } }, inRoot);
  if (query === 'fails') tool.setStatus({ code: SpanStatusCode.ERROR, message: 'no' });
  tool.end();
  root.end();
}

if (how === 'lines') {
  createInterface({ input: process.stdin }).on('line', async (line) => {
    const { id, input, traceparent } = JSON.parse(line);
    await run(input.query, traceparent);
    process.stdout.write(`${JSON.stringify({ id, answer: {} })}\n`);
  }).on('close', () => provider.shutdown());
} else {
  const { query } = JSON.parse(await text(process.stdin));
  // Many SDKs do not look at TRACEPARENT.
  await run(query, rest.includes('unaware') ? undefined : process.env.TRACEPARENT);
  await provider.shutdown();
  if (rest.includes('answers')) process.stdout.write(JSON.stringify({ output: 'said', toolCalls: [{ name: 'said' }], usage: { total: 7 } }));
  if (rest.includes('crashes')) process.exit(9);
}
