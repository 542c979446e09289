import { expect, test } from 'vitest';
import { reviewerFrom } from '../../../src/core/support/reviewerName.ts';

test.each([['Jonas.K@acme.com', 'jonas.k'], ['Ána O\'Neil', 'ána-o-neil'], ['../../etc/passwd', 'etc-passwd'], ['a\\b:c', 'a-b-c'], ['@acme.com', ''], [' . ', '']])('%s labels as "%s"', (text, name) => {
  expect(reviewerFrom(text)).toBe(name);
});

test('a name that was made safe stays as it is', () => expect(reviewerFrom(reviewerFrom('Ána O\'Neil'))).toBe('ána-o-neil'));
