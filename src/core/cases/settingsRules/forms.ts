/** Whether a text starts with a day of the calendar: 2026-02-30 has the form of one and is none. */
export function isDay(text: string): boolean {
  const [, day] = /^(\d{4}-\d{2}-\d{2})/.exec(text) ?? [];
  if (day === undefined) return false;
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
}

/** What a writer of a file pattern most likely expected and does not get; undefined when there is nothing to say. */
export function patternProblem(pattern: string): string | undefined {
  if (pattern.trim() === '') return 'This pattern fits no file. Leave files out to take all.';
  const sign = /[[\]{}!]|\*\*/.exec(pattern)?.[0];
  return sign === undefined ? undefined : `${sign} has no special meaning here: only * for any characters and ? for one. Make a source of its own for each pattern.`;
}
