import { expect, test } from 'vitest';
import { journalName, reviewerOfJournal } from '../../../src/core/display/journalName.ts';

test.each([['anna', 'anna.jsonl'], ['con', 'con_.jsonl'], ['con_', 'con__.jsonl'], ['nul.k', 'nul_.k.jsonl'], ['lpt9', 'lpt9_.jsonl'], ['console', 'console.jsonl'], ['com10', 'com10.jsonl']])('the journal of %s is %s, which every system can check out', (reviewer, file) => {
  expect(journalName(reviewer)).toBe(file);
  expect(reviewerOfJournal(file)).toBe(reviewer);
});

test('a journal that was named after a device before is still its reviewer\'s', () => expect(reviewerOfJournal('con.jsonl')).toBe('con'));
