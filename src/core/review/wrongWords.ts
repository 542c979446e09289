/**
 * The words as they stand in the answer, so that a check finds them again: as given, else with other white space between them.
 * Undefined when they do not stand there. An empty text takes the mark back and stands in every answer.
 */
export function wordsIn(answer: string, words: string): string | undefined {
  if (answer.includes(words)) return words;
  const parts = words.trim().split(/\s+/u).map((part) => part.replace(/[.*+?^${}()|[\]\\/]/gu, String.raw`\$&`));
  if (parts.join('') === '') return undefined;
  return new RegExp(parts.join(String.raw`\s+`), 'u').exec(answer)?.[0];
}
