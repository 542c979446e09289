import { basename } from 'node:path';
import { answer } from './agent.mjs';
import { openShop } from './shop.mjs';
import { AGENT_NAME, startTrace, textMessage } from './tracing.mjs';

/** A request that cannot be answered, with what to send instead. */
export class BadRequest extends Error {}

/**
 * Answers one request, from a text of JSON. `setup` is {tools, catalogue, orders, at}: the catalogue's file name, its tools, the
 * shop's data, and when the run is said to begin (absent: now). The run's spans come back as one OTLP request.
 */
export function runRequest(text, { tools, catalogue, orders, at }, traceparent) {
  const request = readRequest(text);
  const { vars = {} } = request;
  const trace = startTrace(at === undefined ? new Date() : new Date(at), traceparent);
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
  const result = answer(request, { catalogue, shop: openShop(orders), root });
  root.set({ 'gen_ai.output.messages': [{ ...textMessage('assistant', result.output), finish_reason: 'stop' }] });
  root.end();
  const otlp = trace.toOtlp({ 'service.name': AGENT_NAME, 'service.version': '1.0.0', 'support.tool_catalogue': basename(tools) });
  return { result, otlp };
}

function readRequest(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new BadRequest(`Send one JSON object, such as {"query": "Hello!"} (${error.message}).`);
  }
  if (typeof value?.query !== 'string') throw new BadRequest('The request has no "query" text.');
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
