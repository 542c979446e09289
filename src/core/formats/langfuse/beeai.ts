import type { Message } from '../../model/message.ts';
import { messageText } from '../../model/message.ts';
import type { Span } from '../../model/span.ts';
import { readArguments, textOf } from '../jsonText.ts';
import type { Metadata } from './original.ts';

/**
 * BeeAI's instrumentation makes a span of each event of its emitter. A model call is its start and its success; a tool's call stands
 * whole in the agent's update that follows it, and the tool's own events would count it again, where there are any.
 * Undefined for spans of other instrumentations.
 */
export function readBeeAi(span: Span, { attributes, scope }: Metadata): Span | undefined {
  if (scope !== 'openinference.instrumentation.beeai') return undefined;
  const target = textOf(attributes['target']) ?? '';
  const name = textOf(attributes['tool.name']);
  if (name !== null && /^agent\..*\.update$/.test(target) && attributes['output.value'] !== undefined) {
    const { 'tool.parameters': parameters, ...rest } = span.attributes;
    return { ...span, kind: 'tool', attributes: rest, tool: { name, callId: null, description: null, ...readArguments(parameters), status: 'ok' } };
  }
  if (target === '' && span.output.length > 1) return { ...span, kind: 'llm', tool: null, output: oneMessage(span.output) };
  if (/\.chat\.(?:start|success)$/.test(target)) return { ...span, kind: 'llm', tool: null, output: oneMessage(span.output) };
  return { ...span, kind: 'other', tool: null };
}

/** Streamed pieces of one answer are recorded as a message each. */
function oneMessage(messages: readonly Message[]): readonly Message[] {
  if (messages.length < 2 || !messages.every(({ role, parts }) => role === 'assistant' && parts.every((part) => part.type === 'text'))) return messages;
  return [{ role: 'assistant', parts: [{ type: 'text', text: messages.map(messageText).join('') }] }];
}
