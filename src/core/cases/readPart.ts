import type { Problem } from '../model/problem.ts';

/** What is said of a file that is too large to be read whole at each keystroke. */
export const sizeCodes: Readonly<Record<string, string>> = { CB011: 'The file is too large to be checked whole while you type.' };

const million = 1_000_000;

/**
 * The beginning of a text that is longer than `limit` characters, up to the last case or document that fits, and a problem
 * that says where reading stopped. A text with no such place is not read at all.
 */
export function readPart(text: string, limit: number): { readonly part: string; readonly problem: Problem } {
  const end = lastStart(text, limit);
  const lineEnd = text.indexOf('\n', end);
  const rest = Math.ceil((text.length - end) / million);
  return {
    part: text.slice(0, end),
    problem: {
      code: 'CB011', severity: 'warning', range: { start: end, end: Math.min(lineEnd < 0 ? text.length : lineEnd, end + 200) },
      message: `This file has ${Math.ceil(text.length / million)} million characters: from here on, ${rest} million, it is not checked while you type. Split it into several files; casebook validate checks it whole.`,
    },
  };
}

/** Where the last list item of the outermost list, or the last document, starts before `limit`. */
function lastStart(text: string, limit: number): number {
  const indent = /^(?:cases|"cases"|'cases')[ \t]*:[^\n]*\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*([ \t]*)-/m.exec(text.slice(0, limit))?.[1];
  const starts = (at: number): boolean => text.startsWith('---', at) || (indent !== undefined && text.startsWith(indent, at) && /^-(?:[ \t\r\n]|$)/.test(text.slice(at + indent.length, at + indent.length + 2)));
  for (let line = text.lastIndexOf('\n', limit) + 1; line > 0; line = text.lastIndexOf('\n', line - 2) + 1) if (starts(line)) return line;
  return 0;
}
