import type { z } from 'zod';
import { Config } from '../model/config.ts';
import { Taxonomy } from '../model/failureClass.ts';
import type { JsonMap } from '../model/json.ts';
import type { Problem, TextRange } from '../model/problem.ts';
import { Release } from '../model/release.ts';
import type { CasePath } from '../model/result.ts';
import { toolCodes } from '../perception/registry.ts';
import { CaseView } from './caseView.ts';
import type { StructureIssue } from './parse.ts';
import { placeOf } from './place.ts';
import type { Finding } from './rules/rule.ts';
import type { SettingsContext } from './settingsContext.ts';
import { configRule } from './settingsRules/config.ts';
import { releaseRule } from './settingsRules/release.ts';
import type { SettingsRule } from './settingsRules/settingsRule.ts';
import { taxonomyRule } from './settingsRules/taxonomy.ts';
import { severityOf } from './severity.ts';
import { structureFindings } from './structure.ts';
import { withoutDisabled } from './suppress.ts';
import { parseTree, toJson, weightOf } from './tree.ts';
import type { Entry, MapNode } from './tree.ts';

const structureOfSettings: Readonly<Record<string, string>> = {
  CB801: 'The text is not YAML.',
  CB802: 'There is no such key here.',
  CB803: 'The value is of the wrong type.',
  CB804: 'A required key is missing.',
  CB805: 'A key stands twice in one map.',
  CB824: 'A comment that disables a code has no reason, or nothing to disable.',
};

/** `config.yaml`, `taxonomy.yaml` and `release.yaml` (FILES): the same words as for cases, under codes of their own. */
export const settingsCodes: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({ ...structureOfSettings, ...configRule.codes, ...taxonomyRule.codes, ...releaseRule.codes }).sort(([a], [b]) => a.localeCompare(b)),
);

const settingsSchemas = { config: Config, taxonomy: Taxonomy, release: Release } as const;
export const settingsNames = ['config', 'taxonomy', 'release'] as const;
export type SettingsName = (typeof settingsNames)[number];
export type Settings = { readonly [Name in SettingsName]: z.infer<(typeof settingsSchemas)[Name]> };
export type SettingsReading<Name extends SettingsName> = { readonly value: Settings[Name] | null; readonly problems: readonly Problem[] };
const settingsRules: { readonly [Name in SettingsName]: SettingsRule<Settings[Name]> } = { config: configRule, taxonomy: taxonomyRule, release: releaseRule };
/** More than any settings file needs; aliases cannot make it larger unseen. */
const weightLimit = 100_000;
const longest = 4_000_000;

/** What one entry refers to, or lacks, matters only to what uses it; anything else leaves the file without a meaning. */
export const keepsFromReading = ({ code }: Problem): boolean => /^CB80[1-5]$/.test(code);

/** The file's value as far as it is well-formed, and what is wrong with it. An absent or empty file means its defaults. */
export function readSettings<Name extends SettingsName>(name: Name, text: string, around: SettingsContext = {}): SettingsReading<Name> {
  if (text.length > longest) return { value: null, problems: [{ code: 'CB803', severity: 'error', message: `${name}.yaml has ${Math.ceil(text.length / 1_000_000)} million characters; it is not read.`, range: { start: 0, end: 1 } }] };
  const [document, second] = parseTree(text);
  const problems: Problem[] = (document?.problems ?? []).map(({ kind, ...problem }) => ({ code: kind === 'syntax' ? 'CB801' : 'CB805', severity: 'error', ...problem }));
  if (second) problems.push({ code: 'CB801', severity: 'error', message: 'This file holds one document; a second one starts here.', range: { start: second.range.start, end: second.range.start + 3 } });
  const root = document?.root;
  if (!root || (root.kind === 'scalar' && root.value === null)) return { value: null, problems };
  if (root.kind !== 'map' || weightOf(root) > weightLimit) {
    const message = root.kind === 'map' ? 'Aliases stand for too many nodes here.' : `${name}.yaml is a map of settings.`;
    return { value: null, problems: problems.length > 0 ? problems : [{ code: 'CB803', severity: 'error', message, range: { start: root.range.start, end: Math.min(root.range.end, root.range.start + 20) } }] };
  }
  const view = viewOf(root, text, around.file ?? '');
  const json = toJson(root) as JsonMap;
  const parsed = settingsSchemas[name].safeParse(json);
  const guessed = entriesWith(problems.filter(({ code }) => code === 'CB801'), root);
  const add = (finding: Finding): void => {
    const problem = placed(finding, view);
    if (!guessed.includes(entryAround(problem, root))) problems.push(problem);
  };
  for (const finding of structureFindings(view, parsed.error?.issues ?? [], name)) add({ ...finding, code: finding.code.replace(/^CB0/, 'CB8').replace(/^CB(?!8)\d{3}$/, 'CB803') });
  const readable = parsed.data ?? readablePart(name, json, parsed.error?.issues ?? []);
  if (readable) for (const finding of settingsRules[name].check(readable as Settings[Name], view, around)) add(finding);
  return { value: (parsed.data ?? null) as Settings[Name] | null, problems: withoutDisabled(text, problems.sort((a, b) => a.range.start - b.range.start), { code: 'CB824', stays: keepsFromReading, isKnown: (code) => Object.hasOwn(settingsCodes, code) || Object.hasOwn(toolCodes, code) }) };
}

/** One typing error does not silence every rule: the file without the top-level keys that are malformed. */
function readablePart(name: SettingsName, json: JsonMap, issues: readonly StructureIssue[]): Settings[SettingsName] | undefined {
  const broken = new Set(issues.flatMap((issue) => (issue.path.length > 0 ? [String(issue.path[0])] : issue.code === 'unrecognized_keys' ? issue.keys : [])));
  return settingsSchemas[name].safeParse(Object.fromEntries(Object.entries(json).filter(([key]) => !broken.has(key)))).data;
}

/** The top-level key that a problem stands under. */
const entryAround = ({ range }: Problem, root: MapNode): Entry | undefined => root.entries.findLast((entry) => entry.keyRange.start <= range.start);

/** What was read under a key with a syntax error is a guess, about which nothing else is said. */
const entriesWith = (errors: readonly Problem[], root: MapNode): readonly (Entry | undefined)[] => errors.flatMap((error) => entryAround(error, root) ?? []);

function viewOf(node: MapNode, text: string, file: string): CaseView {
  const rangeOf = (path: CasePath): TextRange => placeOf({ text, node, defaults: null }, path);
  return new CaseView({ id: null, suite: null, value: null, readable: null, unreadable: new Set(), raw: null, range: node.range, node, defaults: null, issues: [], isGuess: false, rangeOf }, { id: 'settings' }, text, file);
}

function placed({ code, at, message, fixes, related }: Finding, view: CaseView): Problem {
  const range = Array.isArray(at) ? view.placeOf(at) : 'key' in at ? view.keyOf(at.key) : (at as TextRange);
  return { code, severity: severityOf(code), message, range, ...(related && related.length > 0 ? { related } : {}), ...(fixes && fixes.length > 0 ? { fixes } : {}) };
}
