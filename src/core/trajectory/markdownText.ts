import { visibleText } from '../display/visibleText.ts';

/** Recorded text in a Markdown document: it reads as it was said, and nothing of it becomes a heading, a link, an image or HTML, in any renderer. */

/** One line, for headings and lists. */
export function inert(text: string): string {
  return inertLine(visibleText(text).replace(/\s+/gu, ' ').trim());
}

/** As a quotation; lines and their indents stay. */
export function quotation(text: string): string {
  return visibleText(text).split('\n').map((line, at, lines) => {
    const indent = /^[ \t]*/u.exec(line)![0];
    const shown = inertLine(line.slice(indent.length).trimEnd());
    const isHard = shown !== '' && at < lines.length - 1 && lines[at + 1]!.trim() !== '';
    return `> ${'&nbsp;'.repeat(indent.replaceAll('\t', '    ').length)}${shown}${isHard ? '\\' : ''}`.trimEnd();
  }).join('\n');
}

/** As a block of code that ends only where it should. */
export function fenced(text: string, language = ''): string {
  const shown = visibleText(text);
  const fence = '`'.repeat(Math.max(3, longestRun(shown) + 1));
  return `${fence}${language}\n${shown}${shown.endsWith('\n') ? '' : '\n'}${fence}`;
}

/** Renderers make links of bare addresses, of names of hosts and files, of people and mail addresses, and pictures of names between colons; in code they do not. */
const mayBecomeMore = /@\S|\/\/|\S[.:]\p{L}|www\.|:(?=\d*[a-z_+-])[\w+-]+:|:1(?:00|234):/iu;
const meaningful = /[\\`*_[\]<>#|~$&]/gu;
/** Lists, headings of the line above, rules. */
const meaningfulFirst = /^(?:[-+=]|\d+(?=[.)](?:\s|$)))/u;

function inertLine(line: string): string {
  return line.split(/(\s+)/u).map((word) => {
    if (mayBecomeMore.test(word)) {
      const [, what = word, end = ''] = /^([^:].*[^,:;])([,:;]*)$/u.exec(word) ?? [];
      return `${code(what)}${end}`;
    }
    return word.replace(meaningful, (sign) => (sign === '<' ? '&lt;' : sign === '>' ? '&gt;' : sign === '&' ? '&amp;' : `\\${sign}`));
  }).join('').replace(meaningfulFirst, (sign) => (/\d/u.test(sign) ? `${sign}\\` : `\\${sign}`));
}

function code(word: string): string {
  const fence = '`'.repeat(longestRun(word) + 1);
  const pad = word.startsWith('`') || word.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${word}${pad}${fence}`;
}

function longestRun(text: string): number {
  let longest = 0;
  for (const [run] of text.matchAll(/`+/gu)) longest = Math.max(longest, run.length);
  return longest;
}
