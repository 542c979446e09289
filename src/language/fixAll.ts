import { CodeActionKind } from 'vscode-languageserver-types';
import type { CodeAction } from 'vscode-languageserver-types';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { applyEdits, editBetween } from '../core/cases/edit.ts';
import type { Problem, TextEdit } from '../core/model/problem.ts';
import { lspRange } from './lspRange.ts';

export const fixAllKind = `${CodeActionKind.SourceFixAll}.casebook`;

/** Mending one thing can show another; more rounds than this would only go in a circle. */
const mostRounds = 10;

/** Their one fix says that somebody has looked, or judges what the case is for. */
const decidedByAPerson: ReadonlySet<string> = new Set(['CB113', 'CB116', 'CB124', 'CB125', 'CB611', 'CB813', 'CB822']);

/** The fix that needs nobody to choose: the only one that does more than take text away. */
function plainFix({ code, fixes = [] }: Problem): readonly TextEdit[] | undefined {
  const [only, ...others] = fixes.flatMap((fix) => ('edits' in fix && fix.edits.some(({ text }) => text.trim() !== '') ? [fix.edits] : []));
  return others.length > 0 || decidedByAPerson.has(code) ? undefined : only;
}

/** The plain fix of each problem, as far as they leave each other alone: what is behind, or at the same place, waits. */
export function together(problems: readonly Problem[]): readonly TextEdit[] {
  const taken: TextEdit[] = [];
  for (const problem of problems) {
    const edits = plainFix(problem);
    if (!edits || edits.some((edit) => taken.some((other) => clash(edit, other)))) continue;
    taken.push(...edits);
  }
  return [...taken].sort((a, b) => a.range.start - b.range.start);
}

/** Two insertions at one place would depend on their order. */
function clash({ range: a }: TextEdit, { range: b }: TextEdit): boolean {
  return a.start === b.start || (a.start < b.end && b.start < a.end);
}

/** One action for each code of which several problems can be mended, where one of them is in the range. */
export function fixAllOfCode(document: TextDocument, here: readonly Problem[], all: readonly Problem[]): readonly CodeAction[] {
  const codes = new Set(here.filter((problem) => plainFix(problem)).map((problem) => problem.code));
  return [...codes].flatMap((code) => {
    const alike = all.filter((problem) => problem.code === code && plainFix(problem));
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

const isPlain = (problem: Problem): boolean => problem.severity === 'error' && problem.fixes?.length === 1;

function actionOf(document: TextDocument, title: string, kind: CodeActionKind, edits: readonly TextEdit[]): CodeAction {
  return { title, kind, edit: { changes: { [document.uri]: edits.map((edit) => ({ range: lspRange(document, edit.range), newText: edit.text })) } } };
}
