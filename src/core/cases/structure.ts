import { idPattern } from '../model/evalCase.ts';
import type { Json } from '../model/json.ts';
import type { CasePath } from '../model/result.ts';
import type { Fix, TextRange } from '../model/problem.ts';
import { nearest } from '../support/nearest.ts';
import type { CaseView } from './caseView.ts';
import { fieldsAt, pathsOfKey } from './fields.ts';
import type { SchemaName } from './schema.ts';
import type { StructureIssue } from './parse.ts';
import { slugOf } from './words.ts';
import { issuesInWords } from './structureIssues.ts';
import type { PlainIssue } from './structureIssues.ts';
import type { Finding } from './rules/rule.ts';
import type { TreeNode } from './tree.ts';

/** What of a value the schema refuses, at the place where a person mends it (DESIGN 5). */
export const structureCodes: Readonly<Record<string, string>> = {
  CB001: 'The text is not YAML.',
  CB002: 'There is no such key here.',
  CB003: 'The value is of the wrong type.',
  CB004: 'A required key is missing.',
  CB005: 'A key stands twice in one map.',
  CB006: 'The version of the file format is not known.',
  CB007: 'Aliases stand for too many nodes.',
  CB101: 'The case has no id.',
  CB102: 'The id has characters that it may not have.',
  CB104: 'YAML reads the id as a number or another value, not as text.',
  CB204: 'There is no such path mode.',
  CB206: 'There is no such way to compare arguments.',
  CB306: 'There is no such way to compare the answer.',
  CB601: 'A share is outside 0 to 1.',
};

export type StructureView = Pick<CaseView, 'node' | 'placeOf' | 'keyOf' | 'set' | 'remove' | 'replace' | 'text' | 'isOneCase' | 'value'>;

export function* structureFindings(view: StructureView, issues: readonly StructureIssue[], schema: SchemaName): Iterable<Finding> {
  if (issues.length === 0) {
    if (schema === 'case') yield* missingQuery(view);
    return;
  }
  const plain = issuesInWords(issues);
  // Who wrote `toll` meant `tool`: that it is missing needs no line of its own.
  const missesSome = view.value.query === undefined || plain.some((issue) => issue.kind === 'type');
  const meant = new Set(plain.flatMap((issue) => (missesSome && issue.kind === 'unknown' ? issue.keys.flatMap((key) => meantBy(view, issue.path, key, schema) ?? []).map((key) => [...issue.path, key].join('\n')) : [])));
  for (const issue of plain) if (issue.kind !== 'type' || !meant.has(issue.path.join('\n')) || view.node(issue.path)) yield* inPlace(view, issue, schema);
  if (schema === 'case' && !meant.has('query')) yield* missingQuery(view);
}

/** The schema alone cannot say that either of two keys is needed. */
function* missingQuery(view: StructureView): Iterable<Finding> {
  if (view.value.query !== undefined || view.value.messages !== undefined) return;
  if (view.isOneCase && !view.node(['<<']) && !view.node(['query']) && !view.node(['messages'])) yield { code: 'CB004', at: [], message: 'The key query is missing: what does the user ask?' };
}

/** The key that a writer of an unknown one most likely meant. */
function meantBy(view: StructureView, path: CasePath, key: string, schema: SchemaName): string | undefined {
  const map = view.node(path);
  return nearest(key, fieldsAt(schema, path).fields.map((field) => field.key).filter((each) => !(map?.kind === 'map' && map.byKey.has(each))));
}

