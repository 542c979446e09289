import type { Json } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { MessagePart } from '../../model/message.ts';
import type { Usage } from '../../model/usage.ts';
import { piecesOf, reasoningParts } from '../content/parts.ts';
import { readPart, readResult } from '../content/readPart.ts';
import { textOf } from '../jsonText.ts';
import { tokenCount, usageFrom, withBeside } from '../values/tokenCounts.ts';

/** Parts of a message of Kimi's: a thought is a `think`, the others are as OpenAI writes them. */
export function partsOf(content: Json | undefined): readonly MessagePart[] {
  return piecesOf(content).flatMap((piece) => {
    if (isJsonMap(piece) && piece['type'] === 'think') return reasoningParts(textOf(piece['think']));
    const part = readPart(piece);
    return part.type === 'text' && part.text === '' ? [] : [part];
  });
}

/** What a tool gave back: as one text where it is all text, or the value that a lone text is. */
export function resultOf(content: Json | undefined): Json {
  const pieces = piecesOf(content);
  const parts = pieces.map(readPart);
  return pieces.length > 1 && parts.every((part) => part.type === 'text') ? parts.map((part) => part.text).join('\n') : readResult(content ?? null);
}

/** The last text among them. */
export function lastText(parts: readonly MessagePart[]): string | null {
  const last = parts.findLast((part) => part.type === 'text');
  return last?.type === 'text' ? last.text : null;
}

/** Cached tokens stand beside the others. */
export function usageOf(raw: Json | undefined): Usage | null {
  if (!isJsonMap(raw)) return null;
  const [other, cachedRead, cacheWrite, output] = ['inputOther', 'inputCacheRead', 'inputCacheCreation', 'output'].map((name) => tokenCount(raw[name]));
  return usageFrom({ input: withBeside(other ?? null, cachedRead ?? null, cacheWrite ?? null), cachedRead: cachedRead ?? null, cacheWrite: cacheWrite ?? null, output: output ?? null }, 'leaf', raw);
}
