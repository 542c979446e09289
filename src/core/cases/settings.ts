import type { z } from 'zod';
import { Config } from '../model/config.ts';
import { classesInUse, Taxonomy } from '../model/failureClass.ts';
import type { Problem, TextRange } from '../model/problem.ts';
import type { CasePath } from '../model/result.ts';
import { nearest } from '../support/nearest.ts';
import { CaseView } from './caseView.ts';
import { placeOf } from './place.ts';
import type { Finding } from './rules/rule.ts';
import { severityOf } from './severity.ts';
import { structureFindings } from './structure.ts';
import { parseTree, toJson, weightOf } from './tree.ts';
import type { Entry, MapNode } from './tree.ts';
import { didYouMean } from './words.ts';

/** `casebook/config.yaml` and `casebook/taxonomy.yaml` (FILES): the same words as for cases, under codes of their own. */
export const settingsCodes: Readonly<Record<string, string>> = {
  CB801: 'The text is not YAML.',
  CB802: 'There is no such key here.',
  CB803: 'The value is of the wrong type.',
  CB804: 'A required key is missing.',
  CB805: 'A key stands twice in one map.',
  CB806: 'A name refers to something that this file does not state.',
  CB807: 'Two classes, or two modes of a class, have the same id.',
};

const settingsSchemas = { config: Config, taxonomy: Taxonomy } as const;
export type SettingsName = keyof typeof settingsSchemas;
export type Settings = { readonly [Name in SettingsName]: z.infer<(typeof settingsSchemas)[Name]> };
export type SettingsReading<Name extends SettingsName> = { readonly value: Settings[Name] | null; readonly problems: readonly Problem[] };
/** More than any settings file needs; aliases cannot make it larger unseen. */
const weightLimit = 100_000;

/** A name that refers to nothing matters only to what uses it; anything else leaves the file without a meaning. */
export const keepsFromReading = ({ code }: Problem): boolean => code !== 'CB806' && code !== 'CB807';

/** The file's value as far as it is well-formed, and what is wrong with it. An absent or empty file means its defaults. */
export function readSettings<Name extends SettingsName>(name: Name, text: string): SettingsReading<Name> {
  const [document, second] = parseTree(text);
  const problems: Problem[] = (document?.problems ?? []).map(({ kind, ...problem }) => ({ code: kind === 'syntax' ? 'CB801' : 'CB805', severity: 'error', ...problem }));
  if (second) problems.push({ code: 'CB801', severity: 'error', message: 'This file holds one document; a second one starts here.', range: { start: second.range.start, end: second.range.start + 3 } });
  const root = document?.root;
  if (!root || (root.kind === 'scalar' && root.value === null)) return { value: null, problems };
  if (root.kind !== 'map' || weightOf(root) > weightLimit) {
    const message = root.kind === 'map' ? 'Aliases stand for too many nodes here.' : `${name}.yaml is a map of settings.`;
    return { value: null, problems: problems.length > 0 ? problems : [{ code: 'CB803', severity: 'error', message, range: { start: root.range.start, end: Math.min(root.range.end, root.range.start + 20) } }] };
  }
  const view = viewOf(root, text);
  const parsed = settingsSchemas[name].safeParse(toJson(root));
  const guessed = entriesWith(problems.filter(({ code }) => code === 'CB801'), root);
  const add = (finding: Finding): void => {
    const problem = placed(finding, view);
    if (!guessed.includes(entryAround(problem, root))) problems.push(problem);
  };
  for (const finding of structureFindings(view, parsed.error?.issues ?? [], name)) add({ ...finding, code: finding.code.replace(/^CB0/, 'CB8').replace(/^CB(?!8)\d{3}$/, 'CB803') });
  if (parsed.success) for (const finding of name === 'config' ? configNames(parsed.data as Config, view) : taxonomyNames(parsed.data as Taxonomy, view)) add(finding);
  return { value: (parsed.data ?? null) as Settings[Name] | null, problems: problems.sort((a, b) => a.range.start - b.range.start) };
}

/** The top-level key that a problem stands under. */
const entryAround = ({ range }: Problem, root: MapNode): Entry | undefined => root.entries.findLast((entry) => entry.keyRange.start <= range.start);

/** What was read under a key with a syntax error is a guess, about which nothing else is said. */
const entriesWith = (errors: readonly Problem[], root: MapNode): readonly (Entry | undefined)[] => errors.flatMap((error) => entryAround(error, root) ?? []);

function viewOf(node: MapNode, text: string): CaseView {
  const rangeOf = (path: CasePath): TextRange => placeOf({ text, node, defaults: null }, path);
  return new CaseView({ id: null, suite: null, value: null, readable: null, unreadable: new Set(), raw: null, range: node.range, node, defaults: null, issues: [], isGuess: false, rangeOf }, { id: 'settings' }, text, '');
}

function placed({ code, at, message, fixes }: Finding, view: CaseView): Problem {
  const range = Array.isArray(at) ? view.placeOf(at) : 'key' in at ? view.keyOf(at.key) : (at as TextRange);
  return { code, severity: code.startsWith('CB8') ? 'error' : severityOf(code), message, range, ...(fixes && fixes.length > 0 ? { fixes } : {}) };
}

function* configNames({ targets = {}, defaultTarget }: Config, view: CaseView): Iterable<Finding> {
  if (defaultTarget === undefined) return;
  const names = Object.keys(targets).filter((name) => targets[name]?.type !== 'replay');
  if (names.includes(defaultTarget)) return;
  const meant = nearest(defaultTarget, names);
  const isReplay = defaultTarget === 'replay' || targets[defaultTarget]?.type === 'replay';
  yield {
    code: 'CB806', at: ['defaultTarget'], message: isReplay ? 'defaultTarget cannot be a replay: it would never run the agent.' : `There is no target ${defaultTarget}.${didYouMean(meant)}`,
    fixes: meant === undefined ? [] : view.set(`Change to ${meant}`, ['defaultTarget'], meant),
  };
}

function* taxonomyNames(taxonomy: Taxonomy, view: CaseView): Iterable<Finding> {
  const known = [...new Set([...taxonomy.classes.map((each) => each.id), ...classesInUse(undefined).map((each) => each.id)])];
  const seen = new Set<string>();
  for (const [index, { id, mergedInto, modes = [] }] of taxonomy.classes.entries()) {
    if (seen.has(id)) yield { code: 'CB807', at: ['classes', index, 'id'], message: `The class ${id} is listed twice.` };
    seen.add(id);
    const modeIds = new Set<string>();
    for (const [n, mode] of modes.entries()) {
      if (modeIds.has(mode.id)) yield { code: 'CB807', at: ['classes', index, 'modes', n, 'id'], message: `The mode ${mode.id} is listed twice.` };
      modeIds.add(mode.id);
    }
    if (mergedInto === undefined || (known.includes(mergedInto) && mergedInto !== id)) continue;
    const meant = nearest(mergedInto, known.filter((each) => each !== id));
    yield {
      code: 'CB806', at: ['classes', index, 'mergedInto'], message: mergedInto === id ? 'A class cannot be merged into itself.' : `There is no class ${mergedInto}.${didYouMean(meant)}`,
      fixes: meant === undefined ? [] : view.set(`Change to ${meant}`, ['classes', index, 'mergedInto'], meant),
    };
  }
}
