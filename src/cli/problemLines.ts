import { plural } from '../core/display/numbers.ts';
import { printableLine } from '../core/display/terminal.ts';
import type { Paint } from '../core/display/terminal.ts';
import type { Problem, Severity } from '../core/model/problem.ts';
import { positionAt } from '../core/support/positions.ts';
import type { Output } from './output.ts';
import type { CaseText } from './validationContext.ts';

/** A file with its problems, named as a person sees it. */
export type CheckedFile = { readonly file: string; readonly problems: readonly PlacedProblem[] };
type PlacedProblem = { readonly code: string; readonly severity: Severity; readonly message: string; readonly line: number; readonly column: number; readonly endLine: number; readonly endColumn: number; readonly related?: readonly RelatedPlace[] };
type RelatedPlace = { readonly file: string; readonly line: number; readonly column: number };

/** Lines and columns are counted from 1; with `strict`, warnings are errors. */
export function placed({ code, severity, message, range, related }: Problem, text: string, strict: boolean, fileOf: (path: string) => CaseText): PlacedProblem {
  const start = positionAt(text, range.start);
  const end = positionAt(text, range.end);
  return { code, severity: strict && severity === 'warning' ? 'error' : severity, message, ...start, endLine: end.line, endColumn: end.column, ...(related ? { related: related.map((other) => relatedPlace(other, fileOf)) } : {}) };
}

function relatedPlace({ file: path, range }: NonNullable<Problem['related']>[number], fileOf: (path: string) => CaseText): RelatedPlace {
  const { file, text } = fileOf(path);
  return { file, ...positionAt(text, range.start) };
}

export type ProblemCounts = { readonly errors: number; readonly warnings: number; readonly hints: number };

export function countProblems(files: readonly CheckedFile[]): ProblemCounts {
  const all = files.flatMap(({ problems }) => problems);
  const having = (severity: Severity) => all.filter((problem) => problem.severity === severity).length;
  return { errors: having('error'), warnings: having('warning'), hints: having('hint') + having('info') };
}

/** "2 errors, 1 hint", or "nothing wrong". */
export function inWords({ errors, warnings, hints }: ProblemCounts): string {
  const counts = [[errors, 'error'], [warnings, 'warning'], [hints, 'hint']] as const;
  return counts.flatMap(([count, word]) => (count > 0 ? [plural(count, word)] : [])).join(', ') || 'nothing wrong';
}

/** A line each: file:line:column, the code and what is wrong. */
export function printProblems(files: readonly CheckedFile[], out: Output): void {
  for (const { file, problems } of files) {
    for (const { severity, line, column, code, message, related = [] } of problems) {
      const more = related.length > 3 ? ` And ${related.length - 3} more.` : '';
      const others = related.slice(0, 3).map((other) => ` See ${other.file}:${other.line}.`).join('') + more;
      out.line(`${printableLine(file)}:${line}:${column} ${paintOf(severity, out.paint)(code)} ${printableLine(message + others)}${severity === 'error' ? '' : ` (${severity})`}`);
    }
  }
}

export function paintOf(severity: Severity, paint: Paint): (text: string) => string {
  if (severity === 'error') return paint.red;
  return severity === 'warning' ? paint.yellow : paint.dim;
}
