// Usage: node agent/main.mjs --tools FILE [--otlp FILE] [--at ISO-TIME]
// One request as JSON on stdin, one answer as JSON on stdout.
import { appendFileSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { answer } from './agent.mjs';
import { openShop } from './shop.mjs';
import { AGENT_NAME, startTrace, textMessage } from './tracing.mjs';

const { values: options } = parseArgs({ options: { tools: { type: 'string' }, otlp: { type: 'string' }, at: { type: 'string' } } });
if (options.tools === undefined) stop('Say which tool catalogue to use: --tools agent/tools.mended.json');

const request = readRequest();
const catalogue = JSON.parse(readFileSync(options.tools, 'utf8'));
const shop = openShop(JSON.parse(readFileSync(new URL('../data/orders.json', import.meta.url), 'utf8')));
const { vars = {} } = request;

const trace = startTrace(options.at === undefined ? new Date() : new Date(options.at));
const root = trace.start(`invoke_agent ${AGENT_NAME}`, {
  'gen_ai.operation.name': 'invoke_agent',
  'gen_ai.agent.name': AGENT_NAME,
  'gen_ai.conversation.id': vars.conversation,
  'user.id': vars.user,
  'casebook.user.role': vars.role,
  'casebook.use_case': vars.useCase,
  'support.request.id': request.id,
  'gen_ai.input.messages': conversation(request).map((message) => textMessage(message.role, message.content)),
});
const result = answer(request, { catalogue, shop, root });
root.set({ 'gen_ai.output.messages': [{ ...textMessage('assistant', result.output), finish_reason: 'stop' }] });
root.end();

if (options.otlp !== undefined) {
  const resource = { 'service.name': AGENT_NAME, 'service.version': '1.0.0', 'support.tool_catalogue': basename(options.tools) };
  appendFileSync(options.otlp, `${JSON.stringify(trace.toOtlp(resource))}\n`);
}
process.stdout.write(`${JSON.stringify(result)}\n`);

function readRequest() {
  let value;
  try {
    value = JSON.parse(readFileSync(0, 'utf8'));
  } catch (error) {
    stop(`Send one JSON object on stdin, such as {"query": "Hello!"} (${error.message}).`);
  }
  if (typeof value?.query !== 'string') stop('The request has no "query" text.');
  const messages = (value.messages ?? []).map(({ role, content }) => ({ role, content: textOf(content) }));
  return { ...value, messages };
}

/** A message's content is a text, or a list of parts of which we read the text. */
function textOf(content) {
  return typeof content === 'string' ? content : (content ?? []).map((part) => part.text ?? part.content ?? '').join(' ');
}

function conversation({ query, messages }) {
  return messages.at(-1)?.role === 'user' && messages.at(-1).content === query ? messages : [...messages, { role: 'user', content: query }];
}

function stop(message) {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}
