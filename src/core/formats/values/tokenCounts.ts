/** A number of tokens; null for anything else. */
export function tokenCount(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

/** A count with those that are told beside it, unknown where the count itself is. */
export function withBeside(count: number | null, ...beside: readonly (number | null)[]): number | null {
  return count === null ? null : tokenCount(beside.reduce<number>((total, each) => total + (each ?? 0), count));
}
