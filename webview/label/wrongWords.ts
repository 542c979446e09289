/**
 * The words of a label are kept verbatim, so that a check can look for them. What was selected on screen is rendered:
 * markup is gone and white space differs. This finds the same words in the answer as it was recorded.
 */

/** What rendering takes away. It is left out of the words that are looked for, so that the pattern has one way to match. */
const markup = String.raw`[\s*_~#>|\\\-\x60]`;
const isMarkup = new RegExp(`^${markup}$`, 'u');

function escapeForRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/gu, String.raw`\$&`);
}

/** Undefined when nothing was selected or the words do not stand in the answer in this order. */
export function verbatim(answer: string, selected: string): string | undefined {
  const trimmed = selected.trim();
  if (trimmed === '') return undefined;
  if (answer.includes(trimmed)) return trimmed;
  const words = trimmed.split(/\s+/u).flatMap((word) => word.match(/[\p{L}\p{N}]+|[^\p{L}\p{N}\s]/gu) ?? []).filter((word) => !isMarkup.test(word));
  // A selection of many pages is no quotation; a pattern of its length would only be slow.
  if (words.length === 0 || words.length > 400) return undefined;
  const found = new RegExp(words.map(escapeForRegExp).join(`${markup}*`), 'u').exec(answer);
  return found?.[0];
}
