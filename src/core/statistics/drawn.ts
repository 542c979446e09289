import { seeded } from './random.ts';

/**
 * So many of these, each as likely as the others; the same ones for the same seed and the same set, whatever its order. All of them where
 * there are no more. They come in the order they were given in. Items must differ.
 */
export function drawn(items: readonly string[], count: number, seed: number): readonly string[] {
  if (items.length <= count) return items;
  const next = seeded(seed);
  const left = items.toSorted();
  const taken = new Set<string>();
  for (let at = 0; at < count; at++) {
    const other = at + Math.floor(next() * (left.length - at));
    const picked = left[other] ?? '';
    left[other] = left[at] ?? '';
    taken.add(picked);
  }
  return items.filter((item) => taken.has(item));
}
