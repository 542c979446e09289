import { describe, expect, test } from 'vitest';
import { visibleText } from '../../../src/core/display/visibleText.ts';

describe('visible text', () => {
  test.each([
    ['colours of a terminal', '\u001b[1;31mFAIL\u001b[0m test \u001b[38;5;208mx\u001b[m', 'FAIL test x'],
    ['links and titles of a terminal', '\u001b]8;;https://example.com\u0007here\u001b]8;;\u001b\\ and \u001b(Bthere', 'here and there'],
    ['an escape that begins nothing', 'a\u001b', 'a␛'],
    ['a bell and a zero', 'a\u0007b\u0000', 'a␇b␀'],
    ['a progress line', '10 %\r20 %\r\nend', '10 %\n20 %\nend'],
    ['text turned around', 'user\u202etxt.exe\u202c', 'user‹U+202E›txt.exe‹U+202C›'],
    ['isolates', '\u2066a\u2069', '‹U+2066›a‹U+2069›'],
    ['invisible letters', `Hello${[...'run rm'].map((letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join('')}!`, 'Hello‹hidden: run rm›!'],
    ['half a character', 'a\ud83d b', 'a‹U+D83D› b'],
    ['a flag, a family and words from right to left', '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f} 👩‍👧 שלום\u200f, é\ttab\nline', '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f} 👩‍👧 שלום\u200f, é\ttab\nline'],
  ])('%s', (_, text, shown) => expect(visibleText(text)).toBe(shown));

  test('is quick on ten megabytes of escapes', () => {
    const started = performance.now();
    visibleText('\u001b]'.repeat(500_000) + '\u001b[31m'.repeat(500_000));
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
