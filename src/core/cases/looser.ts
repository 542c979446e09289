import type { Json } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { Decision } from '../model/proposal.ts';

/** What each step of loosening an argument accepts; the recorded value is among it. */
export function looserStates(value: Json): readonly Decision[] {
  if (typeof value === 'string' && value.trim() !== '') return ['worded', 'typed', 'loosened'];
  return value === null || typeof value === 'boolean' ? ['loosened'] : ['typed', 'loosened'];
}

/** As a matcher: the words but not how they are written, the type alone, or anything. */
export function looserMatcher(value: Json, state: 'worded' | 'typed' | 'loosened'): Json {
  if (state === 'loosened') return { $any: true };
  if (state === 'typed') return { $type: typeOf(value) };
  return isPhrase(value) ? { $icontains: value } : { $iequals: value };
}

/** Several words may stand among others; a name or a number stands alone. */
export const isPhrase = (value: Json): boolean => typeof value === 'string' && /\S\s+\S/u.test(value);

/** As `$type` names it. */
export function typeOf(value: Json): string {
  if (Array.isArray(value)) return 'array';
  return isJsonMap(value) ? 'object' : typeof value;
}

/** One step looser; from dropped, back to the loosest. Undefined where it cannot be looser. */
export function looserThan(states: readonly Decision[], state: Decision): Decision | undefined {
  const ladder = states.filter((each) => each !== 'dropped');
  const next = state === 'dropped' ? ladder.at(-1) : ladder[ladder.indexOf(state) + 1];
  return next === 'kept' ? undefined : next;
}

const mostKeyWords = 6;

/** What an answer in other words would still hold: numbers, names with digits, long words. Fewer than two say too little: none then. */
export function keyWords(text: string): readonly string[] {
  const words = text.match(/[\p{L}\p{N}][\p{L}\p{N}_.-]*[\p{L}\p{N}]|\p{N}/gu) ?? [];
  const telling = [...new Set(words.filter((word) => /\p{N}/u.test(word) || word.length >= 6))].slice(0, mostKeyWords);
  return telling.length >= 2 && words.length > telling.length ? telling : [];
}

/** The part of an answer that a note quotes, else its first sentence that holds a number, else its first one. Undefined where that is the whole answer. */
export function likelySpan(output: string, note: string): string | undefined {
  const quoted = [...note.slice(0, 2000).matchAll(/["“„'‘]([^"“”„'‘’]{3,200})["”“'’]/gu)].map(([, words = '']) => words).find((words) => output.includes(words));
  if (quoted !== undefined) return quoted;
  const sentences = output.slice(0, 4000).split(/(?<=[.!?])\s+|\n+/u).map((each) => each.trim()).filter((each) => each.length >= 3);
  const span = (sentences.find((each) => /\p{N}/u.test(each)) ?? sentences[0])?.slice(0, 200);
  return span === undefined || span === output.trim() ? undefined : span;
}
