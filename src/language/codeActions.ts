import { CodeActionKind } from 'vscode-languageserver-types';
import type { CodeAction, Range } from 'vscode-languageserver-types';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Problem } from '../core/model/problem.ts';
import type { CaseWorkspace } from './caseWorkspace.ts';
import { toDiagnostic } from './diagnostics.ts';
import { lspRange } from './lspRange.ts';

/** The fixes of the problems that touch a range. The first fix of an error is the preferred one. */
export function codeActionsFor(document: TextDocument, range: Range, problems: readonly Problem[], workspace: CaseWorkspace): readonly CodeAction[] {
  const start = document.offsetAt(range.start);
  const end = document.offsetAt(range.end);
  return problems
    .filter((problem) => problem.range.start <= end && problem.range.end >= start)
    .flatMap((problem) => (problem.fixes ?? []).map((fix, index): CodeAction => {
      const action = { title: fix.title, kind: CodeActionKind.QuickFix, diagnostics: [toDiagnostic(document, problem, workspace)], ...(index === 0 && problem.severity === 'error' ? { isPreferred: true } : {}) };
      if ('edits' in fix) return { ...action, edit: { changes: { [document.uri]: fix.edits.map((edit) => ({ range: lspRange(document, edit.range), newText: edit.text })) } } };
      return { ...action, command: { title: fix.title, command: fix.command, arguments: [...fix.arguments] } };
    }));
}
