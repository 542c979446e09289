import { SymbolKind } from 'vscode-languageserver-types';
import type { DocumentSymbol } from 'vscode-languageserver-types';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { titleOf } from '../core/cases/readings.ts';
import type { CaseFile } from '../core/cases/parse.ts';
import { lspRange } from './lspRange.ts';

/** The cases of a file with their fields, for the outline and for going to one by name. */
export function symbolsOf(document: TextDocument, file: CaseFile): readonly DocumentSymbol[] {
  return file.cases.map((each): DocumentSymbol => {
    const { start, end } = lspRange(document, each.range);
    const selection = lspRange(document, each.rangeOf(['id']));
    return {
      name: each.id ?? '(no id)', kind: SymbolKind.Event, range: { start, end }, selectionRange: selection,
      ...(each.readable ? { detail: titleOf(each.readable) } : {}),
      children: each.node.entries.map((entry) => {
        const whole = { start: entry.keyRange.start, end: Math.max(entry.value.alias ? entry.keyRange.end : entry.value.range.end, entry.keyRange.end) };
        return { name: entry.key, kind: SymbolKind.Property, range: lspRange(document, whole), selectionRange: lspRange(document, entry.keyRange) };
      }),
    };
  });
}
