export type Piece = { readonly kind: 'yKey' | 'yText' | 'yComment' | 'yPlain'; readonly text: string };

const patterns: readonly (readonly [Piece['kind'], RegExp])[] = [
  ['yText', /"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'/uy],
  ['yComment', /(?<=^|\s)#.*/uy],
  ['yKey', /[\w$.-]+(?=:(?:\s|$))/uy],
];

/** A line of YAML in pieces to be coloured. Block texts are taken for plain ones: good enough to read by, and never wrong in its characters. */
export function colouredLine(line: string): readonly Piece[] {
  // A very long line is not worth it.
  if (line.length > 2000) return [{ kind: 'yPlain', text: line }];
  const pieces: Piece[] = [];
  let plain = 0;
  const flush = (to: number) => {
    const text = line.slice(plain, to);
    // Behind a key and its colon, or behind a dash: a value.
    const value = pieces.at(-1)?.kind === 'yKey' ? /^:\s/u.exec(text)?.[0].length : pieces.length === 0 ? /^\s*-\s/u.exec(text)?.[0].length : undefined;
    if (value === undefined || /^[\s{}[\],]*$/u.test(text.slice(value))) {
      if (text !== '') pieces.push({ kind: 'yPlain', text });
      return;
    }
    // Only between brackets do a comma and a bracket end it.
    const [said = ''] = (/[{[]/u.test(line.slice(0, plain)) ? /^[^}\],]*/u : /^.*/u).exec(text.slice(value)) ?? [];
    for (const [kind, part] of [['yPlain', text.slice(0, value)], ['yText', said], ['yPlain', text.slice(value + said.length)]] as const) if (part !== '') pieces.push({ kind, text: part });
  };
  for (let at = 0; at < line.length;) {
    const found = at === 0 || /[\s{[,:(]/u.test(line[at - 1]!) ? patterns.flatMap(([kind, pattern]) => {
      pattern.lastIndex = at;
      const match = pattern.exec(line);
      return match ? [{ kind, text: match[0] }] : [];
    })[0] : undefined;
    if (!found || found.text === '') {
      at++;
      continue;
    }
    flush(at);
    pieces.push(found);
    at += found.text.length;
    plain = at;
  }
  flush(line.length);
  return pieces;
}
