import { expect, test } from 'vitest';
import { matchesWildcard } from '../../../src/core/support/wildcard.ts';

test.each([
  ['*', 'a.jsonl', true], ['*.jsonl', 'a.jsonl', true], ['*.jsonl', 'a.json', false], ['run-?.json', 'run-7.json', true], ['run-?.json', 'run-17.json', false],
  ['a*b*c', 'aXbYbZc', true], ['a*b*c', 'aXbYbZ', false], ['', '', true], ['', 'a', false], ['a.b', 'axb', false], ['**', '', true],
])('%s and %s', (pattern, name, expected) => expect(matchesWildcard(pattern, name)).toBe(expected));

test('many stars do not take long', () => expect(matchesWildcard(`${'*a'.repeat(200)}b`, 'a'.repeat(5000))).toBe(false));
