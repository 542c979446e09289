import { applyEdits, removeInNode, setInNode } from '../../cases/edit.ts';
import { parseTree, toJson } from '../../cases/tree.ts';
import type { MapNode } from '../../cases/tree.ts';
import { inPlace } from '../../cases/yamlPrint.ts';
import { builtInTaxonomy } from '../../model/failureClass.ts';
import type { FailureClass } from '../../model/failureClass.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Json, JsonMap } from '../../model/json.ts';
import { UserError } from '../../support/errors.ts';
import { lineEndingOf } from '../../support/lineEnding.ts';

/** The keys of a class that one may set, in the order in which they are written. Undefined takes a key out. */
export type ClassFields = { readonly [Key in Exclude<keyof FailureClass, 'id'>]?: FailureClass[Key] | undefined };

/**
 * The text of taxonomy.yaml in which the entry of a class says this too; what stands there stays as it is written. A class without an
 * entry, such as a built-in one, gets one behind the others.
 */
export function withClass(text: string, id: string, fields: ClassFields): string {
  const root = rootOf(text);
  const given = Object.entries(fields).filter(([, value]) => value !== undefined) as [string, Json][];
  const entry: JsonMap = { id, ...Object.fromEntries(given) };
  const { list, index } = root ? entryOf(root, id) : { list: [], index: -1 };
  if (index < 0 && root && list.length > 0) return edited(text, root, ['classes', list.length], entry);
  if (index < 0) return withFirst(text, root, entry);
  return Object.entries(fields).reduce((now, [key, value]) => {
    const node = rootOf(now)!;
    if (value !== undefined) return edited(now, node, ['classes', index, key], value as Json);
    return applyEdits(now, removeInNode(now, { node, defaults: null }, ['classes', index, key]));
  }, text);
}

function withFirst(text: string, root: MapNode | undefined, entry: JsonMap): string {
  const eol = lineEndingOf(text);
  const item = `${eol}  - ${inPlace(entry, '    ', { form: 'block', eol })}`;
  const empty = root?.byKey.get('classes');
  if (empty) {
    const { start, end } = empty.value.range;
    const before = text.slice(0, Math.max(start, empty.keyRange.end));
    return `${before.includes(':', empty.keyRange.end) ? before.trimEnd() : `${before}:`}${item}${text.slice(Math.max(end, before.length))}`;
  }
  return `${text === '' || text.endsWith('\n') ? text : text + eol}classes:${item}${eol}`;
}

/** Without the entry of a class. A built-in class is as it was again. */
export function withoutClass(text: string, id: string): string {
  const root = rootOf(text);
  const index = root ? entryOf(root, id).index : -1;
  return root && index >= 0 ? applyEdits(text, removeInNode(text, { node: root, defaults: null }, ['classes', index])) : text;
}

/** With a mode under a class. The modes of a built-in class are written out, as a list replaces a list. */
export function withMode(text: string, found: FailureClass, mode: { readonly id: string; readonly name?: string; readonly definition?: string }): string {
  const { modes = [] } = found;
  const value = { id: mode.id, ...(mode.name === undefined ? {} : { name: mode.name }), ...(mode.definition === undefined ? {} : { definition: mode.definition }) };
  const root = rootOf(text);
  const { list, index } = root ? entryOf(root, found.id) : { list: [], index: -1 };
  const entry = list[index];
  const written = isJsonMap(entry) ? entry['modes'] : undefined;
  const at = modes.findIndex(({ id }) => id === mode.id);
  if (root && Array.isArray(written) && written.length > 0) {
    const place = at < 0 ? written.length : at;
    if (at < 0) return edited(text, root, ['classes', index, 'modes', place], value);
    return Object.entries(value).filter(([key]) => key !== 'id').reduce((now, [key, each]) => edited(now, rootOf(now)!, ['classes', index, 'modes', place, key], each as Json), text);
  }
  return withClass(text, found.id, { modes: at < 0 ? [...modes, value] : modes.map((each, n) => (n === at ? { ...each, ...value } : each)) });
}

/** An id for a new class or mode, from its name; another one where it is taken. */
export function idFor(name: string, taken: ReadonlySet<string>): string {
  const id = name.normalize('NFKD').toLowerCase().replace(/\p{M}|['’]/gu, '').replace(/[^a-z0-9]+/g, '_').replace(/^_+|_+$/g, '').slice(0, 60).replace(/_+$/, '');
  const base = id === '' ? 'class' : id;
  for (let n = 1; ; n++) {
    const each = n === 1 ? base : `${base}_${n}`;
    if (!taken.has(each)) return each;
  }
}

export const isBuiltIn = (id: string): boolean => builtInTaxonomy.classes.some((each) => each.id === id);

function rootOf(text: string): MapNode | undefined {
  const root = parseTree(text)[0]?.root;
  return root?.kind === 'map' ? root : undefined;
}

/** Of two entries with one id the later one counts. */
function entryOf(root: MapNode, id: string): { readonly list: readonly Json[]; readonly index: number } {
  const node = root.byKey.get('classes')?.value;
  if (node?.alias) throw new UserError('aliased', 'The classes of casebook/taxonomy.yaml stand behind an alias, where a change would reach other places too.', 'Write the list out in place of the alias, then try again.');
  const value = node && toJson(node);
  const list: readonly Json[] = Array.isArray(value) ? (value as readonly Json[]) : [];
  return { list, index: list.findLastIndex((each) => isJsonMap(each) && each['id'] === id) };
}

const edited = (text: string, node: MapNode, path: Parameters<typeof setInNode>[2], value: Json): string => applyEdits(text, setInNode(text, { node, defaults: null }, path, value));
