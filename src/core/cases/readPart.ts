import { formatCount } from '../display/numbers.ts';
import type { Problem } from '../model/problem.ts';

/** What is said of a file that is too large to be read whole at each keystroke. */
export const sizeCodes: Readonly<Record<string, string>> = { CB011: 'The file is too large to be checked whole while you type.' };

const million = 1_000_000;

/**
 * The beginning of a text that is longer than `limit` characters, up to the last case or document that fits, and problems that say
 * so: at the top of the file, where people are, and where reading stopped. A text with no such place is not read at all.
 */
export function readPart(text: string, limit: number): { readonly part: string; readonly problems: readonly Problem[] } {
  const end = lastStart(text, limit);
  const size = `This file has ${Math.ceil(text.length / million)} million characters`;
  const advice = 'Split it into several files; casebook validate checks it whole.';
  const problem = (start: number, message: string): Problem => {
    const lineEnd = text.indexOf('\n', start);
    return { code: 'CB011', severity: 'warning', range: { start, end: Math.min(lineEnd < 0 ? text.length : lineEnd, start + 200) }, message };
  };
  if (end === 0) return { part: '', problems: [problem(0, `${size}: it is not checked while you type. ${advice}`)] };
  const rest = Math.ceil((text.length - end) / million);
  return {
    part: text.slice(0, end),
    problems: [
      problem(0, `${size}: the last ${rest} million, from line ${formatCount(lineAt(text, end))} on, are not checked while you type. ${advice}`),
      problem(end, `From here on, the file is not checked while you type: it has ${rest} million characters more. ${advice}`),
    ],
  };
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

/** Where the last list item of the outermost list, or the last document, starts before `limit`. */
function lastStart(text: string, limit: number): number {
  const indent = /^(?:cases|"cases"|'cases')[ \t]*:[^\n]*\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*([ \t]*)-/m.exec(text.slice(0, limit))?.[1];
  const starts = (at: number): boolean => text.startsWith('---', at) || (indent !== undefined && text.startsWith(indent, at) && /^-(?:[ \t\r\n]|$)/.test(text.slice(at + indent.length, at + indent.length + 2)));
  for (let line = text.lastIndexOf('\n', limit) + 1; line > 0; line = text.lastIndexOf('\n', line - 2) + 1) if (starts(line)) return line;
  return 0;
}
