import { expect, test } from 'vitest';
import { reviewedAmong } from '../../../../src/core/review/patterns/reviewed.ts';
import { toolSelection } from '../../../../src/core/review/patterns/toolSelection.ts';
import type { OfferedSet } from '../../../../src/core/review/patterns/toolSelection.ts';
import { fail, labelled, traffic, us } from './generatedTraffic.ts';

const set = (id: string, texts: Readonly<Record<string, string>>): OfferedSet => ({ id, texts: new Map(Object.entries(texts)) });
const vague = set('vague', { handleData: 'Handles data', searchOrders: 'Searches orders' });
const clear = set('clear', { createShipmentFromOrder: 'Creates a shipment', searchOrders: 'Searches orders by customer. Returns ids.' });
const bySet = (id: string): OfferedSet => (id.startsWith('new') ? clear : vague);
const measure = (options: Parameters<typeof traffic>[0]) => toolSelection(reviewedAmong(traffic(options), undefined).reviewed, bySet).changes[0]!;

test('a rename is told with what it changed, and the true accuracies lie within the intervals', () => {
  const change = measure({ seed: 7, n: 600, before: 0.6, after: 0.87 });
  expect(change).toMatchObject({ from: 'vague', to: 'clear', added: ['createShipmentFromOrder'], removed: ['handleData'], reworded: ['searchOrders'], cases: null });
  expect(change.before.n + change.after.n).toBeLessThan(1200 * 0.75);
  expect(change.before.interval!.low).toBeLessThan(0.6);
  expect(change.before.interval!.high).toBeGreaterThan(0.6);
  expect(change.after.interval!.low).toBeLessThan(0.87);
  expect(change.after.interval!.high).toBeGreaterThan(0.87);
  expect(change.test!.p).toBeLessThan(0.001);
});

test('over many agents the truth lies in 95 % of the intervals, and a change without effect is called one in about 5 % of cases', () => {
  const rounds = 400;
  let [covered, alarms, seen] = [0, 0, 0];
  for (let seed = 1; seed <= rounds; seed++) {
    const real = measure({ seed, n: 150, before: 0.6, after: 0.87 });
    for (const [{ interval }, truth] of [[real.before, 0.6], [real.after, 0.87]] as const) if (interval!.low <= truth && truth <= interval!.high) covered++;
    if (real.test!.p < 0.05) seen++;
    if (measure({ seed: seed + 10_000, n: 150, before: 0.8, after: 0.8 }).test!.p < 0.05) alarms++;
  }
  expect(covered / (2 * rounds)).toBeGreaterThan(0.93);
  expect(covered / (2 * rounds)).toBeLessThan(0.975);
  expect(alarms / rounds).toBeLessThan(0.08);
  expect(seen / rounds).toBeGreaterThan(0.95);
});

const at = (id: string, day: string, label = {}) => labelled(id, { startUs: us(`2026-02-${day}T00:00:00Z`), label: { stratum: 'random', ...label } });
const found = (traces: Parameters<typeof reviewedAmong>[0], offered: (id: string) => OfferedSet | undefined = bySet) => toolSelection(reviewedAmong(traces, undefined).reviewed, offered);

test('no rate follows from traces that were chosen, or whose tools are not known', () => {
  const selection = found([at('old1', '01', { stratum: 'enriched' }), labelled('old2'), at('gone', '02'), at('new1', '03', fail('tool_selection'))], (id) => (id === 'gone' ? undefined : bySet(id)));
  expect(selection).toMatchObject({ n: 1, notRandom: 2, unknownTools: 1 });
  expect(selection.sets).toMatchObject([{ id: 'clear', measured: { n: 1, right: 0, value: 0 } }]);
  expect(selection.changes).toEqual([]);
});

test('two agents with tools of their own replace nothing of one another', () => {
  expect(found(['old1', 'new2', 'old3', 'new4', 'old5'].map((id, day) => at(id, `0${day + 1}`))).changes).toEqual([]);
});

test('the tools of another agent are no change of tools: nothing of what was offered is left, or it has another name', () => {
  const other = set('other', { finalResult: 'Ends', getAdsetInfos: 'Reads' });
  expect(found([at('old1', '01'), at('x', '09')], (id) => (id === 'x' ? other : bySet(id))).changes).toEqual([]);
  const of = (agent: string) => found([at('old1', '01'), at('new1', '09')], (id) => ({ ...bySet(id), agent: id === 'old1' ? 'support' : agent }));
  expect(of('sales').changes).toEqual([]);
  expect(of('support').changes).toMatchObject([{ from: 'vague', to: 'clear' }]);
  // Two agents with the same tools are two.
  expect(found([at('old1', '01'), at('old2', '02')], (id) => ({ ...vague, agent: id })).sets).toHaveLength(2);
});

test('a set follows on the one that was used last', () => {
  const third = set('third', { searchOrders: 'Searches' });
  const selection = found([at('old1', '01'), at('new1', '05'), at('x', '09')], (id) => (id === 'x' ? third : bySet(id)));
  expect(selection.changes.map(({ from, to, reworded }) => [from, to, reworded])).toEqual([['vague', 'clear', ['searchOrders']], ['clear', 'third', ['searchOrders']]]);
});
