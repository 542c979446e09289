import { visibleText } from '../core/display/visibleText.ts';

/**
 * Words of a trace, a run or a workspace's file are a stranger's: they are shown, never rendered. Every sign that Markdown
 * or its address finders know is escaped, so that no link, picture or heading comes of them.
 */
export const escapeMarkdown = (text: string): string => visibleText(text).replaceAll(/[!-/:-@[-`{-~]/g, String.raw`\$&`);

const longest = 600;

/** The same for a text of several sentences: as paragraphs, without what is over `most` characters. */
export function strangersText(text: string, most = longest): string {
  const short = text.length > most ? `${text.slice(0, most).replace(/[\ud800-\udbff]$/u, '')}…` : text;
  return short.split(/\n\s*\n/).map((part) => escapeMarkdown(part.replaceAll(/\s+/g, ' ').trim())).filter((part) => part !== '').join('\n\n');
}

/** Code within a line, whatever backticks it holds. */
export function inlineCode(text: string): string {
  const shown = visibleText(text).replaceAll(/\s+/g, ' ').trim();
  if (shown === '') return '';
  const fence = '`'.repeat(longestRun(shown) + 1);
  return /^`|`$/.test(shown) ? `${fence} ${shown} ${fence}` : `${fence}${shown}${fence}`;
}

/** Lines of code that nothing inside can end. */
export function codeBlock(text: string, language = ''): string {
  const shown = visibleText(text);
  const fence = '`'.repeat(Math.max(3, longestRun(shown) + 1));
  return `${fence}${language}\n${shown}\n${fence}`;
}

const longestRun = (text: string): number => Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
