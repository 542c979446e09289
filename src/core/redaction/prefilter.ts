import type { Detector, Hint } from './detector.ts';
import { hintSource } from './detector.ts';
import type { Characters } from './hintSequences.ts';
import { beginningsOf, codeOf, endingsOf } from './hintSequences.ts';

/** A hint of a detector, and the characters that stand next to each other in whatever it matches. */
type Hinted = { readonly detector: Detector; readonly exact: RegExp; readonly number: number };
type Run = { readonly hinted: Hinted; readonly sets: readonly Characters[]; /** Which of the characters ends the pair that gives it away. */ readonly at: number };

const none: readonly Detector[] = [];
const anything = new Uint8Array(129).fill(1);
/** In the table, the code of all characters beyond ASCII, beside its own. */
const other = 127;

/**
 * Which detectors a text is worth showing to, in their order. Nearly all texts hold no secret, so this decides what redaction costs.
 * Two neighbouring characters are enough to pass over nearly every place of a text: one loop looks each pair up in a table. Where it is
 * one that a hint may contain, the characters around it are compared, and only then is the hint's own expression asked.
 */
export function createPrefilter(detectors: readonly Detector[]): (text: string) => readonly Detector[] {
  const all: Hinted[] = detectors.flatMap((detector) => detector.hints.map((hint) => ({ detector, exact: new RegExp(hintSource(hint)), hint }))).map((each, number) => ({ ...each, number }));
  const hints = detectors.flatMap((detector) => detector.hints);
  const always: Hinted[] = [];
  const runs = all.flatMap((hinted, number) => {
    const sequences = sequencesOf(hints[number] as Hint);
    if (sequences === undefined) always.push(hinted);
    return (sequences ?? []).map((sets): Run => ({ hinted, sets, at: rarestPair(sets) }));
  });
  const { table, groups } = tableOf(runs);
  const order = new Map(detectors.map((detector, at) => [detector, at]));
  /** The text, by number, for which a hint was last asked. */
  const askedFor = new Uint32Array(all.length);
  let textNumber = 0;

  function ask(hinted: Hinted, text: string, candidates: Set<Detector>): void {
    if (askedFor[hinted.number] === textNumber) return;
    askedFor[hinted.number] = textNumber;
    if (!candidates.has(hinted.detector) && hinted.exact.test(text)) candidates.add(hinted.detector);
  }

  return (text) => {
    textNumber = (textNumber + 1) >>> 0;
    let candidates: Set<Detector> | undefined;
    const { length } = text;
    let previous = 0;
    for (let at = 0; at < length; at++) {
      const unit = text.charCodeAt(at);
      const code = unit < other ? unit : other;
      const group = table[(previous << 7) | code] as number;
      previous = code;
      if (group === 0) continue;
      for (const run of groups[group] as readonly Run[]) if (fits(run, text, at)) ask(run.hinted, text, (candidates ??= new Set()));
    }
    for (const hinted of always) ask(hinted, text, (candidates ??= new Set()));
    return candidates === undefined || candidates.size === 0 ? none : [...candidates].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
  };
}

function fits({ sets, at }: Run, text: string, pairEnd: number): boolean {
  const start = pairEnd - at;
  for (let n = 0; n < sets.length; n++) {
    const place = start + n;
    // A set that only stands for "whatever was before" may lie before the text.
    if (sets[n] === anything) continue;
    if (place < 0 || place >= text.length || (sets[n] as Characters)[codeOf(text.charCodeAt(place))] === 0) return false;
  }
  return true;
}

/** Undefined where a hint's expression is beyond what can be told from it: then it is asked of every text. */
function sequencesOf(hint: Hint): readonly (readonly Characters[])[] | undefined {
  const whole = 'pattern' in hint ? beginningsOf(hint.pattern) : aroundSign(hint);
  return whole?.every((sets) => sets.length > 0) === true ? whole.map((sets) => (sets.length === 1 ? [anything, ...sets] : sets)) : undefined;
}

function aroundSign({ sign, before, behind = '' }: Extract<Hint, { sign: string }>): readonly (readonly Characters[])[] | undefined {
  const ends = endingsOf(before);
  const begins = beginningsOf(behind);
  const own = new Uint8Array(129);
  own[sign.charCodeAt(0)] = 1;
  return ends && begins && ends.flatMap((end) => begins.map((begin) => [...end, own, ...begin]));
}

/** About how often a character is met, in prose and in code; the unit tells nothing. */
const frequency = Float64Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  const rank = 'etaoinsrhldcumfpgwybvkxjqz'.indexOf(character);
  return character === ' ' ? 150 : rank >= 0 ? 100 / (1 + rank / 4) : /[0-9]/.test(character) ? 10 : /[.,"\n]/.test(character) ? 12 : /[A-Z]/.test(character) ? 4 : 3;
});

function commonness(set: Characters): number {
  let sum = 0;
  for (let code = 0; code < 128; code++) if (set[code] === 1) sum += frequency[code] ?? 0;
  return sum;
}

/** Of two neighbouring sets that are met together most seldom, the second's place. */
function rarestPair(sets: readonly Characters[]): number {
  const common = sets.map(commonness);
  // Behind a dot or a colon there is mostly a space or the end of a line.
  const behindSign = (at: number) => (sets[at - 1]?.[0x61] === 0 && sets[at]?.[0x20] === 0 ? 0.1 : 1);
  const together = (at: number) => (common[at - 1] ?? 0) * (common[at] ?? 0) * behindSign(at);
  let best = 1;
  for (let at = 2; at < sets.length; at++) if (together(at) < together(best)) best = at;
  return best;
}

/** For each pair of characters the group of runs that it may give away; 0 for none. */
function tableOf(runs: readonly Run[]): { readonly table: Uint16Array; readonly groups: readonly (readonly Run[])[] } {
  const table = new Uint16Array(128 * 128);
  const groups: (readonly Run[])[] = [[]];
  for (const run of runs) {
    const { sets, at } = run;
    const seconds = codesIn(sets[at]);
    /** What each group becomes with this run in it. */
    const grown = new Map<number, number>();
    for (const first of codesIn(sets[at - 1])) {
      for (const second of seconds) {
        const pair = (first << 7) | second;
        const before = table[pair] as number;
        let group = grown.get(before);
        if (group === undefined) grown.set(before, group = groups.push([...(groups[before] ?? []), run]) - 1);
        table[pair] = group;
      }
    }
  }
  return { table, groups };
}

/** The members of a set, as the table knows them. */
function codesIn(set: Characters | undefined): readonly number[] {
  const codes: number[] = [];
  for (let code = 0; code < 128; code++) if (set !== undefined && (set[code] === 1 || (code === other && set[128] === 1))) codes.push(code);
  return codes;
}
