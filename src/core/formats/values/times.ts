const shape = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?:[.,](\d+))?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/i;

/** Two numbers below it add up to a safe integer, so that a start and a duration make an end. As a time it is the year 2112. */
const limit = 2 ** 52;

/** A time or a duration as whole microseconds. Null where no run can have been then or have taken so long. */
export function microseconds(value: number): number | null {
  return value >= 0 && value < limit ? Math.round(value) : null;
}

/** An ISO time as microseconds since the epoch, to the microsecond it was written with. Without a zone it is UTC. Null where it is no time. */
export function readIsoTime(value: unknown): number | null {
  const parts = typeof value === 'string' && value.length < 50 ? shape.exec(value.trim()) : null;
  if (parts === null) return null;
  const [, day, clock, fraction = '', zone = 'Z'] = parts;
  const ms = Date.parse(`${day}T${clock}${zone.toUpperCase().replace(/^([+-]\d\d):?(\d\d)?$/, (_, hours: string, minutes = '00') => `${hours}:${minutes}`)}`);
  return microseconds(ms * 1000 + Number(fraction.slice(0, 6).padEnd(6, '0')));
}

/** Seconds, since the epoch or as a duration, as microseconds. Null where it is no number of use. */
export function readSeconds(value: unknown): number | null {
  return typeof value === 'number' ? microseconds(value * 1e6) : null;
}

/** Milliseconds, since the epoch or as a duration, as microseconds. Null where it is no number of use. */
export function readMilliseconds(value: unknown): number | null {
  return typeof value === 'number' ? microseconds(value * 1000) : null;
}

/** When something ended that began then and took so long; null where one of the two is not known. */
export function endAfter(startUs: number | null, durationUs: number | null): number | null {
  return startUs === null || durationUs === null ? null : startUs + durationUs;
}
