const form = /^P(?=[0-9T])(?:([0-9.]+)Y)?(?:([0-9.]+)M)?(?:([0-9.]+)W)?(?:([0-9.]+)D)?(?:T(?=[0-9])(?:([0-9.]+)H)?(?:([0-9.]+)M)?(?:([0-9.]+)S)?)?$/;
const day = 86_400_000;
const parts = [365 * day, 30 * day, 7 * day, day, 3_600_000, 60_000, 1000] as const;

/** An ISO 8601 duration such as P90D or PT30M in milliseconds; a year is 365 days, a month 30. Undefined when it is not one. */
export function durationMs(text: string): number | undefined {
  const found = form.exec(text);
  if (!found) return undefined;
  let sum = 0;
  for (const [index, unit] of parts.entries()) {
    const count = Number(found[index + 1] ?? 0);
    if (!Number.isFinite(count)) return undefined;
    sum += count * unit;
  }
  return sum;
}
