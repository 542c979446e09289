import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countLines, foldText } from '../../webview/shared/foldText.ts';

const room = { lines: 10, characters: 2000 };
const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}`).join('\n');

describe('folding a text', () => {
  test('leaves what has room, and what would hide next to nothing', () => {
    for (const text of ['', 'short', lines(10), lines(20), 'x'.repeat(2000), 'x'.repeat(2500)]) expect(foldText(text, room)).toBeUndefined();
  });

  test('keeps the first and the last lines', () => {
    expect(foldText(lines(2418), room)).toMatchObject({ head: `${lines(10)}\n`, tail: 'line 2415\nline 2416\nline 2417\nline 2418', foldedLines: 2404 });
  });

  test('cuts a line without end inside', () => {
    expect(foldText('x'.repeat(1_000_000), room)).toMatchObject({ head: 'x'.repeat(2000), tail: 'x'.repeat(400), foldedLines: 1, foldedCharacters: 997_600 });
  });

  test('ends before a line that has no room', () => {
    expect(foldText(`first\n${'x'.repeat(5000)}\nlast`, room)?.head).toBe('first\n');
  });

  test('has no end where the rest is elsewhere', () => {
    expect(foldText(lines(30), room, { tail: false })).toMatchObject({ tail: '', foldedLines: 20 });
  });

  test('never breaks a character', () => {
    expect(foldText(`x${'😀'.repeat(2000)}`, room)?.head).toBe(`x${'😀'.repeat(999)}`);
  });

  test('loses nothing', () => {
    const text = fc.array(fc.oneof(fc.string({ maxLength: 30 }), fc.constant('x'.repeat(900))), { maxLength: 60 }).map((each) => each.join('\n'));
    fc.assert(fc.property(text, (whole) => {
      const folded = foldText(whole, { lines: 5, characters: 700 });
      if (!folded) return;
      expect(folded.head + whole.slice(folded.head.length, folded.head.length + folded.foldedCharacters) + folded.tail).toBe(whole);
      expect(countLines(whole.slice(0, folded.tailFrom))).toBeGreaterThanOrEqual(folded.foldedLines);
    }));
  });
});
