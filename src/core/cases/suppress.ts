import type { Problem } from '../model/problem.ts';

const directive = /#\s*casebook-disable-next-line\s+(CB\d{3}(?:\s*,\s*CB\d{3})*)\b/g;

/** Leaves out problems that start on the line below a comment `# casebook-disable-next-line CBxxx reason`. */
export function withoutDisabled(text: string, problems: readonly Problem[], stays: (problem: Problem) => boolean = () => false): readonly Problem[] {
  if (problems.length === 0 || !text.includes('casebook-disable-next-line')) return problems;
  const disabled: { readonly start: number; readonly end: number; readonly codes: ReadonlySet<string> }[] = [];
  for (const match of text.matchAll(directive)) {
    const lineEnd = text.indexOf('\n', match.index);
    if (lineEnd < 0) continue;
    const next = endOfCommentLines(text, lineEnd + 1);
    const end = text.indexOf('\n', next);
    disabled.push({ start: lineEnd + 1, end: end < 0 ? text.length : end, codes: new Set((match[1] ?? '').split(/\s*,\s*/)) });
  }
  return problems.filter((problem) => stays(problem) || !disabled.some((each) => each.codes.has(problem.code) && problem.range.start >= each.start && problem.range.start <= each.end));
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
