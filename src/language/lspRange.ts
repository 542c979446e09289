import type { Range } from 'vscode-languageserver-types';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { TextRange } from '../core/model/problem.ts';

export function lspRange(document: TextDocument, { start, end }: TextRange): Range {
  return { start: document.positionAt(start), end: document.positionAt(end) };
}

let lastText = TextDocument.create('', '', 0, '');

/** The same for a text that is not open. Many places of one text are asked for in a row: its lines are counted once. */
export function lspRangeIn(text: string, range: TextRange): Range {
  if (lastText.getText() !== text) lastText = TextDocument.create('', '', 0, text);
  return lspRange(lastText, range);
}