function* inPlace(view: StructureView, issue: PlainIssue, schema: SchemaName): Iterable<Finding> {
  const { path } = issue;
  if (issue.kind === 'unknown') {
    for (const key of issue.keys) yield unknownKey(view, path, key, schema);
    return;
  }
  const node = view.node(path);
  const name = nameOf(path);
  if (!node) {
    yield missing(view, path, schema);
    return;
  }
  if (path.length === 1 && path[0] === 'id' && schema === 'case') {
    yield badId(view, node);
    return;
  }
  if (issue.kind === 'choice') {
    const meant = typeof jsonOf(node) === 'string' ? nearest(String(jsonOf(node)), issue.choices.map(String)) : undefined;
    const code = choiceCode(path);
    const said = node.kind === 'scalar' ? String(node.value) : typeName(node);
    const isEmpty = node.kind === 'scalar' && node.value === null;
    yield { code, at: isEmpty ? { key: path } : path, message: meant === undefined ? notAmong(name, issue.choices, isEmpty ? undefined : said) : `${name} has no value ${said}. Did you mean ${meant}?`, fixes: meant === undefined ? [] : view.set(`Change to ${meant}`, path, meant) };
  } else if (issue.kind === 'size') {
    yield { code: sizeCode(path, issue), at: path, message: `${name} ${issue.words}.` };
  } else {
    const written = view.text.slice(node.range.start, node.range.end);
    const quoting = issue.wants.includes('text') && node.kind === 'scalar' && node.style === 'plain' && written !== '' && !node.alias;
    const emptied = node.kind === 'scalar' && node.value === null && written === '';
    yield {
      code: 'CB003', at: emptied ? { key: path } : path, message: `${name} must be ${issue.words}, ${emptied ? 'but it is empty' : `not ${typeName(node)}`}.`,
      fixes: quoting ? view.replace('Put it in quotes', node.range, JSON.stringify(written)) : [],
    };
  }
}

/** What a value may be, when nothing near was meant; `said` undefined: nothing was written. */
function notAmong(name: string, choices: readonly unknown[], said: string | undefined): string {
  if (choices.length === 1) return `${name} must be ${String(choices[0])}, ${said === undefined ? 'but it is empty' : `not ${said}`}.`;
  return said === undefined ? `${name} is empty; it is one of ${choices.join(', ')}.` : `${name} is one of ${choices.join(', ')}; not ${said}.`;
}

/** `steps[2].tool` as `tool`; list items by their list. */
function nameOf(path: CasePath): string {
  const last = path.at(-1);
  if (typeof last === 'string') return last;
  const list = path.findLast((part) => typeof part === 'string');
  return list === undefined ? 'This' : `Each of ${list}`;
}

const jsonOf = (node: TreeNode): Json | undefined => (node.kind === 'scalar' ? node.value : undefined);

function typeName(node: TreeNode): string {
  if (node.kind === 'map') return 'a map';
  if (node.kind === 'list') return 'a list';
  if (node.value === null) return 'null';
  return { string: 'text', number: 'a number', boolean: `${String(node.value)} as true or false` }[typeof node.value as 'string' | 'number' | 'boolean'];
}

function missing(view: StructureView, path: CasePath, schema: SchemaName): Finding {
  const key = String(path.at(-1));
  const parent = path.slice(0, -1);
  if (schema === 'case' && path.length === 1 && key === 'id') {
    const query = view.node(['query']);
    const slug = query?.kind === 'scalar' && typeof query.value === 'string' ? slugOf(query.value) : undefined;
    return { code: 'CB101', at: [], message: 'The case has no id. Results are kept by id.', fixes: slug === undefined ? [] : view.set(`Add id: ${slug}`, ['id'], slug) };
  }
  return { code: 'CB004', at: parent.length === 0 ? [] : parentPlace(view, parent), message: `The key ${key} is missing${parent.length > 0 ? ` in ${nameOf(parent).replace('Each of', 'this item of')}` : ''}.` };
}

/** A missing key is marked on its parent's key; an item of a list has none, so its first line stands for it. */
const parentPlace = (view: StructureView, parent: CasePath): TextRange => (typeof parent.at(-1) === 'string' ? view.keyOf(parent) : view.placeOf(parent));

function badId(view: StructureView, node: TreeNode): Finding {
  const written = view.text.slice(node.range.start, node.range.end);
  if (node.kind === 'scalar' && typeof node.value === 'string') {
    const slug = slugOf(node.value);
    return { code: 'CB102', at: ['id'], message: 'An id starts with a letter or digit and has only a to z, 0 to 9, dots, hyphens and underscores; 80 at most.', fixes: view.set(`Change to ${slug}`, ['id'], slug) };
  }
  if (node.kind === 'scalar' && written !== '') {
    const fits = idPattern.test(written);
    return {
      code: 'CB104', at: ['id'], message: `YAML reads ${written} as ${node.value === null ? 'nothing' : typeName(node)}, not as text. Put the id in quotes.`,
      fixes: fits ? view.replace('Put it in quotes', node.range, JSON.stringify(written)) : view.set(`Change to ${slugOf(written)}`, ['id'], slugOf(written)),
    };
  }
  return node.kind === 'scalar' ? { ...missing(view, ['id'], 'case'), at: { key: ['id'] } } : { code: 'CB003', at: { key: ['id'] }, message: `id must be text, not ${typeName(node)}.` };
}

