const units: ReadonlyMap<string, number> = new Map([['', 1000], ['ms', 1], ['s', 1000], ['sec', 1000], ['m', 60_000], ['min', 60_000], ['h', 3_600_000]]);

/** Milliseconds of "800 ms", "2.5 s", "1 min"; a bare number is seconds. Undefined for anything else. */
export function parseLatency(text: string): number | undefined {
  const found = /^(\d{1,9}(?:[.,]\d{1,6})?)\s*([a-z]*)$/i.exec(text.trim());
  const unit = units.get((found?.[2] ?? '').toLowerCase());
  return found && unit !== undefined ? Number((found[1] ?? '').replace(',', '.')) * unit : undefined;
}

/** Whether the text is a day that exists, written `2026-11-03`. */
export function isDay(text: string): boolean {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!found) return false;
  const [year = 0, month = 0, day = 0] = found.slice(1).map(Number);
  const date = new Date(year, month - 1, day);
  return date.getMonth() === month - 1 && date.getDate() === day;
}
