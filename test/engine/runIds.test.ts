import { expect, test } from 'vitest';
import { newRunId } from '../../src/engine/runFiles.ts';

test('runs of one second stand in the order in which they were begun, whatever their salt', () => {
  const ids = [newRunId(new Date('2026-11-20T10:55:12.083Z'), 'ffff'), newRunId(new Date('2026-11-20T10:55:12.900Z'), '0000'), newRunId(new Date('2026-11-20T10:55:13.001Z'), '1111')];
  expect(ids.toSorted()).toEqual(ids);
  expect(ids[0]).toBe('2026-11-20T10-55-12-083-ffff');
});
