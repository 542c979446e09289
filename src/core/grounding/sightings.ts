import { dayOf, minutesOf, monthOf, slashedDay } from './calendar.ts';
import type { Day } from './calendar.ts';
import { digits, readingsOf, scaleWords } from './numbers.ts';
import { eachDigitWord } from './tokens.ts';

/** What a text at hand holds, told as it is come upon. */
export type Sightings = {
  /** Whether anyone asks for numbers, for ids of a length, for days and times: what nobody asks for is not made out. */
  readonly numbers: boolean;
  readonly dates: boolean;
  hasId(length: number): boolean;
  number(value: number): void;
  id(id: string): void;
  day(day: Day): void;
  minute(minute: number): void;
};

const isoDay = /(\d{4})[-/](\d{2})[-/](\d{2})(?:[T ](\d{2}):(\d{2}))?/;
const moment = /^\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-][\d:]+)?)?$/;
const otherDay = /(?<![\d.])(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?![\d.])/;
const clock = /(?<![\d.])(\d{1,2}):(\d{2})(?::\d{2})?\s*([ap])?/i;
/** Longer words of letters and digits are hashes and the like: their digits are no numbers. */
const longestMixed = 12;
/** `2h30m15s` */
const longestMeasure = 9;

/** `$40.1 billion`, `2.5M`, `3bn`; the letter is read beside digits alone. */
const scaled = new RegExp(String.raw`^[^\d]{0,4}(${digits})\s?(${scaleWords})(?![\p{L}\p{N}])`, 'u');
const scaleStarts: ReadonlySet<string> = new Set('tmbkTMBK');
const scaleEnds: ReadonlySet<string> = new Set('kKMBnods');
const longestScaled = 40;

/** Goes through a text for numbers, ids, days and times. */
export function sightIn(text: string, tell: Sightings): void {
  if (!/\d/.test(text)) return;
  eachDigitWord(text, ({ start, end, letters, signs }) => {
    const length = end - start;
    if (tell.numbers && length <= longestScaled && (letters ? scaleEnds.has(text[end - 1]!) : (text[end] === ' ' && scaleStarts.has(text[end + 1] ?? '')))) sightScaled(text, start, end, letters, tell);
    if (!letters && !signs) {
      plain(text.slice(start, end), text, start, end, tell);
      return;
    }
    const isId = tell.hasId(length);
    if (letters && !signs && length > 2 && text[start] === '0') sightPrefixed(text.slice(start, end), tell);
    if (letters && !signs && length > longestMixed && !isId) return;
    const word = text.slice(start, end);
    if (isId) tell.id(word.toLowerCase());
    if (letters && !signs) {
      mixed(word, text, start, end, tell);
      return;
    }
    // The digits of a moment in time are no numbers.
    if (tell.dates ? sightDates(word, text, end, tell) : moment.test(word)) return;
    pieces(word, text, start, end, tell);
  });
}

/** `0b101010`, `0x1F`: people write them without the prefix. */
function sightPrefixed(word: string, tell: Sightings): void {
  const written = /^0[box]([0-9a-f]+)$/i.exec(word)?.[1];
  if (written === undefined) return;
  if (tell.hasId(written.length)) tell.id(written.toLowerCase());
  if (tell.numbers && written.length <= longestMixed && /^[0-9]+$/.test(written)) tell.number(Number(written));
}

function sightScaled(text: string, start: number, end: number, attached: boolean, tell: Sightings): void {
  const match = scaled.exec(text.slice(start, attached ? end : end + 12));
  if (match) for (const { value } of readingsOf(match[1]!, match[2])) tell.number(value);
}

/** @returns whether the whole word is a moment in time */
function sightDates(word: string, text: string, end: number, tell: Sightings): boolean {
  const day = isoDay.exec(word);
  if (day) {
    sightDay(dayOf(Number(day[1]), Number(day[2]), Number(day[3])), tell);
    if (day[4] !== undefined) for (const minute of minutesOf(day[4], day[5]!, undefined)) tell.minute(minute);
    return moment.test(word);
  } else {
    const other = otherDay.exec(word);
    if (other) sightDay(slashedDay(other[1]!, other[2]!, other[3]!), tell);
    const time = clock.exec(word);
    if (time) for (const minute of minutesOf(time[1]!, time[2]!, time[3] ?? /^\s?([ap])\.?m\b/i.exec(text.slice(end, end + 5))?.[1])) tell.minute(minute);
  }
  return false;
}

/** A number as JSON has it. */
export function sightNumber(value: number, tell: Sightings): void {
  tell.number(value);
  if (Number.isInteger(value)) {
    const text = String(value);
    if (tell.hasId(text.length)) tell.id(text);
  }
  if (!tell.dates) return;
  const milliseconds = value >= 1e9 && value < 4e9 ? value * 1000 : value >= 1e12 && value < 4e12 ? value : null;
  if (milliseconds === null) return;
  const day = new Date(milliseconds);
  sightDay(dayOf(day.getUTCFullYear(), day.getUTCMonth() + 1, day.getUTCDate()), tell);
  tell.minute(day.getUTCHours() * 60 + day.getUTCMinutes());
}

