import { lineOfCase } from './lineOfCase.ts';

const idKey = /^(\s*(?:- )?\s*)["']?id["']?\s*:/;

/**
 * The lines of one case of a file, without comments and without its proof, which Casebook writes itself: equal as long as
 * nobody has edited what the case asks and expects. Undefined when the file does not hold it.
 */
export function caseText(text: string, id: string): string | undefined {
  const at = lineOfCase(text, id);
  if (at === undefined) return undefined;
  const lines = text.split('\n');
  const column = idKey.exec(lines[at] ?? '')?.[1]?.length ?? 0;
  const isSibling = (line: string): boolean => idKey.exec(line)?.[1]?.length === column;
  const startOf = (line: number): number => {
    for (let n = line; n >= 0 && column > 1; n -= 1) if (lines[n]?.slice(column - 2, column) === '- ' && lines[n]?.slice(0, column - 2).trim() === '') return n;
    return column > 1 ? line : 0;
  };
  const next = lines.findIndex((line, n) => n > at && isSibling(line));
  return withoutProof(lines.slice(startOf(at), next < 0 ? lines.length : Math.max(startOf(next), at + 1))).join('\n');
}

function withoutProof(lines: readonly string[]): readonly string[] {
  let proofIndent = -1;
  return lines.flatMap((line) => {
    const text = line.replaceAll(/,?\s*["']?proof["']?\s*:\s*\{[^}]*\}/g, '').trimEnd();
    const indent = text.length - text.trimStart().length;
    if (proofIndent >= 0 && indent > proofIndent) return [];
    proofIndent = /^\s*["']?proof["']?\s*:/.test(text) ? indent : -1;
    return text === '' || proofIndent >= 0 || text.trimStart().startsWith('#') ? [] : [text];
  });
}
