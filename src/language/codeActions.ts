import { CodeActionKind } from 'vscode-languageserver-types';
import type { CodeAction, Range } from 'vscode-languageserver-types';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Problem } from '../core/model/problem.ts';
import type { CaseWorkspace } from './caseWorkspace.ts';
import { toDiagnostic } from './diagnostics.ts';
import { lspRange } from './lspRange.ts';
import type { Refactored } from './refactorings/refactoring.ts';

export const touching = (document: TextDocument, range: Range, problems: readonly Problem[]): readonly Problem[] => {
  const start = document.offsetAt(range.start);
  const end = document.offsetAt(range.end);
  return problems.filter((problem) => problem.range.start <= end && problem.range.end >= start);
};

/** The same as actions of the editor; a case that moves makes a file. */
export function refactoringActions(document: TextDocument, refactored: readonly Refactored[]): readonly CodeAction[] {
  return refactored.map(({ title, kind, edits, newFile }): CodeAction => {
    const changes = edits.map((edit) => ({ range: lspRange(document, edit.range), newText: edit.text }));
    if (!newFile) return { title, kind, edit: { changes: { [document.uri]: changes } } };
    const start = { line: 0, character: 0 };
    return {
      title, kind, edit: {
        documentChanges: [
          { kind: 'create', uri: newFile.uri, options: { overwrite: false, ignoreIfExists: false } },
          { textDocument: { uri: newFile.uri, version: null }, edits: [{ range: { start, end: start }, newText: newFile.text }] },
          { textDocument: { uri: document.uri, version: null }, edits: changes },
        ],
      },
    };
  });
}

/** The fixes of the problems that touch a range. The first fix of an error is the preferred one. */
export function codeActionsFor(document: TextDocument, range: Range, problems: readonly Problem[], workspace: CaseWorkspace): readonly CodeAction[] {
  return touching(document, range, problems)
    .flatMap((problem) => (problem.fixes ?? []).map((fix, index): CodeAction => {
      const action = { title: fix.title, kind: CodeActionKind.QuickFix, diagnostics: [toDiagnostic(document, problem, workspace)], ...(index === 0 && problem.severity === 'error' ? { isPreferred: true } : {}) };
      if ('edits' in fix) return { ...action, edit: { changes: { [document.uri]: fix.edits.map((edit) => ({ range: lspRange(document, edit.range), newText: edit.text })) } } };
      return { ...action, command: { title: fix.title, command: fix.command, arguments: [...fix.arguments] } };
    }));
}
