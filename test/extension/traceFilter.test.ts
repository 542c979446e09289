import { describe, expect, test } from 'vitest';
import { isDay, parseLatency } from '../../src/extension/tree/filterText.ts';
import { filterParts, filterWords, isFiltering, queryOf, type TraceFilter } from '../../src/extension/tree/traceFilter.ts';
import { keepViewSettings, readViewSettings } from '../../src/extension/tree/viewMemory.ts';

const className = (id: string): string => ({ tool_selection: 'Tool choice' })[id] ?? id;

test.each<[TraceFilter, string]>([
  [{}, ''],
  [{ text: '' }, ''],
  [{ failing: true, text: 'refund' }, 'failing, containing “refund”'],
  [{ tool: 'getOrder', unlabelled: true, period: 'week' }, 'not reviewed, tool getOrder, last 7 days'],
  [{ tool: null, session: null }, 'no tool call, no session'],
  [{ failure: 'tool_selection', minLatencyMs: 2500 }, 'failure class Tool choice, at least 2.50 s'],
  [{ file: 'exports/nightly/week.jsonl', since: '2026-11-03', until: '2026-11-09' }, 'source file week.jsonl, since 2026-11-03, until 2026-11-09'],
])('%j is called “%s”', (filter, words) => {
  expect(filterWords(filter, className)).toBe(words);
  expect(isFiltering(filter)).toBe(words !== '');
});

test('each part can be taken away, and the others stay', () => {
  const filter: TraceFilter = { failing: true, tool: null, text: 'refund' };
  expect(filterParts(filter, className).map(({ key, without }) => [key, without])).toEqual([
    ['failing', { tool: null, text: 'refund' }], ['text', { failing: true, tool: null }], ['tool', { failing: true, text: 'refund' }],
  ]);
});

describe('days are those of this machine', () => {
  const now = new Date(2026, 10, 20, 15, 30);
  test.each<[TraceFilter, Date | undefined, Date | undefined]>([
    [{ period: 'today' }, new Date(2026, 10, 20), undefined],
    [{ period: 'week' }, new Date(2026, 10, 14), undefined],
    [{ period: 'month' }, new Date(2026, 9, 22), undefined],
    [{ since: '2026-10-24', until: '2026-10-25' }, new Date(2026, 9, 24), new Date(2026, 9, 26)],
    [{ until: '2026-12-31' }, undefined, new Date(2027, 0, 1)],
  ])('%j', (filter, since, until) => {
    expect(queryOf({ ...filter, tool: 'getOrder' }, now)).toEqual({ tool: 'getOrder', ...(since ? { since: since.toISOString() } : {}), ...(until ? { until: until.toISOString() } : {}) });
  });
});

test.each([
  ['800 ms', 800], ['800ms', 800], ['2.5 s', 2500], ['2,5', 2500], ['1 min', 60_000], ['2h', 7_200_000],
  ['', undefined], ['fast', undefined], ['-1 s', undefined], ['3 days', undefined], ['1e9', undefined], ['5 constructor', undefined],
])('latency %j', (text, ms) => expect(parseLatency(text)).toBe(ms));

test.each([['2026-11-03', true], ['2026-02-29', false], ['2028-02-29', true], ['2026-13-01', false], ['3 Nov', false], ['', false]])('day %j', (text, is) => expect(isDay(text)).toBe(is));

describe('the view is remembered', () => {
  function memory(kept?: unknown) {
    let value = kept;
    return { get: () => value, update: async (_key: string, now: unknown) => { value = JSON.parse(JSON.stringify(now)); } };
  }

  test('as it was left', async () => {
    const settings = { groupBy: 'tool', filter: { failing: true, tool: null, user: 'ada', text: 'refund', minLatencyMs: 5, period: 'week' } } as const;
    const kept = memory();
    await keepViewSettings(kept, settings);
    expect(readViewSettings(kept)).toEqual(settings);
  });

  test.each([[undefined], [null], ['day'], [{ groupBy: 'colour', filter: 'x' }], [{ filter: { text: 7, period: 'year', since: 'soon', file: null, unknown: true, failing: 'yes' } }]])('and what has no meaning is dropped: %j', (kept) => {
    expect(readViewSettings(memory(kept))).toEqual({ groupBy: 'day', filter: {} });
  });
});
