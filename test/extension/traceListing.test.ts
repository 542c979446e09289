import { expect, test } from 'vitest';
import type { TraceQuery } from '../../src/protocol/traceApi.ts';
import { pageSize, TraceListing } from '../../src/extension/tree/traceListing.ts';
import { summary } from './summaries.ts';

function listingOver(count: number) {
  const asked: TraceQuery[] = [];
  const all = Array.from({ length: count }, (_, index) => summary({ id: `tr_${index}` }));
  const listing = new TraceListing({
    listTraces: async (query) => {
      asked.push(query);
      return { traces: all.slice(query.offset, (query.offset ?? 0) + (query.limit ?? 50)), total: count, failing: 3, unlabelled: count };
    },
    failureClasses: async () => [{ id: 'tool_selection', name: 'Tool choice' }],
  }, () => 'ben');
  return { listing, asked };
}

test('a page at a time, until all are there', async () => {
  const { listing, asked } = listingOver(pageSize + 30);
  await listing.load({});
  expect([listing.traces.length, listing.left]).toEqual([pageSize, 30]);
  listing.wantMore();
  await listing.load({});
  expect([listing.traces.length, listing.left]).toEqual([pageSize + 30, 0]);
  expect(asked.map(({ limit }) => limit)).toEqual([pageSize, pageSize * 2]);
});

test('the filter goes to the engine, newest first, and all are counted beside it', async () => {
  const { listing, asked } = listingOver(2);
  await listing.load({ text: 'refund', failing: true });
  expect(asked).toEqual([{ text: 'refund', failing: true, reader: 'ben', sort: 'newest', limit: pageSize, offset: 0 }, { limit: 1 }]);
});

test('classes are called by their names, unknown ones by their ids', async () => {
  const { listing } = listingOver(1);
  await listing.load({});
  expect([listing.className('tool_selection'), listing.className('own')]).toEqual(['Tool choice', 'own']);
});
