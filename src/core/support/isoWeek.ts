const dayMs = 24 * 60 * 60 * 1000;

/** A week from Monday to Sunday: `id` as ISO 8601 writes it, `from` its Monday. */
export type IsoWeek = { readonly id: string; readonly from: string };

/** The ISO week of a day of the calendar, given as the UTC midnight of that day. */
function weekOfDay(dayUtcMs: number): IsoWeek {
  const monday = dayUtcMs - ((new Date(dayUtcMs).getUTCDay() + 6) % 7) * dayMs;
  // A week belongs to the year that has its Thursday.
  const thursday = new Date(monday + 3 * dayMs);
  const year = thursday.getUTCFullYear();
  const number = 1 + Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * dayMs));
  return { id: `${year}-W${String(number).padStart(2, '0')}`, from: new Date(monday).toISOString().slice(0, 10) };
}

/** The week after, or before it where `weeks` is negative. */
export const weekAfter = ({ from }: IsoWeek, weeks = 1): IsoWeek => weekOfDay(Date.parse(from) + weeks * 7 * dayMs);

/**
 * Which ISO week a moment lies in, by the calendar of a time zone; UTC where the zone is none. Quarter hours are remembered, as no zone is
 * shifted by less, and asking the calendar takes longer than all the rest of a report.
 */
export function isoWeeks(timeZone = 'UTC'): (us: number) => IsoWeek {
  const made = zones.get(timeZone) ?? weeksOf(timeZone);
  zones.set(timeZone, made);
  return made;
}

const zones = new Map<string, (us: number) => IsoWeek>();

function weeksOf(timeZone: string): (us: number) => IsoWeek {
  const calendar = calendarOf(timeZone);
  const known = new Map<number, IsoWeek>();
  return (us) => {
    const quarter = Math.floor(us / 900_000_000);
    let week = known.get(quarter);
    if (week === undefined) {
      const parts = calendar.formatToParts(quarter * 900_000);
      const part = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.find((each) => each.type === type)?.value);
      week = weekOfDay(Date.UTC(part('year'), part('month') - 1, part('day')));
      known.set(quarter, week);
    }
    return week;
  };
}

function calendarOf(timeZone: string): Intl.DateTimeFormat {
  const fields = { calendar: 'iso8601', year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  try {
    return new Intl.DateTimeFormat('en-US', { ...fields, timeZone });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return new Intl.DateTimeFormat('en-US', { ...fields, timeZone: 'UTC' });
  }
}
