import { EvalCase } from '../model/evalCase.ts';
import type { Json } from '../model/json.ts';
import type { TextEdit } from '../model/problem.ts';
import type { CasePath } from '../model/result.ts';
import { UserError } from '../support/errors.ts';
import { parseCaseFile } from './parse.ts';
import { childAt } from './tree.ts';
import type { Entry, MapNode, TreeNode } from './tree.ts';
import { YamlEdit } from './yamlEdit.ts';

/**
 * Sets a value of one case: the smallest change of the text, so that comments, order and style of the rest survive. Missing
 * maps on the way are made. An index one past the end of a list appends. A path through a list that only `defaults` has
 * changes the defaults. Throws a UserError when no case has the id, or when the path leads through a value that is no map.
 */
export function setIn(text: string, caseId: string, path: CasePath, value: Json): readonly TextEdit[] {
  return setInNode(text, findCase(text, caseId), path, value);
}

/** Takes a key or a list item away; nothing to do when it is not there. The last one of a map or list leaves `{}` or `[]`. */
export function removeIn(text: string, caseId: string, path: CasePath): readonly TextEdit[] {
  return removeInNode(text, findCase(text, caseId), path);
}

type CaseNodes = { readonly node: MapNode; readonly defaults: MapNode | null };

/** As `setIn`, for a case that is already parsed. */
export function setInNode(text: string, { node, defaults }: CaseNodes, path: CasePath, value: Json): readonly TextEdit[] {
  const edit = new YamlEdit(text, isJsonText(text));
  if (defaults && leadsThroughListOfDefaults(node, defaults, path)) set(edit, defaults, path, value);
  else set(edit, node, path, value, caseKeys);
  return edit.edits;
}

/** As `removeIn`, for a case that is already parsed. */
export function removeInNode(text: string, { node, defaults }: CaseNodes, path: CasePath): readonly TextEdit[] {
  const edit = new YamlEdit(text, isJsonText(text));
  const root = defaults && leadsThroughListOfDefaults(node, defaults, path) ? defaults : node;
  const last = path.at(-1);
  let parent: TreeNode | undefined = root;
  for (const key of path.slice(0, -1)) parent = parent && childAt(parent, key);
  if (parent?.kind === 'map' && last !== undefined) {
    const entry = parent.byKey.get(String(last));
    if (entry) edit.removeEntry(parent, entry);
  } else if (parent?.kind === 'list' && typeof last === 'number') edit.removeItem(parent, last);
  return edit.edits;
}

/** Applies edits that do not overlap. Insertions at one place keep their order. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const ordered = edits.map((edit, index) => ({ edit, index })).sort((a, b) => a.edit.range.start - b.edit.range.start || a.edit.range.end - b.edit.range.end || a.index - b.index);
  let result = '';
  let at = 0;
  for (const { edit } of ordered) {
    result += text.slice(at, edit.range.start) + edit.text;
    at = Math.max(at, edit.range.end);
  }
  return result + text.slice(at);
}

export function findCase(text: string, caseId: string): CaseNodes {
  const found = parseCaseFile(text).cases.find((each) => each.id === caseId);
  if (!found) throw new UserError('no-such-case', `The file holds no case with the id ${caseId}.`, 'Check that the file was saved, and that the case still has this id.');
  return found;
}

/** What differs between two texts as one edit: from the first character that differs to the last. */
export function editBetween(before: string, after: string): readonly TextEdit[] {
  if (before === after) return [];
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < before.length - start && end < after.length - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  return [{ range: { start, end: before.length - end }, text: after.slice(start, after.length - end) }];
}

/** JSON is written as JSON; everything else as YAML. */
export function isJsonText(text: string): boolean {
  return /^\uFEFF?\s*[{[]\s*(?:["{}[\]]|$)/.test(text);
}

/** Where a new key of a case goes: behind the fields that the schema lists before it. */
const caseKeys: readonly string[] = Object.keys(EvalCase.shape);

function set(edit: YamlEdit, root: TreeNode, path: CasePath, value: Json, order: readonly string[] = []): void {
  const [key, ...rest] = path;
  if (key === undefined) return;
  if (root.alias) throw new UserError('aliased', `${String(key)} stands behind an alias, where a change would reach other places too.`, 'Write the value out in place of the alias, then try again.');
  if (root.kind === 'list' && typeof key === 'number') {
    const item = root.items[key];
    if (!item) edit.append(root, nest(rest, value));
    else if (rest.length > 0 && item.kind !== 'scalar') set(edit, item, rest, value);
    else edit.setItem(root, key, nest(rest, value));
    return;
  }
  if (root.kind !== 'map') throw new UserError('not-a-map', `${String(key)} cannot be set: its place holds a ${root.kind === 'list' ? 'list' : 'single value'}.`, 'Mend the problems shown for this file first.');
  const entry = root.byKey.get(String(key));
  if (!entry) edit.insert(root, predecessor(root, String(key), order), String(key), nest(rest, value));
  else if (rest.length === 0 || isEmptyEntry(entry)) edit.setEntry(root, entry, nest(rest, value));
  else set(edit, entry.value, rest, value);
}

const isEmptyEntry = ({ value }: Entry): boolean => value.kind === 'scalar' && value.value === null;

function nest(path: CasePath, value: Json): Json {
  return path.reduceRight<Json>((inner, key) => (typeof key === 'number' ? [inner] : { [key]: inner }), value);
}

function predecessor(map: MapNode, key: string, order: readonly string[]): Entry | null {
  const rank = order.indexOf(key);
  if (rank < 0) return map.entries.at(-1) ?? null;
  let found: Entry | null = null;
  for (const entry of map.entries) if (order.includes(entry.key) && order.indexOf(entry.key) < rank) found = entry;
  return found;
}

/** True when a list on the way stands in the defaults and not in the case: setting inside it must not copy it. */
function leadsThroughListOfDefaults(node: MapNode, defaults: MapNode, path: CasePath): boolean {
  let own: TreeNode | undefined = node;
  let common: TreeNode | undefined = defaults;
  for (const key of path) {
    if (own === undefined && common?.kind === 'list' && typeof key === 'number') return true;
    own = own && childAt(own, key);
    common = common && childAt(common, key);
  }
  return false;
}
