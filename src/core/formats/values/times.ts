const shape = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?:[.,](\d+))?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/i;

/** An ISO time as microseconds since the epoch, to the microsecond it was written with. Without a zone it is UTC. Null where it is no time. */
export function readIsoTime(value: unknown): number | null {
  const parts = typeof value === 'string' && value.length < 50 ? shape.exec(value.trim()) : null;
  if (parts === null) return null;
  const [, day, clock, fraction = '', zone = 'Z'] = parts;
  const ms = Date.parse(`${day}T${clock}${zone.toUpperCase().replace(/^([+-]\d\d):?(\d\d)?$/, (_, hours: string, minutes = '00') => `${hours}:${minutes}`)}`);
  return Number.isNaN(ms) ? null : ms * 1000 + Number(fraction.slice(0, 6).padEnd(6, '0'));
}

/** Seconds, since the epoch or as a duration, as microseconds. Null where it is no number of use. */
export function readSeconds(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 && value < 1e11 ? Math.round(value * 1e6) : null;
}
