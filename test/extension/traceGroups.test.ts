import { expect, test } from 'vitest';
import type { Grouping, TraceGroup, TraceQuery } from '../../src/protocol/traceApi.ts';
import { groupDescription, groupTitle, groupTooltip, joinGroups } from '../../src/extension/display/traceGroups.ts';
import { GroupListing, groupPage, groupsAtOnce } from '../../src/extension/tree/groupListing.ts';
import { nodeId, type GroupNode, type TraceNode } from '../../src/extension/tree/traceNodes.ts';
import { summary } from './summaries.ts';

const group = (value: string | null, total = 3, failing = 0): TraceGroup => ({ value, total, failing, newestUs: Date.UTC(2026, 1, 3, 12) * 1000 });
const className = (id: string): string => ({ tool_selection: 'Tool choice' })[id] ?? id;

test('a group is called by its value, a class by its name, and what has none says so', () => {
  expect([groupTitle('tool', 'getOrder', className), groupTitle('failure', 'tool_selection', className), groupTitle('file', 'exports/week.jsonl', className), groupTitle('file', 'C:\\exports\\week.jsonl', className)])
    .toEqual(['getOrder', 'Tool choice', 'week.jsonl', 'week.jsonl']);
  expect((['session', 'user', 'useCase', 'failure', 'tool', 'model'] as const).map((by) => groupTitle(by, null, className))).toEqual(['No session', 'No user', 'No use case', 'No failure class', 'No tool call', 'No model']);
  expect(groupTitle('user', '', className)).toBe('(empty)');
  expect(groupTitle('session', 'x'.repeat(80), className)).toHaveLength(33);
});

test('it says how many, how many failing, and what tells it from others', () => {
  const now = new Date(2026, 1, 20);
  const said = (by: Grouping, each: TraceGroup) => groupDescription(by, each, now);
  expect(said('tool', group('getOrder', 1240, 7))).toBe('1,240, 7 failing');
  expect(said('file', group('exports/nightly/week.jsonl'))).toBe('3 · exports/nightly');
  expect(said('session', group('s-1'))).toBe('3 · 3 Feb');
  expect(said('session', group(null))).toBe('3');
  expect(groupTooltip('failure', group('tool_selection', 1, 1), className)).toBe('Failure class: Tool choice\n1 trace, 1 failing');
});

test('groups of several folders add up, those without a value last', () => {
  expect(joinGroups([[group('a', 2, 1), group(null, 1)], [group('b', 5), group('a', 3, 1)]]).map(({ value, total, failing }) => [value, total, failing])).toEqual([['a', 5, 2], ['b', 5, 0], [null, 1, 0]]);
});

test('a trace that stands in two groups has an id in each, which a refresh does not change', () => {
  const node = (value: string | null): GroupNode => ({ kind: 'group', folder: '/w', by: 'tool', group: group(value), expanded: false });
  const trace = (within: GroupNode): TraceNode => ({ kind: 'trace', folder: '/w', trace: 'tr_1', summary: summary(), within });
  expect(new Set([nodeId(trace(node('a'))), nodeId(trace(node('b'))), nodeId(trace(node(null))), nodeId(trace(node('none')))]).size).toBe(4);
  expect(nodeId({ ...node('a'), group: group('a', 9, 9), expanded: true })).toBe(nodeId(node('a')));
});

function listingOver(groups: readonly TraceGroup[]) {
  const asked: TraceQuery[] = [];
  const listing = new GroupListing({
    groupTraces: async () => ({ groups }),
    listTraces: async (query) => {
      asked.push(query);
      return { traces: Array.from({ length: Math.min(query.limit ?? 0, 250) }, (_, n) => summary({ id: `tr_${n}` })), total: 250, failing: 0, unlabelled: 0 };
    },
  }, () => '');
  return { listing, asked };
}

test('the traces of a group come page by page, under the filter', async () => {
  const { listing, asked } = listingOver([]);
  expect((await listing.tracesOf('tool', null, { failing: true })).left).toBe(250 - groupPage);
  listing.wantMoreOf('tool', null);
  listing.wantMoreOf('tool', null);
  expect((await listing.tracesOf('tool', null, { failing: true })).left).toBe(0);
  expect((await listing.tracesOf('tool', 'getOrder', {})).left).toBe(250 - groupPage);
  expect(asked).toEqual([groupPage, 3 * groupPage].map((limit) => ({ failing: true, tool: null, reader: '', sort: 'newest', limit, offset: 0 })).concat([{ tool: 'getOrder', reader: '', sort: 'newest', limit: groupPage, offset: 0 } as never]));
});

test('of very many groups the first are shown, and those without a value', async () => {
  const { listing } = listingOver([...Array.from({ length: groupsAtOnce + 5 }, (_, n) => group(`s-${n}`)), group(null)]);
  await listing.load('session', {});
  expect([listing.groups.length, listing.left, listing.groups.at(-1)?.value]).toEqual([groupsAtOnce, 6, null]);
  listing.wantMoreGroups();
  expect([listing.groups.length, listing.left]).toEqual([groupsAtOnce + 6, 0]);
});

test('under a filter by the same thing there is that one group', async () => {
  const { listing } = listingOver([group('getOrder'), group('issueRefund')]);
  await listing.load('tool', { tool: 'issueRefund' });
  expect(listing.groups.map(({ value }) => value)).toEqual(['issueRefund']);
});
