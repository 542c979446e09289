/** Durations and dates as people read them. */

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

function inTwoUnits(ms: number, large: number, largeName: string, small: number, smallName: string): string {
  const smalls = Math.round(ms / small);
  const perLarge = large / small;
  const rest = smalls % perLarge;
  const whole = Math.floor(smalls / perLarge);
  return rest === 0 ? `${whole} ${largeName}` : `${whole} ${largeName} ${rest} ${smallName}`;
}

function positiveDuration(ms: number): string {
  if (ms < 0.995 && ms > 0) return `${Math.max(0.01, ms).toFixed(2)} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 9.995 * second) return `${(ms / second).toFixed(2)} s`;
  if (ms < 59.95 * second) return `${(ms / second).toFixed(1)} s`;
  if (ms < hour - second / 2) return inTwoUnits(ms, minute, 'min', second, 's');
  if (ms < 24 * hour - minute / 2) return inTwoUnits(ms, hour, 'h', minute, 'min');
  return inTwoUnits(ms, day, 'd', hour, 'h');
}

/** Milliseconds in three digits: "612 ms", "9.17 s", "20.9 s"; from a minute up in two units: "1 min 14 s", "2 h 14 min". */
export function formatDuration(ms: number): string {
  return ms < 0 ? `\u2212${positiveDuration(-ms)}` : positiveDuration(ms);
}

/** How long after the start something happened: "+4.59 s". */
export function formatOffset(ms: number): string {
  return ms < 0 ? formatDuration(ms) : `+${formatDuration(ms)}`;
}

export type DateOptions = { readonly locale?: string | undefined; readonly timeZone?: string | undefined };

function dateParts(us: number, timeZone: string | undefined): string {
  // The date is spelt one way for everyone, so that 3/2 is never read as 2/3.
  const parts = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone }).formatToParts(us / 1000);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('day')} ${part('month').slice(0, 3)} ${part('year')}`;
}

/** Microseconds since the epoch as a day: "3 Feb 2026". */
export function formatDay(us: number, options: DateOptions = {}): string {
  return dateParts(us, options.timeZone);
}

/** Microseconds since the epoch: "3 Feb 2026, 09:12:04", the time of day as in the user's locale. */
export function formatDate(us: number, options: DateOptions = {}): string {
  const time = new Intl.DateTimeFormat(options.locale, { hour: '2-digit', minute: '2-digit', second: '2-digit', timeZone: options.timeZone }).format(us / 1000);
  return `${dateParts(us, options.timeZone)}, ${time}`;
}

/** Microseconds since the epoch as a time of day in five characters, whatever the locale: "09:12", "14:20". */
export function formatTimeOfDay(us: number, options: Pick<DateOptions, 'timeZone'> = {}): string {
  return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: options.timeZone }).format(us / 1000);
}

/** Whole days between two times in milliseconds: "412 days"; "today" for less than one. Undefined when `then` is no date or lies ahead. */
export function formatAge(then: string, nowMs: number): string | undefined {
  const days = Math.floor((nowMs - Date.parse(then)) / day);
  if (Number.isNaN(days) || days < 0) return undefined;
  if (days === 0) return 'today';
  return days === 1 ? '1 day' : `${days.toLocaleString('en-US')} days`;
}
