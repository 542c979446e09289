import { CodeActionKind } from 'vscode-languageserver-types';
import { applyEdits, isJsonText } from '../../core/cases/edit.ts';
import { YamlEdit } from '../../core/cases/yamlEdit.ts';
import { toJson } from '../../core/cases/tree.ts';
import type { Entry, MapNode } from '../../core/cases/tree.ts';
import type { SuiteTree } from '../../core/cases/layout.ts';
import { mergeDefaults } from '../../core/cases/merge.ts';
import { sameValue } from '../../core/evaluators/canonical.ts';
import { ownToOneCase } from '../../core/model/evalCase.ts';
import { isJsonMap } from '../../core/model/json.ts';
import type { Json, JsonMap } from '../../core/model/json.ts';
import { overlap, saysTheSame } from './places.ts';
import type { Refactored, Refactoring } from './refactoring.ts';

/** What all cases of a suite say alike is said once, in `defaults`. Every case means the same as before. */
export const extractDefaults: Refactoring = {
  *find({ file, offset, asked }): Iterable<Refactored> {
    // It takes reading every case: while the cursor moves, only where the suite itself says something.
    const suite = asked
      ? file.suites.findLast((each) => each.root.range.start <= offset)
      : file.suites.find((each) => !each.single && each.root.entries.some((entry) => entry.keyRange.start <= offset && offset <= headEnd(file.text, entry)));
    if (!suite || suite.single || suite.cases.length < 2) return;
    const [first, ...rest] = suite.cases.map((each) => withoutOwn(toJson(each) as JsonMap));
    const common = rest.reduce<JsonMap>((left, right) => inBoth(left, right), first ?? {});
    const keys = Object.keys(common).filter((key) => !suite.cases.some((each) => !each.flow && each.entries[0]?.key === key));
    if (keys.length === 0) return;
    const shared = Object.fromEntries(keys.map((key) => [key, common[key] as Json]));
    const edit = new YamlEdit(file.text, isJsonText(file.text));
    const before = suite.defaults ? toJson(suite.defaults) : undefined;
    const entry = suite.root.byKey.get('defaults');
    const value = mergeDefaults(before, shared);
    if (entry && suite.defaults && !suite.defaults.alias) addTo(edit, suite.defaults, value as JsonMap);
    else if (!entry) edit.insert(suite.root, entryBefore(suite), 'defaults', value);
    else return;
    for (const each of suite.cases) removeFrom(edit, suite, each, shared);
    if (overlap(edit.edits)) return;
    if (saysTheSame(file, applyEdits(file.text, edit.edits))) {
      yield { title: `Extract ${keys.length === 1 ? keys[0] : `${keys.length} fields`} of all ${suite.cases.length} cases to defaults`, kind: CodeActionKind.RefactorExtract, edits: edit.edits };
    }
  },
};

/** The line of a key, not the lines of what stands under it. */
function headEnd(text: string, { keyRange }: Entry): number {
  const newline = text.indexOf('\n', keyRange.end);
  return newline < 0 ? text.length : newline;
}

const withoutOwn = (value: JsonMap): JsonMap => Object.fromEntries(Object.entries(value).filter(([key]) => !ownToOneCase.some((own) => own === key)));
const isFields = (value: Json | undefined): value is JsonMap => isJsonMap(value) && !Object.keys(value).some((key) => key.startsWith('$'));

function inBoth(left: JsonMap, right: JsonMap): JsonMap {
  return Object.fromEntries(Object.entries(left).flatMap(([key, value]): [string, Json][] => {
    const other = Object.hasOwn(right, key) ? right[key] : undefined;
    if (other === undefined) return [];
    if (sameValue(value, other)) return [[key, value]];
    if (!isFields(value) || !isFields(other)) return [];
    const inside = inBoth(value, other);
    return Object.keys(inside).length > 0 ? [[key, inside]] : [];
  }));
}

function entryBefore({ root }: SuiteTree): Entry | null {
  const at = root.entries.findIndex((entry) => entry.key === 'cases');
  return at <= 0 ? null : (root.entries[at - 1] ?? null);
}

function addTo(edit: YamlEdit, map: MapNode, value: JsonMap): void {
  const last = map.entries.at(-1) ?? null;
  for (const [key, each] of Object.entries(value)) {
    const entry = map.byKey.get(key);
    if (entry) edit.setEntry(map, entry, each);
    else edit.insert(map, last, key, each);
  }
}

function removeFrom(edit: YamlEdit, suite: SuiteTree, node: MapNode, shared: JsonMap): void {
  const gone = node.entries.filter((entry) => Object.hasOwn(shared, entry.key));
  const list = suite.root.byKey.get('cases')?.value;
  if (node.flow && gone.length > 1 && list?.kind === 'list') {
    const left = Object.fromEntries(Object.entries(toJson(node) as JsonMap).filter(([key]) => !Object.hasOwn(shared, key)));
    edit.setItem(list, list.items.findIndex((each) => each.range.start === node.range.start), left);
    return;
  }
  for (const entry of gone) {
    const common = shared[entry.key] as Json;
    const own = toJson(entry.value);
    const left = isFields(own) && isFields(common) ? rest(own, common) : {};
    if (Object.keys(left).length === 0) edit.removeEntry(node, entry);
    else edit.setEntry(node, entry, left);
  }
}

/** What a case says beyond what all say. */
function rest(own: JsonMap, common: JsonMap): JsonMap {
  return Object.fromEntries(Object.entries(own).flatMap(([key, value]): [string, Json][] => {
    if (!Object.hasOwn(common, key)) return [[key, value]];
    const shared = common[key] as Json;
    if (sameValue(value, shared) || !isFields(value) || !isFields(shared)) return [];
    const inside = rest(value, shared);
    return Object.keys(inside).length > 0 ? [[key, inside]] : [];
  }));
}
