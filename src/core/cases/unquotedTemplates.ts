import type { TextRange } from '../model/problem.ts';
import type { SyntaxProblem } from './tree.ts';

/** A value that begins with `{{name}}`, up to the end of its line or its comment. */
const wholeValue = /^[ \t]*(?:-[ \t]+)*(?:[\w$"'-][^:#{}[\],]*:[ \t]+)?(\{\{\s*[\w.-]+\s*\}\}.*?)(?:[ \t]+#.*)?[ \t]*\r?$/;
/** The same inside `{…}` or `[…]`, where it ends with the braces. */
const inFlow = /\{\{\s*[\w.-]+\s*\}\}(?=\s*[,}\]])/g;

/** YAML takes the braces of `query: {{name}}` for maps, and finds one or more faults with them: told as the one that it is. */
export function withTemplatesNamed(text: string, offset: number, problems: readonly SyntaxProblem[]): readonly SyntaxProblem[] {
  const told = new Set<number>();
  return problems.flatMap((problem) => {
    const template = problem.kind === 'syntax' ? templateAt(text, problem.range.start - offset) : undefined;
    if (!template) return [problem];
    if (told.has(template.start)) return [];
    told.add(template.start);
    const range = { start: template.start + offset, end: template.end + offset };
    const written = text.slice(template.start, template.end);
    return [{ kind: 'syntax', range, message: 'Put this in quotes: without them YAML reads {{ as the start of a map.', fixes: [{ title: 'Put it in quotes', edits: [{ range, text: JSON.stringify(written) }] }] }];
  });
}

function templateAt(text: string, at: number): TextRange | undefined {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  const newline = text.indexOf('\n', at);
  const line = text.slice(start, newline < 0 ? text.length : newline);
  const value = wholeValue.exec(line)?.[1];
  if (value !== undefined) return { start: start + line.indexOf(value), end: start + line.indexOf(value) + value.length };
  const found = [...line.matchAll(inFlow)].find((match) => start + match.index <= at && at <= start + match.index + match[0].length);
  return found && { start: start + found.index, end: start + found.index + found[0].length };
}
