import type { Json, JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { Score } from '../model/trace.ts';
import type { Format, ReadReport, Sample, Source, SourceRecord, TraceFragment } from './format.ts';
import { recordOf } from './format.ts';
import { textOf, wordOf } from './jsonText.ts';
import { createEventTeller, isEvent } from './openHands/eventsV0.ts';
import { isReadable, rowsIn } from './rows.ts';
import { spansOfLog, unlessPriced, withRoot } from './sessionLog.ts';
import { contentId } from './values/contentId.ts';
import { mapOf, restOf } from './values/fields.ts';
import { pricedCost } from './values/reportedCost.ts';

type Entry = { readonly event: JsonMap; readonly record: SourceRecord };

const holders = ['history', 'trajectory', 'events'] as const;

/** A row of an evaluation's output, or what the server answers, with the events of a run in a list. */
function eventsOf(value: unknown): readonly Json[] | undefined {
  if (!isJsonMap(value)) return undefined;
  return holders.map((key) => value[key]).find((list): list is readonly Json[] => Array.isArray(list) && list.some(isEvent));
}

const isRow = (value: JsonMap) => eventsOf(value) !== undefined;

/** A trajectory of OpenHands before version 1: a list of actions and observations, each with its cause (FORMATS 10). */
export const openHandsV0: Format = {
  id: 'openhands-v0',
  title: 'OpenHands trajectories (version 0)',
  example: '[{"id":0,"timestamp":"2025-05-01T10:00:00","source":"user","action":"message","args":{"content":"…"}},{"id":1,"source":"agent","action":"run","args":{"command":"ls"}},{"id":2,"source":"agent","observation":"run","content":"README.md","cause":1}]',
  documentedOnly: true,
  repeats: 'separate',

  detect({ records }: Sample): string | undefined {
    for (const { value, line } of records) if (rowsIn(value, isRow).some((each) => eventsOf(each) !== undefined)) return `a list of actions and observations on line ${line}`;
    const events = records.filter(({ value }) => isEvent(value));
    return events.length > 1 && events.length * 2 >= records.length ? `actions and observations on line ${events[0]?.line ?? 1}` : undefined;
  },

  *read(source: Source, report: ReadReport): Generator<TraceFragment> {
    const entries: Entry[] = [];
    for (const record of source.records) {
      const warn = (message: string) => report.warn(record.line, message, record.file);
      if (!isReadable(record.value)) warn('The record is nested too deep to be read; left out.');
      else if (isEvent(record.value)) entries.push({ event: record.value, record });
      else {
        for (const row of rowsIn(record.value, isRow)) {
          const events = eventsOf(row);
          if (events === undefined || !isJsonMap(row)) warn('Neither an action nor an observation; left out.');
          else {
            const own = events.filter(isEvent);
            if (own.length < events.length) warn(`${events.length - own.length} entries of the run are neither an action nor an observation; left out.`);
            yield readRun(own.map((event) => ({ event, record })), row, source, record);
          }
        }
      }
    }
    const [first] = entries;
    if (first !== undefined) yield readRun(entries, {}, source, first.record);
  },
};

function readRun(entries: readonly Entry[], row: JsonMap, source: Source, record: SourceRecord): TraceFragment {
  const spans = spansOfLog(source, record, (log, at) => {
    const { tell } = createEventTeller(log);
    for (const entry of entries) tell(entry.event, (timeUs) => at(timeUs, entry.record));
  });
  const instance = wordOf(row['instance_id']);
  const metrics = mapOf(row['metrics']);
  const test = mapOf(row['test_result']);
  const failed = textOf(row['error']);
  return {
    nativeId: `${instance === '' ? '' : `${instance}/`}${contentId([row['instance_id'] ?? null, entries[0]?.event ?? null])}`,
    header: {
      name: instance === '' ? null : instance, agent: 'OpenHands', scores: scoresOf(row, test),
      metadata: restOf(row, ...holders, 'instance_id', 'metrics', 'instruction'),
    },
    spans: withRoot(spans, () => ({ cost: unlessPriced(spans, pricedCost(metrics['accumulated_cost'])), ...(failed === null ? {} : { status: 'error', statusMessage: failed }) })),
    record: recordOf(record),
  };
}

function scoresOf(row: JsonMap, test: JsonMap): readonly Score[] {
  return (['resolved', 'score', 'result'] as const).flatMap((name): Score[] => {
    const value = row[name] ?? test[name];
    return typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value)) ? [{ name, value, source: 'code', comment: null, spanId: null }] : [];
  });
}
