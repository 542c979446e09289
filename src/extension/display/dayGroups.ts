import { formatDayHeading } from '../../core/display/time.ts';
import type { TraceSummary } from '../../core/model/trajectory.ts';

export type DayGroup = {
  /** `2026-11-03`, or `none`: stable while the days pass. */
  readonly key: string;
  readonly title: string;
  readonly traces: readonly TraceSummary[];
};

function dayKey(time: Date): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
}

/** Traces by the local day they started on, in the order they come; those without a time last. */
export function groupByDay(traces: readonly TraceSummary[], now: Date): readonly DayGroup[] {
  const groups = new Map<string, { title: string; traces: TraceSummary[] }>();
  const undated: TraceSummary[] = [];
  for (const trace of traces) {
    if (trace.startUs === null) {
      undated.push(trace);
      continue;
    }
    const day = new Date(trace.startUs / 1000);
    const key = dayKey(day);
    const group = groups.get(key);
    if (group) group.traces.push(trace);
    else groups.set(key, { title: formatDayHeading(trace.startUs, now.getTime() * 1000), traces: [trace] });
  }
  const dated = [...groups].map(([key, group]) => ({ key, ...group }));
  return undated.length > 0 ? [...dated, { key: 'none', title: 'No date', traces: undated }] : dated;
}
