/** How many characters two texts have in common at their start, and at their end beside that. Texts that differ little are compared in long pieces. */
export function sharedEnds(a: string, b: string): { readonly before: number; readonly after: number } {
  const most = Math.min(a.length, b.length);
  const before = longest(most, (from, to) => a.slice(from, to) === b.slice(from, to));
  const after = longest(most - before, (from, to) => a.slice(a.length - to, a.length - from) === b.slice(b.length - to, b.length - from));
  return { before, after };
}

/** The greatest length up to which all is the same. */
function longest(most: number, same: (from: number, to: number) => boolean): number {
  let known = 0;
  for (let step = 1 << 16; step > 0; ) {
    const next = Math.min(known + step, most);
    if (next > known && same(known, next)) known = next;
    else step >>= 1;
  }
  return known;
}
