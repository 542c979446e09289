import { CompletionItemKind } from 'vscode-languageserver-types';
import type { CompletionItem, Position } from 'vscode-languageserver-types';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { codeMeanings } from '../core/cases/codes.ts';

const comment = /#\s*casebook-disable-next-line\s+([\w,\s]*)$/;

/** Codes behind `# casebook-disable-next-line`, and that comment itself. */
export function disableCompletions(document: TextDocument, { line, character }: Position): readonly CompletionItem[] {
  const before = document.getText({ start: { line, character: 0 }, end: { line, character } });
  const codes = comment.exec(before);
  if (codes) {
    const word = /\w*$/.exec(before)?.[0] ?? '';
    const range = { start: { line, character: character - word.length }, end: { line, character } };
    return Object.entries(codeMeanings).map(([code, meaning]) => ({ label: code, kind: CompletionItemKind.Constant, detail: meaning, textEdit: { range, newText: `${code} ` } }));
  }
  const start = /^\s*#\s*([\w-]*)$/.exec(before);
  if (!start) return [];
  const range = { start: { line, character: character - (start[1]?.length ?? 0) }, end: { line, character } };
  return [{ label: 'casebook-disable-next-line', kind: CompletionItemKind.Keyword, detail: 'code and reason', textEdit: { range, newText: 'casebook-disable-next-line ' }, command: { title: 'Suggest', command: 'editor.action.triggerSuggest' } }];
}
