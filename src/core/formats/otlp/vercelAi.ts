import type { Json } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Message, MessagePart } from '../../model/message.ts';
import type { SpanKind } from '../../model/span.ts';
import { messagesIn } from '../content/modelInput.ts';
import { textParts, reasoningParts, textMessage } from '../content/parts.ts';
import { readPart, readResult } from '../content/readPart.ts';
import { readToolDefinitions } from '../content/toolDefinitions.ts';
import { lookUp, readArguments, setKey, textOf, unwrapJson } from '../jsonText.ts';
import { mapOf, textsIn } from '../values/fields.ts';
import { tokenCount, withBeside } from '../values/tokenCounts.ts';
import type { AttributeReader, AttributeReaders } from './attributeReaders.ts';
import { count, keepText, rawCount, readEach } from './attributeReaders.ts';
import type { Dialect, Draft } from './draft.ts';
import { includeCached } from './draft.ts';
import { fillFrom } from './secondReading.ts';

/** Outer calls (`ai.generateText`) and the inner ones that they make (`.doGenerate`) are both model calls; the outer ones do not count, where the inner are there. */
const kinds: Readonly<Record<string, SpanKind>> = {
  generateText: 'llm', streamText: 'llm', generateObject: 'llm', streamObject: 'llm', toolCall: 'tool',
  embed: 'other', embedMany: 'other', rerank: 'other', agent: 'agent',
};

const kindOf = (operation: Json): SpanKind | null => lookUp(kinds, /^ai\.(\w+)/.exec(textOf(operation) ?? '')?.[1] ?? '') ?? null;

const vectors: AttributeReader = (value, draft, _context, key) => {
  const unwrapped = unwrapJson(value);
  setKey(draft.attributes, key, Array.isArray(unwrapped) ? `(${unwrapped.length} numbers or vectors, not kept)` : value);
};

/** What the model said comes in pieces, which the end of the reading puts into one message. */
type Said = { reasoning: string | null; text: string | null; object: Json; calls: readonly MessagePart[] };

function readersOf(said: Said, draft: Draft): AttributeReaders {
  const reasoning: AttributeReader = (value) => { said.reasoning ??= textOf(value); };
  const text: AttributeReader = (value) => { said.text ??= textOf(value); };
  const object: AttributeReader = (value) => { said.object ??= value; };
  const calls: AttributeReader = (value, _draft, _context, key) => {
    const list = unwrapJson(value);
    if (!Array.isArray(list)) setKey(draft.attributes, key, value);
    else if (said.calls.length === 0) said.calls = (list as readonly Json[]).map((call) => readPart(isJsonMap(call) ? { ...call, type: 'tool-call' } : call));
  };
  return {
    'ai.response.reasoning': reasoning, 'ai.response.text': text, 'ai.result.text': text,
    'ai.response.object': object, 'ai.result.object': object, 'ai.response.toolCalls': calls, 'ai.result.toolCalls': calls, ...readers,
  };
}

const finished = keepText((draft, reason) => { draft.finishReason ??= reason; });