function choiceCode(path: CasePath): string {
  const last = path.at(-1);
  const parent = path.at(-2);
  if (last === 'mode' && parent === 'trajectory') return 'CB204';
  if (last === 'argsMatch') return 'CB206';
  return last === 'match' && parent === 'answer' ? 'CB306' : 'CB003';
}

function sizeCode(path: CasePath, issue: Extract<PlainIssue, { kind: 'size' }>): string {
  if (path.length === 1 && path[0] === 'query') return 'CB105';
  return issue.isShare ? 'CB601' : 'CB003';
}

function unknownKey(view: StructureView, path: CasePath, key: string, schema: SchemaName): Finding {
  const full = [...path, key];
  if (key === '<<') return { code: 'CB002', at: { key: full }, message: 'YAML 1.2 has no merge keys: << is a key like any other. Put what cases share under defaults of the suite.', fixes: view.remove('Remove <<', full) };
  const here = fieldsAt(schema, path).fields.map((field) => field.key);
  const meant = meantBy(view, path, key, schema);
  const range = view.keyOf(full);
  const rename = (to: string): Fix[] => view.replace(`Change to ${to}`, range, view.text.slice(range.start, range.end).replace(key, to));
  if (meant !== undefined) return { code: 'CB002', at: { key: full }, message: `There is no key ${key} here. Did you mean ${meant}?`, fixes: [...rename(meant), ...view.remove(`Remove ${key}`, full)] };
  const home = nearestHome(schema, path, key);
  if (home) {
    const under = home.slice(0, -1).join('.');
    const value = view.node(full);
    const moved = value ? move(view, full, home, value) : [];
    return { code: 'CB002', at: { key: full }, message: under === '' ? `${key} does not belong under ${String(path.findLast((part) => typeof part === 'string'))}; it is a field of the case itself.` : `${key} belongs under ${under}.`, fixes: [...moved, ...view.remove(`Remove ${key}`, full)] };
  }
  return { code: 'CB002', at: { key: full }, message: `There is no key ${key} here.${here.length > 0 && here.length <= 8 ? ` Known are ${here.join(', ')}.` : ''}`, fixes: view.remove(`Remove ${key}`, full) };
}

/** Where a key with this name belongs, when that is one level up or down from here. */
function nearestHome(schema: SchemaName, path: CasePath, key: string): readonly string[] | undefined {
  const names = path.filter((part) => typeof part === 'string');
  const known = pathsOfKey(schema, key);
  const below = known.filter((each) => each.length === names.length + 2 && names.every((name, index) => each[index] === name));
  if (below.length > 0) return below[0];
  return known.find((each) => each.length === names.length && names.slice(0, -1).every((name, index) => each[index] === name));
}

function move(view: StructureView, from: CasePath, home: readonly string[], value: TreeNode): Fix[] {
  if (value.kind !== 'scalar' && !value.flow) return [];
  const names = from.filter((part) => typeof part === 'string');
  // Indexes of lists on the way down stay as they are.
  const shared = from.slice(0, from.length - 1);
  const target: CasePath = home.length > names.length ? [...shared, ...home.slice(names.length - 1)] : [...from.slice(0, from.lastIndexOf(names.at(-2) ?? '')), ...home.slice(-1)];
  const parentOfTarget = view.node(target.slice(0, -1));
  if (parentOfTarget && parentOfTarget.kind !== 'map') return [];
  if (view.node(target)) return [];
  const title = home.length > 1 ? `Move under ${home.slice(0, -1).join('.')}` : 'Move up to the case';
  const put = view.set(title, target, valueOf(value));
  const [taken] = view.remove(title, from);
  const [set] = put;
  if (!taken || !set || !('edits' in taken) || !('edits' in set)) return [];
  return [{ title, edits: [...taken.edits, ...set.edits] }];
}

function valueOf(node: TreeNode): Json {
  if (node.kind === 'scalar') return node.value;
  return node.kind === 'list' ? node.items.map(valueOf) : Object.fromEntries(node.entries.map((entry) => [entry.key, valueOf(entry.value)]));
}
