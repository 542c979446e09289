import type { ImportWarning } from '../core/model/problem.ts';

const shownAtMost = 100;
const rangesShown = 8;

type Range = { readonly from: number; to: number };
type Told = { readonly line: number | null; readonly message: string; times: number; readonly ranges: Range[]; lines: number };

/** The warnings of one file. One that comes again is folded into the first, which then lists the lines: a bad export says one thing of each. */
export function createWarnings() {
  const told = new Map<string, Told>();
  let more = 0;

  return {
    add(line: number | null, message: string): void {
      const key = line === null ? message : message.replace(`ine ${line} `, 'ine ');
      const before = told.get(key);
      if (before === undefined && told.size >= shownAtMost) {
        more++;
        return;
      }
      const each = before ?? { line, message, times: 0, ranges: [], lines: 0 };
      if (before === undefined) told.set(key, each);
      each.times++;
      const last = each.ranges.at(-1);
      if (line === null || (last !== undefined && line >= last.from && line <= last.to)) return;
      each.lines++;
      if (last !== undefined && line === last.to + 1) last.to = line;
      else each.ranges[Math.min(each.ranges.length, rangesShown)] = { from: line, to: line };
    },
    /** Different ones; beyond those that are shown, each counts. */
    count: (): number => told.size + more,
    shown: (): readonly ImportWarning[] => [...told.values()].map(({ line, message, times, ranges, lines }) => {
      if (lines > 1) return { line, message: `${message} This is so on ${lines} lines: ${inWords(ranges)}.` };
      return { line, message: times > 1 ? `${message} This is so ${times} times.` : message };
    }),
  };
}

/** `3, 4 and 6 to 8` */
function inWords(ranges: readonly Range[]): string {
  const words = ranges.slice(0, rangesShown).flatMap(({ from, to }) => (to === from ? [`${from}`] : to === from + 1 ? [`${from}`, `${to}`] : [`${from} to ${to}`]));
  if (ranges.length > rangesShown) return `${words.join(', ')} and others`;
  return words.length === 1 ? words.join() : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
