import { groupWords, isGroupBy, type GroupBy } from '../display/traceGroups.ts';
import { isDay } from './filterText.ts';
import { filterValues, periods, type Period, type TraceFilter } from './traceFilter.ts';

/** How the view was left in this workspace. */
export type ViewSettings = { readonly groupBy: GroupBy; readonly filter: TraceFilter };
/** The part of VS Code's Memento that is used. */
type Memory = { get(key: string): unknown; update(key: string, value: unknown): Thenable<void> };

const key = 'casebook.traces.view';

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** What of a kept filter still has a meaning: another version may have written it. */
function readFilter(kept: unknown): TraceFilter {
  if (!isRecord(kept)) return {};
  const filter: Record<string, unknown> = {};
  for (const by of filterValues) if (typeof kept[by] === 'string' || (kept[by] === null && by in groupWords && by !== 'file')) filter[by] = kept[by];
  if (typeof kept['text'] === 'string') filter['text'] = kept['text'];
  for (const flag of ['failing', 'unlabelled']) if (typeof kept[flag] === 'boolean') filter[flag] = kept[flag];
  if (typeof kept['minLatencyMs'] === 'number') filter['minLatencyMs'] = kept['minLatencyMs'];
  if (typeof kept['period'] === 'string' && Object.hasOwn(periods, kept['period'])) filter['period'] = kept['period'] as Period;
  for (const day of ['since', 'until']) if (typeof kept[day] === 'string' && isDay(kept[day])) filter[day] = kept[day];
  return filter as TraceFilter;
}

export function readViewSettings(memory: Pick<Memory, 'get'>): ViewSettings {
  const kept = memory.get(key);
  if (!isRecord(kept)) return { groupBy: 'day', filter: {} };
  return { groupBy: isGroupBy(kept['groupBy']) ? kept['groupBy'] : 'day', filter: readFilter(kept['filter']) };
}

export function keepViewSettings(memory: Pick<Memory, 'update'>, settings: ViewSettings): Thenable<void> {
  return memory.update(key, settings);
}
