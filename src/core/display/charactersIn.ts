/** About how much text a value holds, keys left out; what is no text counts as a short word. */
export function charactersIn(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 8;
  let total = 0;
  for (const each of Object.values(value)) total += charactersIn(each);
  return total;
}