function sightDay(days: readonly Day[], tell: Sightings): void {
  for (const day of days) tell.day(day);
}

/** Digits alone: a number, an id, and beside the name of a month a day. */
function plain(word: string, text: string, start: number, end: number, tell: Sightings): void {
  const value = Number(word);
  if (word.length >= 10) sightNumber(value, tell);
  else tell.number(value);
  if (tell.hasId(word.length)) tell.id(word);
  if (tell.dates && value >= 1 && value <= 31 && word.length <= 2) {
    besideMonth(value, text, start, end, tell);
    sightHour(word, text, end, tell);
  }
}

/** `11 am`, `11am` */
function sightHour(hour: string, text: string, end: number, tell: Sightings): void {
  const half = /^\s?([ap])\.?m\b/i.exec(text.slice(end, end + 5))?.[1];
  if (half !== undefined) for (const minute of minutesOf(hour, '0', half)) tell.minute(minute);
}

function besideMonth(day: number, text: string, start: number, end: number, tell: Sightings): void {
  const before = /([A-Za-z]{3,9})\.?\s{1,3}(?:\d{1,2}(?:st|nd|rd|th)?\s?(?:[-–&,]|and|to)\s?)?$/.exec(text.slice(Math.max(0, start - 24), start));
  const after = /^(?:st|nd|rd|th)?(?:\s?(?:[-–&,]|and|to)\s?\d{1,2}(?:st|nd|rd|th)?)?\.?\s{1,3}(?:of\s)?([A-Za-z]{3,9})\b/.exec(text.slice(end, end + 24));
  for (const [name, rest] of [[before?.[1], text.slice(end, end + 16)], [after?.[1], after ? text.slice(end + after[0].length, end + after[0].length + 12) : '']] as const) {
    const month = name === undefined ? 0 : monthOf(name);
    if (month === 0) continue;
    const year = /^(?:st|nd|rd|th)?[\s,.]{0,3}(\d{4})(?!\d)/.exec(rest)?.[1];
    sightDay(dayOf(year === undefined ? null : Number(year), month, day), tell);
  }
}

/** The numbers and ids that a word is put together of: `$12.50`, `total:12`, `1,2,3`, `ORD-991/2`. */
function pieces(word: string, text: string, start: number, end: number, tell: Sightings): void {
  const number = word.replace(/^[^\d]{1,4}(?=\d)/, '').replace(/%$/, '');
  const whole = /^[\d.,  ’]+$/.test(number) ? readingsOf(number) : [];
  for (const { value } of whole) tell.number(value);
  const parts = word.split(/[:/,@#$%+  ’=]+/);
  if (parts.length > 1 || whole.length === 0) {
    for (const part of parts) {
      if (part === '' || !/\d/.test(part)) continue;
      const trimmed = part.replace(/^[-.]+|[-.]+$/g, '');
      if (parts.length > 1 && tell.hasId(trimmed.length)) tell.id(trimmed.toLowerCase());
      if (/^\d+(?:\.\d+)?$/.test(trimmed)) tell.number(Number(trimmed));
      else numbersWithin(trimmed, tell);
    }
  }
  if (tell.dates && /^\d{1,2}[-–]\d{1,2}$/.test(word)) for (const day of word.split(/[-–]/)) besideMonth(Number(day), text, start, end, tell);
}

/** Letters and digits alone: `12kg`, `11am`, `3rd`, `HAT136`. */
function mixed(word: string, text: string, start: number, end: number, tell: Sightings): void {
  if (tell.dates && end - start <= 5) {
    const hour = /^(\d{1,2})([ap])m$/i.exec(word);
    if (hour) for (const minute of minutesOf(hour[1]!, '0', hour[2])) tell.minute(minute);
    const suffixed = /^(\d{1,2})(?:st|nd|rd|th)$/i.exec(word);
    if (suffixed) besideMonth(Number(suffixed[1]), text, start, start + suffixed[1]!.length, tell);
  }
  numbersWithin(word, tell);
}

/** `12kg`, `2h30m`, `user_12345`, `10-12`: but not the digits of a hash. */
function numbersWithin(part: string, tell: Sightings): void {
  if (!tell.numbers || part.length > 40) return;
  for (const piece of part.split(/[-_]/)) {
    if (/^\d+(?:\.\d+)?$/.test(piece)) tell.number(Number(piece));
    else if (piece.length <= longestMeasure && /^(?:\d+(?:\.\d+)?[A-Za-z]{1,3}){1,3}$|^[A-Za-z]{1,3}\d+(?:\.\d+)?$/.test(piece)) for (const [digits] of piece.matchAll(/\d+(?:\.\d+)?/g)) tell.number(Number(digits));
    else if (/^[A-Za-z]*\d{4,}$/.test(piece)) {
      const digits = piece.replace(/^[A-Za-z]+/, '');
      if (tell.hasId(digits.length)) tell.id(digits);
    }
  }
}
