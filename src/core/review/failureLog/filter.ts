import { didYouMean, oneOf } from '../../cases/words.ts';
import type { FailureRow } from '../../model/failureLog.ts';
import { caseStates } from '../../model/failureLog.ts';
import { nearest } from '../../support/nearest.ts';

/** `class:recovery owner:none guarded:no -status:handled "vague name"`: words that all have to hold; several of one name are alternatives. */

type Test = (row: FailureRow, value: string) => boolean;
type Term = { readonly name: string | null; readonly not: boolean; readonly test: (row: FailureRow) => boolean };

export type FailureFilter = {
  readonly matches: (row: FailureRow) => boolean;
  /** As if no class were named. */
  readonly matchesBesideClass: (row: FailureRow) => boolean;
  /** What was not understood, in sentences. */
  readonly notes: readonly string[];
};

const plainly = (text: string): string => text.toLowerCase().replaceAll(/[_\s-]+/gu, ' ');
const holds = (text: string | null, value: string): boolean => (value === 'none' ? text === null || text === '' : text !== null && plainly(text).includes(plainly(value)));

const tests: Readonly<Record<string, Test>> = {
  class: ({ class: id, className, mode, modeName }, value) => holds(id, value) || (value !== 'none' && [className, mode, modeName].some((each) => holds(each, value))),
  mode: ({ mode, modeName }, value) => holds(mode, value) || (value !== 'none' && holds(modeName, value)),
  owner: ({ owner }, value) => holds(owner, value),
  status: ({ status }, value) => status === value,
  guarded: ({ case: guard }, value) => (guard?.state === 'guarded') === (value === 'yes'),
  case: ({ case: guard }, value) => (value === 'none' ? guard === null : guard !== null && (guard.state === value || holds(guard.id, value))),
  run: ({ run, id, nativeId }, value) => (runs.includes(value) ? run === value : [id, nativeId].some((each) => each.toLowerCase().startsWith(value))),
  by: ({ by }, value) => holds(by, value),
  cause: ({ cause }, value) => holds(cause, value),
  fix: ({ fix }, value) => holds(fix, value),
  note: ({ note }, value) => holds(note, value),
  cost: ({ costUsd }, value) => (costUsd === null) === (value === 'none'),
};

const runs: readonly string[] = ['imported', 'missing', 'none'];
const closed: Readonly<Record<string, readonly string[]>> = { status: ['open', 'fixing', 'handled'], guarded: ['yes', 'no'], cost: ['known', 'none'] };

export const filterNames: readonly string[] = Object.keys(tests);
/** For whoever looks for a value of `case:`. */
export const filterCaseStates: readonly string[] = [...caseStates, 'none'];

const texts = new WeakMap<FailureRow, string>();

function textOf(row: FailureRow): string {
  let text = texts.get(row);
  if (text === undefined) {
    const { id, nativeId, className, modeName, cause, fix, note, title, owner, by, file, case: guard } = row;
    texts.set(row, text = [id, nativeId, className, modeName, cause, fix, note, title, owner, by, file, guard?.id].join('\n').toLowerCase());
  }
  return text;
}

const word = /(-?)(?:([A-Za-z]+):)?(?:"([^"]*)"?|([^\s"]+))/gu;

/** @param classes ids and names of all classes and modes that a row may be in */
export function failureFilter(typed: string, classes: readonly string[] = []): FailureFilter {
  const terms: Term[] = [];
  const notes: string[] = [];
  for (const [whole, minus = '', given, quotedText, bare] of typed.slice(0, 2000).matchAll(word)) {
    const not = minus === '-';
    const name = given?.toLowerCase();
    const value = (quotedText ?? bare ?? '').toLowerCase();
    const test = name !== undefined && Object.hasOwn(tests, name) ? tests[name] : undefined;
    if (name !== undefined && test) {
      const allowed = closed[name];
      if (value === '') continue;
      if (allowed && !allowed.includes(value)) {
        notes.push(`${name}: takes ${oneOf(allowed)}, not ${value}.${didYouMean(nearest(value, allowed))}`);
        continue;
      }
      if ((name === 'class' || name === 'mode') && value !== 'none' && classes.length > 0 && !classes.some((each) => holds(each, value))) {
        const near = nearest(value, classes);
        notes.push(`No failure ${name} is called ${value}.${didYouMean(near && `${name}:${near.includes(' ') ? `"${near}"` : near}`)}`);
      }
      terms.push({ name, not, test: (row) => test(row, value) });
      continue;
    }
    const meant = name === undefined ? undefined : nearest(name, filterNames);
    if (meant !== undefined) notes.push(`Nothing is named ${given}: here.${didYouMean(`${meant}:`)}`);
    const text = name === undefined ? value : whole.slice(minus.length).replaceAll('"', '').toLowerCase();
    if (text !== '') terms.push({ name: null, not, test: (row) => textOf(row).includes(text) });
  }
  return { matches: all(terms), matchesBesideClass: all(terms.filter(({ name }) => name !== 'class')), notes };
}

function all(terms: readonly Term[]): (row: FailureRow) => boolean {
  const required = terms.filter(({ name, not }) => not || name === null);
  const alternatives = [...Map.groupBy(terms.filter(({ name, not }) => !not && name !== null), ({ name }) => name).values()];
  return (row) => required.every(({ test, not }) => test(row) !== not) && alternatives.every((some) => some.some(({ test }) => test(row)));
}
