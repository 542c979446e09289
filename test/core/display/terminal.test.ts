import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPaint, indent, padEnd, padStart, printable, printableLine, printablePainted, textWidth } from '../../../src/core/display/terminal.ts';

test('without colour nothing is added', () => {
  expect(createPaint(false).red('late')).toBe('late');
  expect(createPaint(true).red('late')).toBe('\u001b[31mlate\u001b[39m');
});

test('what a terminal would obey is written out', () => {
  expect(printable('\u001b[2Jgone\u0007')).toBe('\\u001b[2Jgone\\u0007');
  expect(printable('a\u202ebc')).toBe('a\\u202ebc');
  expect(printable('one\r\ntwo\tthree')).toBe('one\ntwo\tthree');
  expect(printableLine('file\nname')).toBe('file\\nname');
});

test('of a painted text the colours stay, and nothing else', () => {
  expect(printablePainted(createPaint(true).red('a\u001b[2Jb'))).toBe('\u001b[31ma\\u001b[2Jb\u001b[39m');
  expect(printablePainted('\u001b[8mhidden\u202e')).toBe('\\u001b[8mhidden\\u202e');
});

test('nothing a trace says leaves a control character', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
    // eslint-disable-next-line no-control-regex
    expect(printable(text)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
  }));
});

test('columns count what stands on the screen', () => {
  expect(textWidth('état')).toBe(4);
  expect(textWidth('注文')).toBe(4);
  expect(padEnd('注文', 6)).toBe('注文  ');
  expect(padStart('12', 4)).toBe('  12');
  expect(padStart('12345', 4)).toBe('12345');
});

test('a text is indented line by line', () => expect(indent('a\n\n  b', 2)).toBe('  a\n\n    b'));
