import type { Json } from '../../model/json.ts';
import type { Message } from '../../model/message.ts';
import type { Span } from '../../model/span.ts';
import type { Draft } from './draft.ts';
import { emptyDraft, usageOf } from './draft.ts';
import { genai } from './genai.ts';
import { detailsEvent, holdsMessages, readMessageEvents, withToolEvents } from './messageEvents.ts';
import { createMessageMemory } from './messageMemory.ts';

/**
 * What a span's events say of its messages. They may have come in the log, in other lines and files than the span, so this is asked once
 * all its accounts are joined; asking again, or after more of them came, gives the same as asking once at the end.
 */
export function completeSpan(span: Span): Span {
  let completed = span;
  let legacy = false;
  for (const { name, attributes } of span.events) {
    if (holdsMessages(name)) legacy = true;
    else if (name === detailsEvent && Object.keys(attributes).length > 0) completed = withDetails(completed, attributes);
  }
  if (!legacy) return completed;
  if (completed.kind === 'tool') return withToolEvents(completed);
  const { input, output, finishReason } = readMessageEvents(completed.events);
  return withMessages({ ...completed, finishReason: completed.finishReason ?? finishReason }, [], input, output);
}

function withDetails(span: Span, attributes: Readonly<Record<string, Json>>): Span {
  const draft = emptyDraft(span.name, span.parentId === null);
  genai.read(new Map(Object.entries(attributes)), draft, { memory: createMessageMemory(), warn: () => undefined });
  const completed = {
    ...span, model: span.model ?? draft.model, provider: span.provider ?? draft.provider, usage: span.usage ?? usageOf(draft),
    finishReason: span.finishReason ?? draft.finishReason, toolDefinitions: span.toolDefinitions ?? draft.toolDefinitions, tool: span.tool && joinTool(span.tool, draft),
    documents: span.documents.length > 0 ? span.documents : draft.documents,
  };
  return span.kind === 'tool' ? completed : withMessages(completed, draft.system, draft.input, draft.output);
}

function joinTool(tool: NonNullable<Span['tool']>, { tool: found }: Draft): Span['tool'] {
  const { name: _, callId, description, ...recorded } = found;
  return { ...recorded, ...tool, callId: tool.callId ?? callId, description: tool.description ?? description };
}

/** The longer account of the messages stands, as where two accounts of a span are joined; system messages apart, as they come apart. */
function withMessages(span: Span, system: readonly Message[], input: readonly Message[], output: readonly Message[]): Span {
  const own = split(span.input);
  const found = split(input);
  const told = [...system, ...found.system];
  const messages = {
    system: told.length > own.system.length ? told : own.system,
    input: found.input.length > own.input.length ? found.input : own.input,
    output: output.length > span.output.length ? output : span.output,
  };
  if (messages.system === own.system && messages.input === own.input && messages.output === span.output) return span;
  // An account without a name is not known to be a model call: it joins whatever span has its id.
  const kind = span.kind === 'other' && span.name !== '' ? 'llm' : span.kind;
  return { ...span, kind, input: [...messages.system, ...messages.input], output: messages.output };
}

function split(messages: readonly Message[]): { readonly system: readonly Message[]; readonly input: readonly Message[] } {
  let n = 0;
  while (messages[n]?.role === 'system') n++;
  return { system: messages.slice(0, n), input: messages.slice(n) };
}
