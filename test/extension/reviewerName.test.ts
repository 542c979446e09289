import { expect, test } from 'vitest';
import { reviewerFrom, reviewerProblem } from '../../src/extension/services/reviewerName.ts';

test.each([
  ['jonas@acme.example', 'jonas'],
  ['Jonas K@acme.example', 'jonas-k'],
  ['maria', 'maria'],
  ['../../etc/passwd', 'etc-passwd'],
  ['..', ''],
  ['müller@x', 'müller'],
  ['', ''],
])('%s becomes %s', (from, to) => expect(reviewerFrom(from)).toBe(to));

test('a name that would change is not taken as it is, and the one it would become is said', () => {
  expect(reviewerProblem('jonas')).toBeUndefined();
  expect(reviewerProblem('Jonas K')).toContain('jonas-k');
  expect(reviewerProblem('///')).toBeDefined();
});
