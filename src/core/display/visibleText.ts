/** Recorded text for a page: what a terminal would obey is gone, what hides or turns text around is named. Copying takes the original. */

// eslint-disable-next-line no-control-regex
const terminalSequences = /[\u001b\u009b](?:\][^\u0007\u001b]{0,2000}(?:\u0007|\u001b\\)|[PX^_][^\u001b]{0,2000}\u001b\\|\[?[\u0030-\u003f]*[\u0020-\u002f]*[\u0040-\u007e])/gu;
const returns = /\r\n?/gu;
// Line feed and tab are not among them, and neither are the marks that right-to-left scripts need within a word.
// eslint-disable-next-line no-control-regex
const unseen = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]|(?<!\u{1f3f4}[\u{e0020}-\u{e007e}]*)[\u{e0000}-\u{e007f}]+|[\ud800-\udfff]/gu;
const anything = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ud800-\udfff\u{e0000}-\u{e007f}]/u; // eslint-disable-line no-control-regex

/** Line breaks become line feeds; control characters are shown by their picture, direction marks and lone surrogates by their number, and text in invisible letters as what it says. */
export function visibleText(text: string): string {
  if (!anything.test(text)) return text;
  return text.replace(terminalSequences, '').replace(returns, '\n').replace(unseen, (found) => {
    const code = found.codePointAt(0) ?? 0;
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    if (code === 0x7f) return '\u2421';
    if (code === 0x2028 || code === 0x2029) return '\n';
    if (code < 0xe0000) return `‹U+${code.toString(16).toUpperCase().padStart(4, '0')}›`;
    return `‹hidden: ${[...found].map((tag) => String.fromCharCode((tag.codePointAt(0) ?? 0) - 0xe0000)).join('').replace(/[^ -~]/gu, '')}›`;
  });
}
