import { expect, test } from 'vitest';
import { countOf, inOrder, matching, nameAndFolder } from '../../webview/report/order.ts';
import { completenessOf, importedFile } from './reportSuite.ts';

const refused = importedFile({ path: 'z/bad.json', format: null, error: 'bad.json is empty.', traces: 0, completeness: null });
const left = importedFile({ path: 'a/state.json', format: null, error: 'state.json is a state file.', leftOut: 3, traces: 0, completeness: null });
const warned = importedFile({ path: 'b/week.jsonl', warningCount: 2 });
const lacking = importedFile({ path: 'C/Day.jsonl', completeness: completenessOf(2, { user: [1, 2] }) });
const ordered = inOrder([left, lacking, warned, refused]);

test('what wants a look comes first; each keeps its number in the report', () => {
  expect(ordered.map(({ file, number }) => [file.path, number])).toEqual([['z/bad.json', 3], ['b/week.jsonl', 2], ['C/Day.jsonl', 1], ['a/state.json', 0]]);
});

test('a filter counts and finds what it says', () => {
  expect((['all', 'refused', 'warnings', 'incomplete'] as const).map((filter) => countOf(ordered, filter))).toEqual([4, 1, 1, 1]);
  expect(matching(ordered, 'incomplete', '').map(({ number }) => number)).toEqual([1]);
  expect(matching(ordered, 'all', ' c/day ').map(({ number }) => number)).toEqual([1]);
});

test('a path is a name and a folder, whatever the slashes', () => {
  expect(nameAndFolder('exports/2026/week.jsonl')).toEqual({ name: 'week.jsonl', folder: 'exports/2026' });
  expect(nameAndFolder('C:\\exports\\week.jsonl')).toEqual({ name: 'week.jsonl', folder: 'C:\\exports' });
  expect(nameAndFolder('week.jsonl')).toEqual({ name: 'week.jsonl', folder: '' });
});
