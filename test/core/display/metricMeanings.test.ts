import { expect, test } from 'vitest';
import { metricMeaning } from '../../../src/core/display/metricMeanings.ts';
import { metricTable } from '../../../src/core/evaluators/evaluate.ts';

test('every metric of the table has a title of its own and a sentence that says what it is', () => {
  const told = metricTable.map(({ id }) => ({ id, meaning: metricMeaning(id) }));
  expect(told.filter(({ meaning }) => !meaning || !/^[A-Z].*\.$/.test(meaning.says)).map(({ id }) => id)).toEqual([]);
  expect(new Set(told.map(({ meaning }) => meaning?.title)).size).toBe(metricTable.length);
});
