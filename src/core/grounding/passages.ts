import type { Slices } from '../support/slices.ts';
import type { Evidence } from './evidence.ts';
import { eachLeaf } from './evidence.ts';

const word = /[\p{L}\p{N}]+/gu;
const wordsOf = (text: string): readonly string[] => [...text.matchAll(word)].map(([each]) => each.toLowerCase());

/** Pieces of evidence that are gone through without a pause. */
const aSlice = 300;
/** How many characters all searches of one trace may go through. */
const mostWork = 60_000_000;

/**
 * Where passages stand word for word, whatever stands between the words: line ends, quotes, marks of emphasis, escapes. Each passage is
 * looked for at its longest word.
 */
export function createPassageSearch(evidence: readonly Evidence[]): { find(passage: string, until: number, most: number): Slices<readonly number[]>; readonly exhausted: () => boolean } {
  let work = 0;

  function stands(words: readonly string[], anchor: number, text: string): boolean {
    if (work > mostWork) return false;
    const lower = text.toLowerCase();
    work += lower.length;
    const before = words.slice(0, anchor).join(' ').length * 2 + 40;
    const after = words.slice(anchor).join(' ').length * 2 + 40;
    for (let at = lower.indexOf(words[anchor]!); at >= 0; at = lower.indexOf(words[anchor]!, at + 1)) {
      work += before + after;
      if (work > mostWork) return false;
      const around = wordsOf(lower.slice(Math.max(0, at - before), at + after).replace(/\\[nrt]/g, ' ').replace(/<[^<>]{1,100}>/g, ' '));
      if (holds(around, words)) return true;
    }
    return false;
  }

  return {
    /** Indices of the evidence that holds it, nearest first. */
    *find(passage, until, most) {
      const words = wordsOf(passage);
      const found: number[] = [];
      if (words.length === 0) return found;
      const anchor = words.reduce((best, each, at) => (each.length > words[best]!.length ? at : best), 0);
      for (let at = until; at >= 0 && found.length < most && work < mostWork; at--) {
        if ((until - at) % aSlice === aSlice - 1) yield;
        let here = false;
        eachLeaf(evidence[at]!.value, (leaf) => { here ||= typeof leaf === 'string' && leaf.length >= words[anchor]!.length && stands(words, anchor, leaf); });
        if (here) found.push(at);
      }
      return found;
    },
    exhausted: () => work >= mostWork,
  };
}

function holds(words: readonly string[], row: readonly string[]): boolean {
  for (let at = 0; at + row.length <= words.length; at++) if (row.every((each, i) => words[at + i] === each)) return true;
  return false;
}
