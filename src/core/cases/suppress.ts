import type { Problem, TextRange } from '../model/problem.ts';
import { severityOf } from './severity.ts';

/** What the comments themselves can get wrong. */
export const disableCodes: Readonly<Record<string, string>> = { CB010: 'A comment that disables a code has no reason, or nothing to disable.' };

const directive = /#[ \t]*casebook-disable-next-line\b[ \t]*([^\r\n]*)/g;
const codesAndReason = /^(C[BT]\d{3}(?:[ \t]*,[ \t]*C[BT]\d{3})*)(?:[ \t]+(.*))?$/;

export type DisableOptions = {
  /** The code under which this file says what is wrong with a comment. */
  readonly code: string;
  /** Problems that no comment hides. */
  readonly stays?: (problem: Problem) => boolean;
  /** Whether some rule states the code. */
  readonly isKnown: (code: string) => boolean;
};

type Directive = { readonly range: TextRange; readonly line: number; readonly codes: ReadonlySet<string>; readonly said: string };

/**
 * Leaves out problems that start on the line below a comment `# casebook-disable-next-line CBxxx reason`. A comment without
 * a reason hides nothing; it is told, as is one that has nothing to hide.
 */
const mark = 'casebook-disable-next-line';

export const mayDisable = (text: string): boolean => text.includes(mark);

export function withoutDisabled(text: string, problems: readonly Problem[], { code, stays = () => false, isKnown }: DisableOptions): readonly Problem[] {
  if (!mayDisable(text)) return problems;
  const found = directivesIn(text);
  if (found.length === 0) return problems;
  const byLine = new Map<number, Directive[]>();
  for (const each of found) byLine.set(each.line, [...(byLine.get(each.line) ?? []), each]);
  const used = new Set<string>();
  const left = problems.filter((problem) => {
    if (stays(problem)) return true;
    const hiding = (byLine.get(lineStart(text, problem.range.start)) ?? []).filter(({ codes, said }) => codes.has(problem.code) && said === '');
    for (const each of hiding) used.add(`${each.range.start} ${problem.code}`);
    return hiding.length === 0;
  });
  const wrong = found.flatMap(({ range, codes, said }): Problem[] => {
    const idle = [...codes].filter((each) => !used.has(`${range.start} ${each}`));
    const message = said !== '' ? said : idle.length === 0 ? undefined : idleSentence(idle, isKnown);
    return message === undefined ? [] : [{ code, severity: severityOf(code), message, range, fixes: idle.length === codes.size && said === '' ? [{ title: 'Remove the comment', edits: [{ range: wholeLine(text, range), text: '' }] }] : [] }];
  });
  return wrong.length === 0 ? left : [...left, ...wrong].sort((a, b) => a.range.start - b.range.start);
}

function idleSentence(codes: readonly string[], isKnown: (code: string) => boolean): string {
  const unknown = codes.find((each) => !isKnown(each));
  return unknown === undefined ? `Nothing on the next line has ${codes.join(' or ')}: this comment can go.` : `There is no code ${unknown}.`;
}

function directivesIn(text: string): readonly Directive[] {
  return [...text.matchAll(directive)].map((match): Directive => {
    const lineEnd = text.indexOf('\n', match.index);
    const written = (match[1] ?? '').trim();
    const [, list, reason] = codesAndReason.exec(written) ?? [];
    const range = { start: match.index, end: match.index + match[0].trimEnd().length };
    const line = lineEnd < 0 ? text.length : endOfCommentLines(text, lineEnd + 1);
    const said = list === undefined ? 'Name the codes to disable, then the reason: # casebook-disable-next-line CB602 why.' : reason === undefined || reason.trim() === '' ? `Say why behind ${list}: without a reason nothing is disabled.` : '';
    return { range, line, codes: new Set(list?.split(/\s*,\s*/)), said };
  });
}

const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1;

/** The line of a comment that stands alone, with its line break; else the comment and the space before it. */
function wholeLine(text: string, { start, end }: TextRange): TextRange {
  const from = lineStart(text, start);
  const before = text.slice(from, start);
  if (before.trim() !== '') return { start: from + before.trimEnd().length, end };
  const next = text.indexOf('\n', end);
  return { start: from, end: next < 0 ? text.length : next + 1 };
}

/** Several such comments may stand above one line. */
function endOfCommentLines(text: string, from: number): number {
  let at = from;
  for (;;) {
    const end = text.indexOf('\n', at);
    if (end < 0 || !/^\s*#/.test(text.slice(at, end))) return at;
    at = end + 1;
  }
}
