import { describe, expect, test } from 'vitest';
import { datedDescription, groupedDescription, outcomeWords, rowDescription, rowTitle, spokenRow, traceName, traceTitle } from '../../src/extension/display/traceRow.ts';
import { formatDate, formatTimeOfDay } from '../../src/core/display/time.ts';
import { label, summary } from './summaries.ts';

const className = (id: string): string => ({ tool_selection: 'Tool choice' })[id] ?? id;
/** Of the summaries' start, in the time zone of whoever runs this. */
const time = formatTimeOfDay(summary().startUs ?? 0);
const nothing = { startUs: null, latencyMs: null, inputTokens: null, outputTokens: null, costUsd: null } as const;

describe('the title of a row', () => {
  test('is the question, in one line and cut', () => {
    expect(traceTitle(summary({ query: 'Where\n is it?' }))).toBe('Where is it?');
    expect(traceTitle(summary({ query: 'x'.repeat(500) }))).toHaveLength(49);
  });

  test('is cut between words to leave room for what stands beside it', () => {
    expect(rowTitle(summary())).toBe(summary().query);
    expect(rowTitle(summary({ query: '________\n## Cancel order 12420' }))).toBe('Cancel order 12420');
    expect(rowTitle(summary({ query: '---' }))).toBe('---');
    expect(rowTitle(summary({ query: 'x'.repeat(500) }))).toHaveLength(81);
  });

  test('turns no text round, and holds no half of a character', () => {
    const query = '\u202egnp.exe\u202c \ud800 \u001b[31mred';
    expect(traceTitle(summary({ query }))).toBe('‹U+202E›gnp.exe‹U+202C› ‹U+D800› red');
    expect(rowTitle(summary({ query }))).toBe('‹U+202E›gnp.exe‹U+202C› ‹U+D800› red');
    expect(traceName(summary({ query, startUs: null }))).toBe('“‹U+202E›gnp.exe‹U+202C› ‹U+D800› red”');
    expect(() => encodeURIComponent(traceTitle(summary({ query })))).not.toThrow();
  });

  test('names one run among those that ask the same', () => {
    expect(traceName(summary())).toBe(`“What is the status of order 12345?”, ${formatDate(summary().startUs ?? 0)}`);
    expect(traceName(summary({ startUs: null }))).toBe('“What is the status of order 12345?”');
  });

  test('is the export’s own name where no question is recorded, else its id', () => {
    expect(traceTitle(summary({ query: null }))).toBe('support');
    expect(traceTitle(summary({ query: null, name: null }))).toBe('run-1');
  });
});

describe('the description of a row', () => {
  test('begins with the time of day, then gives latency, tokens and cost', () => {
    expect(rowDescription(summary(), className)).toBe(`${time} · 9.17 s · 13,569 tokens · $0.0026`);
    expect(datedDescription(summary({ ...nothing, startUs: summary().startUs }), className)).toBe(formatDate(summary().startUs ?? 0));
  });

  test('leaves out what is not recorded and invents no zero', () => {
    expect(rowDescription(summary(nothing), className)).toBe('');
    expect(rowDescription(summary({ ...nothing, inputTokens: 0 }), className)).toBe('0 tokens');
  });

  test('ends with what the icon says less exactly', () => {
    expect(rowDescription(summary({ failing: 'rejected', costUsd: null, inputTokens: null, outputTokens: null }), className)).toBe(`${time} · 9.17 s · rejected`);
    expect(rowDescription(summary({ ...nothing, label: label({ class: { class: 'tool_selection' } }), failing: 'label' }), className)).toBe('tool choice');
    expect(rowDescription(summary({ ...nothing, failing: 'rejected' }), className)).toBe('rejected');
    expect(rowDescription(summary({ ...nothing, failing: 'error', firstError: { step: 3, name: 'getOrder', message: null } }), className)).toBe('getOrder failed');
  });
});

test('a row whose verdicts are hidden says that others judged it, behind what it says of itself', () => {
  expect(rowDescription(summary({ ...nothing, hidden: 1 }), className)).toBe('judged by others');
  expect(rowDescription(summary({ ...nothing, hidden: 1, failing: 'rejected' }), className)).toBe('rejected · judged by others');
});

describe('the outcome in words', () => {
  test.each([
    [summary(), 'Not reviewed'],
    [summary({ failing: 'rejected' }), 'Rejected by the user'],
    [summary({ failing: 'error', firstError: { step: 4, name: 'searchOrders', message: 'boom' } }), 'Failed, step 4 searchOrders'],
    [summary({ label: label(), failing: 'label' }), 'Labelled fail, by jonas'],
    [summary({ label: label({ class: { class: 'tool_selection' } }), failing: 'label' }), 'Labelled fail, Tool choice, by jonas'],
    [summary({ label: label({ verdict: 'pass' }), failing: null }), 'Labelled pass, by jonas'],
    [summary({ label: label({ verdict: 'defer' }), failing: null }), 'Deferred, by jonas'],
    [summary({ hidden: 1 }), 'Not reviewed by you, judged by others; hidden until you judge it'],
    [summary({ hidden: 2, failing: 'rejected' }), 'Rejected by the user, judged by others; hidden until you judge it'],
    [summary({ hidden: 1, label: label({ verdict: 'defer', by: 'ben' }) }), 'Deferred, by ben, judged by others; hidden until you judge it'],
  ])('%#', (trace, words) => expect(outcomeWords(trace, className)).toBe(words));

  test('is read out between title and figures', () => {
    expect(spokenRow(summary(), className)).toBe(`What is the status of order 12345?, Not reviewed, ${time} · 9.17 s · 13,569 tokens · $0.0026`);
  });
});

test('in a group of several days a row says which: the time today, the day within a week, else the date', () => {
  const startUs = new Date(2026, 1, 3, 9, 12).getTime() * 1000;
  const said = (...now: readonly [number, number, number]) => groupedDescription(summary({ startUs, latencyMs: 9170, inputTokens: null, outputTokens: null, costUsd: null }), (id) => id, new Date(...now));
  const at = formatTimeOfDay(startUs);
  expect([said(2026, 1, 3), said(2026, 1, 4), said(2026, 5, 1), said(2027, 0, 1)]).toEqual([`${at} · 9.17 s`, `Tue ${at} · 9.17 s`, '3 Feb · 9.17 s', '3 Feb 2026 · 9.17 s']);
});

describe('signals of a row', () => {
  const signal = (id: string, title: string, quiet?: true) => ({ id, title, severity: 'warning' as const, steps: [3], why: 'why', ...(quiet ? { quiet } : {}) });
  const [storm, stale, slow] = [signal('retryStorm', 'Retry storm'), signal('staleContext', 'Stale context'), signal('slow', 'Slow', true)];

  test.each([
    ['retry storm', [storm, storm]],
    ['2 signals', [storm, stale]],
    ['', [slow]],
    ['', []],
    ['', undefined],
  ])('%s', (words, signals) => expect(rowDescription(summary({ ...nothing, failing: null, firstError: null, signals }), className)).toBe(words));

  test('what a person or the user said goes before them', () => {
    expect(rowDescription(summary({ ...nothing, failing: 'rejected', signals: [storm, stale] }), className)).toBe('rejected');
  });
});
