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

/** `locale`: whose clock the time of day is told by, the user's own where absent. */
export type DateOptions = { readonly locale?: string | undefined; readonly timeZone?: string | undefined };

let ownLocale: string | undefined;

/** From now on the user's own clock is told as in this language; else as where the program runs. */
export function tellTimeAs(language: string | undefined): void {
  ownLocale = language;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Kept, as making one takes longer than all it is used for in a list. */
function formatterOf(fields: Intl.DateTimeFormatOptions, { locale = ownLocale, timeZone }: DateOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([fields, locale, timeZone]);
  const made = formatters.get(key) ?? new Intl.DateTimeFormat(locale, { ...fields, timeZone });
  formatters.set(key, made);
  return made;
}

type Spelt = { readonly weekday: string; readonly dayMonth: string; readonly year: string };

/** Dates are spelt one way for everyone, in the language of the words around them, so that 3/2 is never read as 2/3. */
function spelt(us: number, { timeZone }: DateOptions): Spelt {
  const parts = formatterOf({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }, { locale: 'en-GB', timeZone }).formatToParts(us / 1000);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
  return { weekday: part('weekday'), dayMonth: `${part('day')} ${part('month').slice(0, 3)}`, year: part('year') };
}

/** Days from one date in the calendar to another, whatever the hours. */
function daysBetween(from: Spelt, to: Spelt): number {
  const midnight = ({ dayMonth, year }: Spelt) => Date.parse(`${dayMonth} ${year} UTC`);
  return Math.round((midnight(to) - midnight(from)) / day);
}

/** Microseconds since the epoch as a day: "3 Feb 2026". */
export function formatDay(us: number, options: DateOptions = {}): string {
  const { dayMonth, year } = spelt(us, options);
  return `${dayMonth} ${year}`;
}

/** Microseconds since the epoch, where one time is told: "3 Feb 2026, 09:12:04", by the user's clock "3 Feb 2026, 9:12:04 AM". */
export function formatDate(us: number, options: DateOptions = {}): string {
  return `${formatDay(us, options)}, ${formatterOf({ timeStyle: 'medium' }, options).format(us / 1000)}`;
}

/** For a tooltip, which leaves nothing open: "Tue 3 Feb 2026, 09:12:04 UTC". */
export function formatFullDate(us: number, options: DateOptions = {}): string {
  const time = formatterOf({ timeStyle: 'long' }, options).format(us / 1000);
  return `${spelt(us, options).weekday} ${formatDay(us, options)}, ${time}`;
}

/** Microseconds since the epoch as a time of day by the user's clock: "09:12", "9:12 AM". */
export function formatTimeOfDay(us: number, options: DateOptions = {}): string {
  return formatterOf({ timeStyle: 'short' }, options).format(us / 1000);
}

/** For a row among others, as short as can be: "09:12" today, "Tue 09:12" within a week, "3 Feb" this year, else "3 Feb 2025". */
export function formatWhen(us: number, nowUs: number, options: DateOptions = {}): string {
  const [then, now] = [spelt(us, options), spelt(nowUs, options)];
  const ago = daysBetween(then, now);
  if (ago === 0) return formatTimeOfDay(us, options);
  if (ago > 0 && ago < 7) return `${then.weekday} ${formatTimeOfDay(us, options)}`;
  return then.year === now.year ? then.dayMonth : `${then.dayMonth} ${then.year}`;
}

/** As a heading over rows of one day: "Tue 3 Feb", with the year where it is not this one. */
export function formatDayHeading(us: number, nowUs: number, options: DateOptions = {}): string {
  const [then, now] = [spelt(us, options), spelt(nowUs, options)];
  const ago = daysBetween(then, now);
  if (ago === 0 || ago === 1) return ago === 0 ? 'Today' : 'Yesterday';
  return `${then.weekday} ${then.dayMonth}${then.year === now.year ? '' : ` ${then.year}`}`;
}

/** Whole days between two times in milliseconds: "412 days"; "today" for less than one. Undefined when `then` is no date or lies ahead. */
export function formatAge(then: string, nowMs: number): string | undefined {
  const days = Math.floor((nowMs - Date.parse(then)) / day);
  if (Number.isNaN(days) || days < 0) return undefined;
  if (days === 0) return 'today';
  return days === 1 ? '1 day' : `${days.toLocaleString('en-US')} days`;
}
