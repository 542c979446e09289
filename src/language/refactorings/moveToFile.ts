import { CodeActionKind } from 'vscode-languageserver-types';
import { isJsonText, applyEdits } from '../../core/cases/edit.ts';
import type { SuiteTree } from '../../core/cases/layout.ts';
import { parseCaseFile } from '../../core/cases/parse.ts';
import type { CaseFile, ParsedCase } from '../../core/cases/parse.ts';
import { toJson } from '../../core/cases/tree.ts';
import type { ListNode, MapNode } from '../../core/cases/tree.ts';
import { YamlEdit } from '../../core/cases/yamlEdit.ts';
import { canonicalJson } from '../../core/evaluators/canonical.ts';
import { idPattern } from '../../core/model/evalCase.ts';
import type { TextRange } from '../../core/model/problem.ts';
import { lineEndingOf } from '../../core/support/lineEnding.ts';
import { beside } from '../definition.ts';
import { lineEnd, lineStart } from './places.ts';
import type { Refactored, Refactoring } from './refactoring.ts';

/** A case with its comments in a file of its own, beside this one, in the same suite and under the same defaults. Its recording is found by its id and stays. */
export const moveToFile: Refactoring = {
  *find({ uri, file, parsed, path, workspace, createsFiles }): Iterable<Refactored> {
    if (!createsFiles || !parsed?.id || !idPattern.test(parsed.id) || (path.length > 0 && path[0] !== 'id') || file.cases.length < 2) return;
    const { id, node } = parsed;
    const suite = suiteOf(file, node);
    const cut = suite && (suite.single ? documentCut(file.text, node) : itemCut(file.text, suite, node));
    if (!suite || !cut || (!suite.single && suite.cases.length < 2)) return;
    const extension = isJsonText(file.text) ? 'json' : 'yaml';
    const name = [`${id}.case.${extension}`, `${id}-moved.case.${extension}`].find((each) => !isThere(workspace, uri, each));
    if (name === undefined) return;
    const { range, text } = cut;
    const moved = parseCaseFile(text);
    if (moved.problems.length > 0 || moved.cases.length !== 1 || moved.cases[0]?.suite !== parsed.suite || canonicalJson(moved.cases[0]?.raw) !== canonicalJson(parsed.raw)) return;
    // An anchor in it may tie others to it; whole lines of a list without one tie nobody.
    const isLoose = cut.shift !== undefined && !/&[^\s,[\]{}]/.test(file.text.slice(range.start, range.end));
    if (isLoose || saysTheRest(file, parsed, applyEdits(file.text, [{ range, text: '' }]))) yield { title: `Move ${id} into its own file`, kind: CodeActionKind.Refactor, edits: [{ range, text: '' }], newFile: { uri: beside(uri, name), text } };
  },
};

function saysTheRest(file: CaseFile, gone: ParsedCase, text: string): boolean {
  const left = parseCaseFile(text);
  const others = file.cases.filter((each) => each !== gone);
  return left.problems.length === 0 && left.cases.length === others.length && left.cases.every((each, index) => canonicalJson(each.raw) === canonicalJson(others[index]?.raw) && each.suite === others[index]?.suite);
}

function isThere(workspace: { fileExists(uri: string, path: string): boolean; textOf(uri: string): string | undefined }, uri: string, name: string): boolean {
  return workspace.fileExists(uri, name) || workspace.textOf(beside(uri, name)) !== undefined;
}

/** `shift`: how much further on the case stands in the file than in its own text. */
export type Cut = { readonly range: TextRange; readonly text: string; readonly shift?: number };

/** The suite of a case with that case alone, where it is written in block style: what can be tried out without reading a large file again. */
export function alone(file: CaseFile, node: MapNode): Cut | undefined {
  const suite = suiteOf(file, node);
  const cut = suite && !suite.single ? itemCut(file.text, suite, node) : undefined;
  return cut?.shift === undefined ? undefined : cut;
}

const suiteOf = (file: CaseFile, node: MapNode): SuiteTree | undefined => file.suites.find((each) => each.cases.some((other) => other.range.start === node.range.start));

/** A document between `---`. */
function documentCut(text: string, node: MapNode): Cut | undefined {
  const marker = /^---.*(?:\r?\n|$)/gm;
  let before: { readonly start: number; readonly end: number } | undefined;
  let after: { readonly start: number; readonly end: number } | undefined;
  for (const match of text.matchAll(marker)) {
    const place = { start: match.index, end: match.index + match[0].length };
    if (place.end <= node.range.start) before = place;
    else if (place.start >= node.range.start) {
      after = place;
      break;
    }
  }
  // A marker that says more than that a document begins, and directives before it, are not taken apart.
  if (/^(?:\.\.\.|%)/m.test(text) || (before && text.slice(before.start, before.end).trim() !== '---') || (!before && !after)) return undefined;
  const own = { start: before?.end ?? 0, end: after?.start ?? text.length };
  return { range: before ? { start: before.start, end: own.end } : { start: 0, end: after?.end ?? own.end }, text: text.slice(own.start, own.end) };
}

function itemCut(text: string, suite: SuiteTree, node: MapNode): Cut | undefined {
  const cases = suite.root.byKey.get('cases');
  const list = cases?.value;
  if (list?.kind !== 'list' || list.alias || node.alias) return undefined;
  const index = list.items.findIndex((each) => each.range.start === node.range.start);
  if (isJsonText(text)) return jsonCut(text, suite, list, index, node);
  if (list.flow || node.flow || suite.root.flow) return undefined;
  const dash = text.slice(lineStart(text, node.range.start), node.range.start);
  if (!/^[ \t]*-[ \t]+$/.test(dash)) return undefined;
  let start = lineStart(text, node.range.start);
  // Comments right above belong to the case.
  for (let above = lineStart(text, start - 1); start > 0 && above < start && /^[ \t]*#/.test(text.slice(above, start)) && above > cases!.keyRange.end; above = lineStart(text, start - 1)) start = above;
  let end = lineEnd(text, node.range.start + text.slice(node.range.start, node.range.end).trimEnd().length);
  const item = text.slice(start, end);
  while (end < text.length && text.slice(end, lineEnd(text, end)).trim() === '') end = lineEnd(text, end);
  const eol = lineEndingOf(text);
  const header = ['casebook', 'suite', 'defaults'].flatMap((key) => {
    const entry = suite.root.byKey.get(key);
    if (!entry) return [];
    const entryEnd = lineEnd(text, Math.max(entry.keyRange.end, entry.value.range.start + text.slice(entry.value.range.start, entry.value.range.end).trimEnd().length));
    return [text.slice(lineStart(text, entry.keyRange.start), entryEnd)];
  });
  const parts = [...header, `cases:${eol}`, item];
  const whole = parts.map((part) => (part.endsWith('\n') ? part : part + eol)).join('');
  return { range: { start, end }, text: whole, shift: start - (whole.length - (item.endsWith('\n') ? item.length : item.length + eol.length)) };
}

function jsonCut(text: string, suite: SuiteTree, list: ListNode, index: number, node: MapNode): Cut | undefined {
  const edit = new YamlEdit(text, true);
  edit.removeItem(list, index);
  const [only, ...more] = edit.edits;
  if (!only || more.length > 0 || only.text !== '') return undefined;
  const header = Object.fromEntries(['casebook', 'suite', 'defaults'].flatMap((key) => {
    const entry = suite.root.byKey.get(key);
    return entry ? [[key, toJson(entry.value)]] : [];
  }));
  return { range: only.range, text: `${JSON.stringify({ ...header, cases: [toJson(node)] }, null, 2)}\n` };
}
