import { canonicalJson } from '../evaluators/canonical.ts';
import { ownToOneCase } from '../model/evalCase.ts';
import type { Json } from '../model/json.ts';
import { UserError } from '../support/errors.ts';
import { lineEndingOf } from '../support/lineEnding.ts';
import { applyEdits, isJsonText, removeInNode } from './edit.ts';
import { mergeDefaults } from './merge.ts';
import type { SuiteTree } from './layout.ts';
import type { CaseFile } from './parse.ts';
import { parseCaseFile, withoutKeys } from './parse.ts';
import type { ListNode } from './tree.ts';
import { toJson } from './tree.ts';
import { YamlEdit } from './yamlEdit.ts';

/** What a case added to this text would be merged with: the defaults of its last suite. Undefined where there are none. */
export function defaultsForAppended(text: string): Json | undefined {
  return defaultsOf(parseCaseFile(text).suites.at(-1));
}

/** A suite without a case yet. JSON where the file's name says so. */
export function emptySuite(name: string, json: boolean): string {
  return json ? `{"casebook": 1, "suite": ${JSON.stringify(name)}, "cases": []}\n` : `casebook: 1\nsuite: ${JSON.stringify(name)}\ncases:\n`;
}

/**
 * A case file with one more case at its end: behind the last item of its last suite, or as a document of its own where the file is one case.
 * Nothing else of the text changes, and the remarks of the case come along. Throws a UserError where the text is broken, holds the id
 * already, or would read otherwise than before.
 * @param caseText one case, as a document of its own
 */
export function appendCase(text: string, caseText: string): string {
  const before = parseCaseFile(text);
  const added = parseCaseFile(caseText).cases[0];
  if (!added || added.raw === null) throw new UserError('not-one-case', 'The text is not one case.', 'Write one case, not a suite or several.');
  refuseBroken(before);
  if (before.cases.some(({ id }) => id !== null && id === added.id)) throw new UserError('case-exists', `The file holds a case ${added.id} already.`, 'Give the case another id.');
  const own = added.node.byKey.has('casebook') ? applyEdits(caseText, removeInNode(caseText, added, ['casebook'])) : caseText;
  const after = withCase(text, before, own, toJson(withoutKeys(added.node, ['casebook'])));
  refuseOther(before, parseCaseFile(after), mergeDefaults(defaultsOf(before.suites.at(-1)), added.raw));
  return after;
}

function defaultsOf(suite: SuiteTree | undefined): Json | undefined {
  return suite?.defaults ? toJson(withoutKeys(suite.defaults, ownToOneCase)) : undefined;
}

function withCase(text: string, { suites }: CaseFile, caseText: string, value: Json): string {
  const eol = lineEndingOf(text);
  const suite = suites.at(-1);
  const ended = text === '' || text.endsWith('\n') ? text : text + eol;
  if (!suite) return ended + emptySuite('cases', false).replaceAll('\n', eol) + itemOf(caseText, '  ', eol);
  if (suite.single) return `${ended}---${eol}${inLines(caseText).join(eol)}${eol}`;
  const { root } = suite;
  const entry = root.byKey.get('cases');
  const list = entry?.value;
  if (root.flow || list?.kind === 'list' && list.flow && list.items.length > 0) {
    const edit = new YamlEdit(text, isJsonText(text));
    if (list?.kind === 'list') edit.append(list, value);
    else if (entry) edit.setEntry(root, entry, [value]);
    else edit.insert(root, root.entries.at(-1) ?? null, 'cases', [value]);
    return applyEdits(text, edit.edits);
  }
  const column = root.entries[0] ? ' '.repeat(columnOf(text, root.entries[0].keyRange.start)) : '';
  if (!entry) return `${ended}${column}cases:${eol}${itemOf(caseText, `${column}  `, eol)}`;
  if (list?.kind === 'list' && list.items.length > 0) return behindItems(text, list, caseText, eol);
  // `cases:`, `cases: []`, `cases: null`: the value goes, a remark behind it stays.
  const end = Math.max(entry.value.range.end, entry.keyRange.end);
  const colon = text.indexOf(':', entry.keyRange.end) + 1;
  const head = text.slice(0, colon) + text.slice(Math.max(colon, end));
  const at = lineEnd(head, colon);
  return `${head.slice(0, at)}${head.slice(0, at).endsWith('\n') ? '' : eol}${itemOf(caseText, `${column}  `, eol)}${head.slice(at)}`;
}

function behindItems(text: string, list: ListNode, caseText: string, eol: string): string {
  const indent = ' '.repeat(columnOf(text, list.range.start));
  const starts = list.items.map((item) => lineStart(text, item.range.start));
  const last = list.items.at(-1)!;
  // A block text, and so a case that ends with one, counts the blank lines behind it as its own.
  let at = last.range.end;
  while (at > last.range.start && /\s/.test(text[at - 1]!)) at -= 1;
  at = lineEnd(text, at);
  // Remarks that are set in further than the dashes belong to the last case.
  for (let next = at; next < text.length; next = lineEnd(text, next)) {
    const line = text.slice(next, lineEnd(text, next));
    if (line.trim() === '') continue;
    if (!line.trimStart().startsWith('#') || line.length - line.trimStart().length <= indent.length) break;
    at = lineEnd(text, next);
  }
  const previous = starts.at(-1)!;
  const isSpaced = starts.length > 1 && /\n[ \t]*\r?\n[ \t]*(#[^\n]*\r?\n[ \t]*)*$/.test(text.slice(0, previous));
  const head = text.slice(0, at);
  return `${head}${head.endsWith('\n') ? '' : eol}${isSpaced ? eol : ''}${itemOf(caseText, indent, eol)}${text.slice(at)}`;
}

/** A document as an item of a list; remarks above it stay above. */
function itemOf(caseText: string, indent: string, eol: string): string {
  const lines = inLines(caseText);
  const first = lines.findIndex((line) => !/^\s*(#|$)/.test(line));
  return lines.map((line, n) => (line === '' ? eol : `${indent}${n === first ? '- ' : n > first ? '  ' : ''}${line}${eol}`)).join('');
}

function inLines(caseText: string): readonly string[] {
  return caseText.replace(/^\uFEFF/, '').replace(/^---[ \t]*\r?\n/, '').trimEnd().split(/\r?\n/);
}

function refuseBroken({ text, problems, suites }: CaseFile): void {
  const list = suites.at(-1)?.root.byKey.get('cases')?.value;
  const isEmpty = list?.kind === 'scalar' && list.value === null;
  const broken = problems.find(({ code, severity }) => severity === 'error' && code !== 'CB004' && !(code === 'CB003' && isEmpty));
  if (broken) throw new UserError('broken-file', `The file cannot be added to as it stands. Line ${text.slice(0, broken.range.start).split('\n').length}: ${broken.message}`, 'Mend the file first.');
}

/** What was there must read as before, and the case as it was drafted under the defaults of its suite. */
function refuseOther(before: CaseFile, after: CaseFile, added: Json): void {
  const wanted = [...before.cases.map(({ raw }) => raw), added];
  const isSame = after.cases.length === wanted.length && after.cases.every(({ raw }, at) => canonicalJson(raw) === canonicalJson(wanted[at]!));
  if (!isSame) throw new UserError('cannot-append', 'The case cannot be added to the end of this file without changing what it says.', 'Write the case to a file of its own.');
}

const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1;
const columnOf = (text: string, at: number): number => at - lineStart(text, at);

/** Behind the line break, or the end of the text. */
function lineEnd(text: string, at: number): number {
  const newline = text.indexOf('\n', at);
  return newline < 0 ? text.length : newline + 1;
}
