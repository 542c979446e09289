import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { measuredInWords, recallInWords, signalInWords } from '../../../src/core/display/signalWords.ts';
import { insightsOf } from '../../../src/core/insights/insightsOf.ts';
import { Config } from '../../../src/core/model/config.ts';
import { signalIds } from '../../../src/core/model/signals.ts';
import { isNoisy, measuredSignals, signalsOn } from '../../../src/core/signals/measured.ts';
import { signalRules } from '../../../src/core/signals/registry.ts';
import { assemble } from '../../../src/core/trajectory/assemble.ts';
import { assistant, span, tool, trace } from '../trajectory/spans.ts';
import { judgements, measuredBy, printedMeasures } from './judgements.ts';

describe('which signals are looked for', () => {
  it('names them as the registry does', () => {
    expect(signalRules.map(({ id }) => id)).toEqual(signalIds);
  });

  it('leaves out what was wrong too often, of enough hits', () => {
    expect([{ right: 6, of: 10 }, { right: 7, of: 10 }, { right: 1, of: 9 }, { right: 13, of: 20 }, undefined].map(isNoisy)).toEqual([true, false, true, true, false]);
    expect([{ right: 2, of: 5 }, { right: 3, of: 5 }, { right: 0, of: 4 }].map(isNoisy)).toEqual([true, false, false]);
    const on = (settings: Config['signals']) => [...signalsOn(settings, { slow: { right: 6, of: 10 }, loop: { right: 10, of: 10 } })];
    const usual = signalIds.filter((id) => id !== 'slow');
    expect(on(undefined)).toEqual(usual);
    expect(on({ on: ['slow'] })).toEqual(signalIds);
    expect(on({ off: ['loop', 'longStall'] })).toEqual(usual.filter((id) => id !== 'loop' && id !== 'longStall'));
    expect(on({ on: ['slow'], off: ['slow'] })).toEqual(usual);
  });

  it('refuses a name that no signal has', () => {
    expect(Config.safeParse({ signals: { off: ['slow'], on: [] } }).success).toBe(true);
    expect(Config.safeParse({ signals: { off: ['slowness'] } }).success).toBe(false);
    expect(Config.safeParse({ signals: { quiet: ['slow'] } }).success).toBe(false);
  });

  it('shows the others, says which are off, and leaves to a signal that is on what one that is off would have told', () => {
    const spans = [span('run', { kind: 'agent' }), tool('t', 'getOrder', { id: 1 }, { parentId: 'run', status2: 'error', result: 'broke' }), span('m', { kind: 'llm', parentId: 'run', output: [assistant('It is on its way.')] })];
    const found = (signals: Config['signals']) => insightsOf(trace(spans), assemble(spans), { ...(signals ? { signals } : {}) });
    expect(found(undefined).signals.map(({ id }) => id)).toEqual(['toolErrorNotRecovered']);
    const without = found({ off: ['toolErrorNotRecovered'] });
    expect(without.signals.map(({ id, measured }) => [id, measured])).toEqual([['failedCalls', measuredSignals.failedCalls ?? null]]);
    expect(without.signalsOff).toContain('Tool error not recovered');
  });
});

it('is said of each signal how often it was right', () => {
  expect(measuredInWords({ right: 14, of: 15 })).toBe('right in 14 of 15 looked at');
  expect(measuredInWords({ right: 1, of: 2 })).toBe('right in 1 of 2 looked at, too few to tell');
  expect(measuredInWords(null)).toBe('not measured yet');
  expect(recallInWords({ right: 1, of: 2 })).toBe('how much it misses is not measured');
  expect(recallInWords({ right: 9, of: 9, recall: { share: 1, low: 0.21, high: 1, missed: 0, read: 40 } })).toBe('none missed in 40 traces without a hit, so it finds 21 % of what is there or more');
  expect(recallInWords({ right: 9, of: 9, recall: { share: 0.42, low: 0.18, high: 0.74, missed: 2, read: 40 } })).toBe('2 missed in 40 traces without a hit, so it finds about 42 % of what is there (18 % to 74 %)');
  const signal = { id: 'loop', title: 'Loop', steps: [3], why: '3 rounds', tag: '3 rounds', severity: 'warning', measured: { right: 1, of: 1 } } as const;
  expect(signalInWords(signal)).toBe('Loop: 3 rounds\nLoop on real traces: right in 1 of 1 looked at, too few to tell.');
});

describe('how often signals were right', () => {
  it('is what the judgements say', () => {
    expect(measuredSignals).toEqual(measuredBy(judgements));
    for (const { why, but, first, second } of judgements) expect([why !== '', but !== undefined]).toEqual([true, second !== null && first !== second]);
  });

  it('is printed in README.md; UPDATE=1 writes it anew', () => {
    const file = join(import.meta.dirname, '../../../README.md');
    const text = readFileSync(file, 'utf8');
    const printed = printedMeasures(judgements);
    const old = /\| signal \| right \|[^]*?Not measured[^\n]*/.exec(text)?.[0] ?? '';
    if (process.env['UPDATE']) writeFileSync(file, text.replace(old, () => printed));
    else expect(old).toBe(printed);
  });
});
