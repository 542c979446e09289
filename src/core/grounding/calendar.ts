/** A day; the year is null where it was not written. */
export type Day = { readonly year: number | null; readonly month: number; readonly day: number };

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] as const;
export const monthWords = 'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?';
const wholeMonth = new RegExp(`^(?:${monthWords})\\.?$`, 'i');

/** 1 to 12; 0 where it is no month. */
export function monthOf(word: string): number {
  return wholeMonth.test(word) ? months.indexOf(word.slice(0, 3).toLowerCase() as (typeof months)[number]) + 1 : 0;
}

export function dayOf(year: number | null, month: number, day: number): readonly Day[] {
  return month >= 1 && month <= 12 && day >= 1 && day <= 31 && (year === null || (year >= 1000 && year <= 2999)) ? [{ year, month, day }] : [];
}

/** `02/03/2026` is the 2nd of March or the 3rd of February: both. */
export function slashedDay(a: string, b: string, year: string): readonly Day[] {
  const whole = year.length === 2 ? 2000 + Number(year) : Number(year);
  const readings = [...dayOf(whole, Number(a), Number(b)), ...(a === b ? [] : dayOf(whole, Number(b), Number(a)))];
  return readings;
}

/** Keys under which a day that stands somewhere is known: as it is, and where it has a year, as the day of any year. */
export const keysOfDay = ({ year, month, day }: Day): readonly string[] => (year === null ? [`-${month}-${day}`] : [`${year}-${month}-${day}`, `any-${month}-${day}`]);

/** Keys under which a day that is said may stand: without its year too; said without one, with any. */
export const keysForDay = ({ year, month, day }: Day): readonly string[] => [year === null ? `any-${month}-${day}` : `${year}-${month}-${day}`, `-${month}-${day}`];

/** Minutes of the day. Without am or pm, an hour up to 12 may be either. */
export function minutesOf(hour: string, minute: string, half: string | undefined): readonly number[] {
  const [h, m] = [Number(hour), Number(minute)];
  if (h > 24 || m > 59 || (half !== undefined && (h < 1 || h > 12))) return [];
  if (half !== undefined) return [((h % 12) + (/^p/i.test(half) ? 12 : 0)) * 60 + m];
  return h >= 1 && h <= 12 ? [h * 60 + m, ((h + 12) % 24) * 60 + m] : [(h % 24) * 60 + m];
}
