import { CodeActionKind } from 'vscode-languageserver-types';
import type { CodeAction } from 'vscode-languageserver-types';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { applyEdits, editBetween } from '../core/cases/edit.ts';
import type { Problem, TextEdit } from '../core/model/problem.ts';
import { lspRange } from './lspRange.ts';

export const fixAllKind = `${CodeActionKind.SourceFixAll}.casebook`;

/** Mending one thing can show another; more rounds than this would only go in a circle. */
const mostRounds = 10;

/** The first fix of each problem, as far as they leave each other alone: what is behind, or at the same place, waits. */
export function together(problems: readonly Problem[]): readonly TextEdit[] {
  const taken: TextEdit[] = [];
  for (const { fixes } of problems) {
    const fix = fixes?.find((each) => 'edits' in each);
    if (!fix || !('edits' in fix) || fix.edits.length === 0 || fix.edits.some((edit) => taken.some((other) => clash(edit, other)))) continue;
    taken.push(...fix.edits);
  }
  return [...taken].sort((a, b) => a.range.start - b.range.start);
}

/** Two insertions at one place would depend on their order. */
function clash({ range: a }: TextEdit, { range: b }: TextEdit): boolean {
  return a.start === b.start || (a.start < b.end && b.start < a.end);
}

/** One action for each code of which several problems can be mended, where one of them is in the range. */
export function fixAllOfCode(document: TextDocument, here: readonly Problem[], all: readonly Problem[]): readonly CodeAction[] {
  const codes = new Set(here.filter(hasEdits).map((problem) => problem.code));
  return [...codes].flatMap((code) => {
    const alike = all.filter((problem) => problem.code === code && hasEdits(problem));
    return alike.length < 2 ? [] : [actionOf(document, `Fix all ${code} in this file`, CodeActionKind.QuickFix, together(alike))];
  });
}

/** Everything that has one way to be mended, and no choice: errors, again and again until nothing is left that can be. `check` says what is wrong with a text. */
export function fixAllIn(document: TextDocument, problems: readonly Problem[], check: (document: TextDocument) => readonly Problem[]): readonly CodeAction[] {
  const original = document.getText();
  const first = together(problems.filter(isPlain));
  if (first.length === 0) return [];
  const seen = new Set([original]);
  let text = applyEdits(original, first);
  let rounds = 1;
  for (; rounds < mostRounds && !seen.has(text); rounds += 1) {
    seen.add(text);
    const next = together(check(TextDocument.create(document.uri, document.languageId, 0, text)).filter(isPlain));
    if (next.length === 0) break;
    text = applyEdits(text, next);
  }
  return [actionOf(document, 'Fix all in this file', fixAllKind, rounds === 1 ? first : editBetween(original, text))];
}

const hasEdits = (problem: Problem): boolean => (problem.fixes ?? []).some((fix) => 'edits' in fix && fix.edits.length > 0);
const isPlain = (problem: Problem): boolean => problem.severity === 'error' && problem.fixes?.length === 1 && hasEdits(problem);

function actionOf(document: TextDocument, title: string, kind: CodeActionKind, edits: readonly TextEdit[]): CodeAction {
  return { title, kind, edit: { changes: { [document.uri]: edits.map((edit) => ({ range: lspRange(document, edit.range), newText: edit.text })) } } };
}
