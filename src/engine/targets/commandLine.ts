import { UserError } from '../../core/support/errors.ts';

/**
 * A command text as a shell would split it: blanks separate, quotes and backslashes keep together. Nothing is expanded and no shell
 * runs, so `|`, `>` and `$HOME` are ordinary characters.
 */
export function splitCommand(text: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote: '"' | "'" | undefined;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (quote === "'") {
      if (char === "'") quote = undefined;
      else word += char;
    } else if (quote === '"') {
      const next = text.charAt(at + 1);
      if (char === '"') quote = undefined;
      else if (char === '\\' && (next === '"' || next === '\\' || next === '$' || next === '`')) word += text.charAt(++at);
      else word += char;
    } else if (char === '"' || char === "'") {
      quote = char;
      word ??= '';
    } else if (char === '\\' && at + 1 < text.length) {
      word = (word ?? '') + text.charAt(++at);
    } else if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? '') + char;
    }
  }
  if (quote !== undefined) throw new UserError('unclosed-quote', `The command ${JSON.stringify(text)} has a quote that is not closed.`, 'Close it, or write the command as a list.');
  if (word !== undefined) words.push(word);
  return words;
}
