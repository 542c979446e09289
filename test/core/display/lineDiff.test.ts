import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffLines, diffRuns, diffWords } from '../../../src/core/display/lineDiff.ts';
import type { LineDiff } from '../../../src/core/display/lineDiff.ts';

const signs = { same: ' ', added: '+', removed: '-' } as const;
const printed = ({ lines }: LineDiff) => lines.map((line) => `${signs[line.type]}${line.text}`);
const marked = (text: string, stretches: readonly { from: number; to: number }[]) => stretches.map(({ from, to }) => text.slice(from, to));

describe('lines', () => {
  test('says what was added, removed and kept, with the numbers of both texts', () => {
    const diff = diffLines('a\nb\nc\nd', 'a\nc\nd\ne');
    expect(printed(diff)).toEqual([' a', '-b', ' c', ' d', '+e']);
    expect(diff).toMatchObject({ added: 1, removed: 1, leftOut: 0 });
    expect(diff.lines.map(({ before, after }) => [before, after])).toEqual([[1, 1], [2, null], [3, 2], [4, 3], [null, 4]]);
  });

  test('finds the way where nothing stands once', () => {
    expect(printed(diffLines('x\ny\nx\ny\nx', 'y\nx\ny\nx\nx'))).toEqual(['-x', ' y', ' x', ' y', '+x', ' x']);
  });

  test('knows all ends of a line, and an empty text has no line', () => {
    expect(printed(diffLines('a\r\nb', 'a\nb'))).toEqual([' a', ' b']);
    expect(printed(diffLines('', 'a'))).toEqual(['+a']);
    expect(printed(diffLines('', ''))).toEqual([]);
  });

  test('gives both texts back, and the same lines are the same in both', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', '', 'some words', 'some other words'), { maxLength: 40 }).map((lines) => lines.join('\n'));
    fc.assert(fc.property(text, text, (before, after) => {
      const { lines } = diffLines(before, after);
      expect(lines.filter((line) => line.type !== 'added').map((line) => line.text).join('\n')).toBe(before);
      expect(lines.filter((line) => line.type !== 'removed').map((line) => line.text).join('\n')).toBe(after);
    }));
  });

  test('is shortest where it can be', () => {
    const { lines } = diffLines(Array.from({ length: 400 }, (_, index) => `line ${index}`).join('\n'), Array.from({ length: 400 }, (_, index) => (index === 200 ? 'line two hundred' : `line ${index}`)).join('\n'));
    expect(lines.filter((line) => line.type !== 'same').map((line) => line.text)).toEqual(['line 200', 'line two hundred']);
  });

  test('leaves out what is too much, and says so', () => {
    const diff = diffLines('a\n'.repeat(100), 'b\n'.repeat(20), { maxLines: 10 });
    expect(diff.leftOut).toBe(91 + 11);
    expect(diff.lines).toHaveLength(20);
  });

  test('stays quick where all lines differ, or all are the same but for their order', () => {
    const many = (word: string) => Array.from({ length: 20_000 }, (_, index) => `${word} ${index % 3}`).join('\n');
    const started = performance.now();
    const diff = diffLines(many('left'), many('right'));
    expect(diff).toMatchObject({ added: 20_000, removed: 20_000 });
    expect(performance.now() - started).toBeLessThan(3000);
  });
});

describe('words', () => {
  test.each([
    ['Duration  20.31s', 'Duration  19.82s', ['20.31'], ['19.82']],
    ['"orderId": 12345,', '"orderId": "12345",', [], ['"', '"']],
    ['state a status only when a tool returned it', 'state a status when a tool returned it today', ['only '], [' today']],
    ['all of this is one thing', 'nothing in common here, 42', [], []],
  ])('%s → %s', (before, after, removed, added) => {
    const words = diffWords(before, after);
    expect(marked(before, words.before)).toEqual(removed);
    expect(marked(after, words.after)).toEqual(added);
  });

  test('are marked in the line that took the place of another', () => {
    const { lines } = diffLines('a\nTemperature 0.2 in Porto', 'a\nTemperature 0.7 in Porto');
    expect(lines.flatMap((line) => marked(line.text, line.words))).toEqual(['0.2', '0.7']);
  });
});

describe('runs', () => {
  const runs = (before: string, after: string) => diffRuns(diffLines(before, after).lines, 1).map((run) => `${run.type} ${run.lines.length}`);
  const letters = (count: number) => Array.from({ length: count }, (_, index) => `line ${index}`).join('\n');

  test('keep what is around a change and put the rest together', () => {
    expect(runs(letters(20), letters(20).replace('line 10', 'line ten'))).toEqual(['same 9', 'lines 4', 'same 8']);
    expect(runs(letters(5), letters(5))).toEqual(['same 5']);
  });

  test('do not hide a single line', () => {
    expect(runs('a\nb\nc\nd', 'A\nb\nc\nD')).toEqual(['lines 6']);
    expect(runs('a\nb\nc\nd\ne', 'A\nb\nc\nd\nE')).toEqual(['lines 7']);
  });
});