const readers: AttributeReaders = {
  'ai.operationId': (value, draft, _context, key) => {
    draft.kind = kindOf(value) ?? 'other';
    draft.attributes[key] = value;
  },
  // The inner call's messages are what was sent; the outer prompt is what the caller gave.
  'ai.prompt.messages': (value, draft, _context, key) => {
    const messages = messagesIn(unwrapJson(value), false)?.messages;
    if (messages === undefined) setKey(draft.attributes, key, value);
    else draft.input = messages;
  },
  'ai.prompt': (value, draft, _context, key) => {
    const prompt = unwrapJson(value);
    const given = promptOf(prompt);
    if (given === undefined) setKey(draft.attributes, key, value);
    else if (draft.input.length === 0) draft.input = given;
    if (isJsonMap(prompt) && given !== undefined) draft.system = systemOf(prompt['system'] ?? null);
  },
  'ai.prompt.tools': (value, draft) => { draft.toolDefinitions = readToolDefinitions(value); },
  'ai.response.finishReason': finished, 'ai.finishReason': finished,
  'ai.response.model': keepText((draft, model) => { draft.model = model; }),
  'ai.model.id': keepText((draft, model) => { draft.model ??= model; }),
  'ai.model.provider': keepText((draft, provider) => { draft.provider = provider; }),
  'ai.usage.promptTokens': count('input'), 'ai.usage.inputTokens': count('input'), 'ai.usage.tokens': count('input'),
  'ai.usage.completionTokens': count('output'), 'ai.usage.outputTokens': count('output'),
  'ai.usage.cachedInputTokens': count('cachedRead'), 'ai.usage.inputTokenDetails.cacheReadTokens': count('cachedRead'),
  'ai.usage.inputTokenDetails.cacheWriteTokens': count('cacheWrite'),
  'ai.usage.reasoningTokens': count('reasoning'), 'ai.usage.outputTokenDetails.reasoningTokens': count('reasoning'),
  'ai.usage.totalTokens': rawCount, 'ai.usage.inputTokenDetails.noCacheTokens': rawCount, 'ai.usage.outputTokenDetails.textTokens': rawCount,
  'ai.toolCall.name': keepText((draft, name) => { draft.tool.name = name; }),
  'ai.toolCall.id': keepText((draft, id) => { draft.tool.callId = id; }),
  'ai.toolCall.args': (value, draft) => { Object.assign(draft.tool, readArguments(value)); },
  'ai.toolCall.input': (value, draft) => { Object.assign(draft.tool, readArguments(value)); },
  'ai.toolCall.result': (value, draft) => { draft.tool.result = readResult(value); },
  'ai.toolCall.output': (value, draft) => { draft.tool.result = readResult(value); },
  'ai.telemetry.functionId': keepText((draft, name) => { draft.agent = name; }),
  'ai.telemetry.metadata.userId': keepText((draft, id) => { draft.userId = id; }),
  'ai.telemetry.metadata.sessionId': keepText((draft, id) => { draft.sessionId = id; }),
  'ai.telemetry.metadata.tags': (value, draft) => {
    const tags = unwrapJson(value);
    draft.tags = textsIn(tags);
  },
  'ai.embedding': vectors, 'ai.embeddings': vectors,
};

/** The Vercel AI SDK up to 6; from 7 on it writes the GenAI attributes. */
export const vercelAi: Dialect = {
  id: 'vercel-ai',
  read(attributes, draft, context) {
    const said: Said = { reasoning: null, text: null, object: null, calls: [] };
    const rest = readEach(attributes, draft, context, readersOf(said, draft), (key, value) => {
      if (!key.startsWith('ai.telemetry.metadata.')) return false;
      setKey(draft.metadata, key.slice('ai.telemetry.metadata.'.length), value);
      return true;
    });
    draft.output = spoken(said);
    draft.kind ??= kindOf(draft.spanName);
    if (rest.size > 0) fillFrom(rest, draft, context);
    if (draft.kind === 'other' || draft.kind === 'tool') draft.agent = null;
    // No model call, so that nothing else finds out that the inner `.doEmbed` repeats its tokens.
    if (/^ai\.embed(?:Many)?$/.test(textOf(attributes.get('ai.operationId')) ?? '')) draft.aggregate = true;
    countCached(draft);
  },
};

function spoken({ reasoning, text, object, calls }: Said): readonly Message[] {
  const answer = text ?? (object === null ? null : typeof object === 'string' ? object : JSON.stringify(object));
  const parts: MessagePart[] = [...reasoningParts(reasoning), ...textParts(answer), ...calls];
  return parts.length === 0 ? [] : [{ role: 'assistant', parts }];
}

/** `{system, messages, prompt}`, where the prompt is text or messages. */
function promptOf(prompt: Json): readonly Message[] | undefined {
  if (!isJsonMap(prompt)) return messagesIn(prompt, true)?.messages;
  const given = prompt['messages'] ?? prompt['prompt'];
  return given === undefined || given === null ? undefined : messagesIn(given, true)?.messages;
}

function systemOf(system: Json): readonly Message[] {
  return typeof system === 'string' && system !== '' ? [textMessage('system', system)] : [];
}

/** Up to version 5 the SDK passes Anthropic's input on, which is without what was read from the cache or written to it. Its own report is kept beside. */
function countCached(draft: Draft): void {
  const reported = unwrapJson(draft.attributes['ai.response.providerMetadata'] ?? null);
  const anthropic = mapOf(mapOf(reported)['anthropic']);
  const usage = mapOf(anthropic['usage']);
  const written = anthropic['cacheCreationInputTokens'] ?? usage['cache_creation_input_tokens'];
  const { counts } = draft;
  counts.cacheWrite ??= tokenCount(written);
  if (counts.input !== null && usage['input_tokens'] === counts.input) counts.input = withBeside(counts.input, counts.cachedRead, counts.cacheWrite);
  else includeCached(draft);
}
