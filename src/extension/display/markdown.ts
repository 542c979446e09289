import { visibleText } from '../../core/display/visibleText.ts';

/**
 * Text of a trace as it may stand in a tooltip or report: hostile, so nothing in it works as markup, link or icon, or turns what follows round.
 * Every ASCII punctuation mark is escaped, which also keeps addresses from turning into links.
 */
export function plain(text: string): string {
  return visibleText(text)
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll(/[!-/:-@[-`{-~]/g, String.raw`\$&`)
    // VS Code draws $(name) as an icon after the markdown is read, so an escape alone does not stop it.
    .replaceAll(String.raw`\$\(`, '\\$\u2060\\(');
}

/**
 * The same for a page that is copied and read elsewhere, also as plain text: only what can begin or end markup is escaped,
 * so that it stays readable where nobody renders it.
 */
export function copied(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim().replaceAll(/[\\`*_[\]<>#|~$]/g, String.raw`\$&`).replace(/^(\d+)([.)])(?=\s)/, String.raw`$1\$2`).replace(/^([-+=])(?=\s|[-+=]|$)/, String.raw`\$1`);
}

/** A fence longer than any run of backticks inside, so that the text cannot end it. */
export function fenced(text: string, language = ''): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}
