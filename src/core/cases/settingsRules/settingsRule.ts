import { nearest } from '../../support/nearest.ts';
import type { CasePath } from '../../model/result.ts';
import type { CaseView } from '../caseView.ts';
import type { Finding } from '../rules/rule.ts';
import type { SettingsContext } from '../settingsContext.ts';
import { didYouMean } from '../words.ts';

/** What is judged of one kind of settings file, once it has the form of its schema. */
export interface SettingsRule<Value> {
  readonly codes: Readonly<Record<string, string>>;
  check(value: Value, view: CaseView, around: SettingsContext): Iterable<Finding>;
}

/** A name that must be one of those known; nothing where none are known. */
export function* named(view: CaseView, at: CasePath, name: string | undefined, known: readonly string[] | undefined, says: string, code = 'CB806'): Iterable<Finding> {
  if (name === undefined || known === undefined || known.includes(name)) return;
  const meant = nearest(name, known);
  yield { code, at, message: `${says} ${name}.${didYouMean(meant)}`, fixes: meant === undefined ? [] : view.set(`Change to ${meant}`, at, meant) };
}

/** The second of two entries with one name, with a link to the first. */
export function* unique(view: CaseView, entries: readonly (readonly [CasePath, string])[], what: string): Iterable<Finding> {
  const first = new Map<string, CasePath>();
  for (const [at, name] of entries) {
    const before = first.get(name);
    if (before === undefined) first.set(name, at);
    else yield { code: 'CB807', at, message: `${what} ${name} is listed twice.`, related: [{ file: view.file, range: view.placeOf(before), message: `${name} stands here first` }] };
  }
}

/** As `unique`, for plain lists of names, where the second can simply go. */
export function* uniqueNames(view: CaseView, list: CasePath, names: readonly string[] | undefined, what: string): Iterable<Finding> {
  const entries = (names ?? []).map((name, index) => [[...list, index], name] as const);
  for (const finding of unique(view, entries, what)) yield { ...finding, fixes: Array.isArray(finding.at) ? view.remove('Remove the second', finding.at) : [] };
}

/** Someone config.yaml lists, where it lists anybody. */
export function* known(view: CaseView, at: CasePath, name: string | undefined, { config }: SettingsContext, roles = false): Iterable<Finding> {
  const listed = roles ? [...(config?.roles ?? []), ...(config?.owners ?? [])] : (config?.owners ?? []);
  if (roles ? (config?.roles ?? config?.owners) : config?.owners) yield* named(view, at, name, listed, roles ? 'config.yaml has no role' : 'config.yaml has no owner', 'CB819');
}
