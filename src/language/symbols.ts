import { SymbolKind } from 'vscode-languageserver-types';
import type { DocumentSymbol, Range, SymbolInformation } from 'vscode-languageserver-types';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { titleOf } from '../core/cases/readings.ts';
import type { CaseFile } from '../core/cases/parse.ts';
import type { Entry, TreeNode } from '../core/cases/tree.ts';
import { lspRange } from './lspRange.ts';
import type { IndexedFile, IndexedPlace } from './workspaceIndex.ts';

/** The cases of a file with their fields, steps and variants, for the outline and for going to one by name. */
export function symbolsOf(document: TextDocument, file: CaseFile): readonly DocumentSymbol[] {
  return file.cases.map((each): DocumentSymbol => {
    const { start, end } = lspRange(document, each.range);
    const selection = lspRange(document, each.rangeOf(['id']));
    return {
      name: each.id ?? '(no id)', kind: SymbolKind.Event, range: { start, end }, selectionRange: selection,
      ...(each.readable ? { detail: titleOf(each.readable) } : {}),
      children: each.node.entries.map((entry) => field(document, entry)),
    };
  });
}

function field(document: TextDocument, entry: Entry): DocumentSymbol {
  const whole = { start: entry.keyRange.start, end: Math.max(entry.value.alias ? entry.keyRange.end : entry.value.range.end, entry.keyRange.end) };
  const children = entry.key === 'trajectory' ? steps(document, inMap(entry.value, 'steps')) : entry.key === 'variants' ? items(document, entry.value, (item) => textIn(item, 'id') ?? textIn(item, 'query')) : [];
  return { name: entry.key || '(no key)', kind: SymbolKind.Property, range: lspRange(document, whole), selectionRange: lspRange(document, entry.keyRange), ...(children.length > 0 ? { children } : {}) };
}

function steps(document: TextDocument, list: TreeNode | undefined): DocumentSymbol[] {
  return items(document, list, (step) => {
    const [id, tool] = [textIn(step, 'id'), textIn(step, 'tool')];
    const called = tool ?? (inMap(step, 'anyOf') ? `any of ${toolsIn(inMap(step, 'anyOf'))}` : inMap(step, 'parallel') ? `in parallel ${toolsIn(inMap(step, 'parallel'))}` : undefined);
    return id !== undefined && called !== undefined ? `${id}: ${called}` : (id ?? called);
  });
}

const toolsIn = (list: TreeNode | undefined): string => (list?.kind === 'list' ? list.items.flatMap((step) => textIn(step, 'tool') ?? []).join(', ') : '');

function items(document: TextDocument, list: TreeNode | undefined, nameOf: (item: TreeNode) => string | undefined): DocumentSymbol[] {
  if (list?.kind !== 'list' || list.alias) return [];
  return list.items.flatMap((item, index) => {
    const range = lspRange(document, item.range);
    return item.alias || item.range.start >= item.range.end ? [] : [{ name: nameOf(item) || `${index + 1}`, kind: SymbolKind.Method, range, selectionRange: range }];
  });
}

const inMap = (node: TreeNode, key: string): TreeNode | undefined => (node.kind === 'map' ? node.byKey.get(key)?.value : undefined);

/** A text alone, or under a key. */
function textIn(node: TreeNode, key: string): string | undefined {
  const value = node.kind === 'map' ? node.byKey.get(key)?.value : node;
  return value?.kind === 'scalar' && typeof value.value === 'string' ? value.value.split('\n')[0] : undefined;
}

const mostFound = 500;

/** Suites, and cases whose id, title or suite holds the letters in their order, as the editor finds symbols elsewhere. */
export function* workspaceSymbolsIn(query: string, files: Iterable<IndexedFile>): Iterable<SymbolInformation> {
  let count = 0;
  for (const { uri, suites, cases } of files) {
    for (const { name, place } of suites) if (holdsLetters(name, query)) yield { name, kind: SymbolKind.Namespace, location: { uri, range: rangeOf(place) } };
    for (const { id, title, suite, place } of cases) {
      if (id === null || ![id, title, suite ?? ''].some((text) => holdsLetters(text, query))) continue;
      // The editor filters by the name again, so all that may be looked for stands in it.
      yield { name: title === '' ? id : `${id} – ${title}`, kind: SymbolKind.Event, location: { uri, range: rangeOf(place) }, ...(suite === null ? {} : { containerName: suite }) };
      if (++count >= mostFound) return;
    }
  }
}

export const rangeOf = ({ start, end, line, column }: IndexedPlace): Range => ({ start: { line, character: column }, end: { line, character: column + end - start } });

export function holdsLetters(text: string, query: string): boolean {
  const sought = query.toLowerCase().replace(/\s+/g, '');
  let at = 0;
  for (const letter of text.toLowerCase()) if (letter === sought[at]) at += 1;
  return at >= sought.length;
}
