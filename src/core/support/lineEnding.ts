/** How lines end in a text, by its first one: what is added to it ends likewise. */
export function lineEndingOf(text: string): '\r\n' | '\n' {
  const at = text.indexOf('\n');
  return at > 0 && text[at - 1] === '\r' ? '\r\n' : '\n';
}
