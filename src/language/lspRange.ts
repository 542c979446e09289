import type { Range } from 'vscode-languageserver-types';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { TextRange } from '../core/model/problem.ts';

export function lspRange(document: TextDocument, { start, end }: TextRange): Range {
  return { start: document.positionAt(start), end: document.positionAt(end) };
}

/** The same for a text that is not open. */
export function lspRangeIn(text: string, range: TextRange): Range {
  return lspRange(TextDocument.create('', '', 0, text), range);
}
