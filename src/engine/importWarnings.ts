import { z } from 'zod';
import type { ImportWarning } from '../core/model/problem.ts';

const shownAtMost = 100;
const rangesShown = 8;
/** What was counted in a file that grows is counted on. */
const counted = /\b\d+ of \d+ rows\b/;

const Range = z.object({ from: z.number(), to: z.number() });
const Told = z.object({ line: z.number().nullable(), message: z.string(), file: z.string().optional(), times: z.number(), ranges: z.array(Range), lines: z.number() });
type Told = z.infer<typeof Told>;
/** What a reading has told, to be told again with what is read later. */
export const ToldWarnings = z.object({ told: z.array(Told), more: z.number() });
export type ToldWarnings = z.infer<typeof ToldWarnings>;

/** The warnings of one file. One that comes again is folded into the first, which then lists the lines: a bad export says one thing of each. */
export function createWarnings() {
  const told = new Map<string, Told>();
  /** Of the whole file, from an earlier reading of its beginning. */
  const before = new Set<string>();
  let more = 0;

  function keyOf(line: number | null, message: string, file: string | undefined): string {
    const text = line === null ? message.replace(counted, 'rows') : message.replace(`ine ${line} `, 'ine ');
    return file === undefined ? text : `${file}\0${text}`;
  }

  return {
    add(line: number | null, message: string, file?: string): void {
      const key = keyOf(line, message, file);
      const earlier = told.get(key);
      if (line === null && before.has(key)) {
        if (earlier && counted.test(message)) {
          told.delete(key);
          told.set(key, { ...earlier, message });
        }
        return;
      }
      if (earlier === undefined && told.size >= shownAtMost) {
        more++;
        return;
      }
      const each: Told = earlier ?? { line, message, times: 0, ranges: [], lines: 0, ...(file === undefined ? {} : { file }) };
      if (earlier === undefined) told.set(key, each);
      each.times++;
      const last = each.ranges.at(-1);
      if (line === null || (last !== undefined && line >= last.from && line <= last.to)) return;
      each.lines++;
      if (last !== undefined && line === last.to + 1) last.to = line;
      else each.ranges[Math.min(each.ranges.length, rangesShown)] = { from: line, to: line };
    },
    /** Tells what an earlier reading of the beginning told. */
    restore(state: ToldWarnings): void {
      for (const each of state.told) {
        const key = keyOf(each.line, each.message, each.file);
        told.set(key, { ...each, ranges: each.ranges.map((range) => ({ ...range })) });
        if (each.line === null) before.add(key);
      }
      more = state.more;
    },
    state: (): ToldWarnings => structuredClone({ told: [...told.values()], more }),
    /** Different ones; beyond those that are shown, each counts. */
    count: (): number => told.size + more,
    shown: (): readonly ImportWarning[] => [...told.values()].map(({ line, message, file, times, ranges, lines }) => {
      const place = { line, ...(file === undefined ? {} : { file }) };
      if (lines > 1) return { ...place, message: `${message} This is so on ${lines} lines: ${inWords(ranges)}.` };
      return { ...place, message: times > 1 ? `${message} This is so ${times} times.` : message };
    }),
  };
}

/** `3, 4 and 6 to 8` */
function inWords(ranges: readonly z.infer<typeof Range>[]): string {
  const words = ranges.slice(0, rangesShown).flatMap(({ from, to }) => (to === from ? [`${from}`] : to === from + 1 ? [`${from}`, `${to}`] : [`${from} to ${to}`]));
  if (ranges.length > rangesShown) return `${words.join(', ')} and others`;
  return words.length === 1 ? words.join() : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
