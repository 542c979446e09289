/** Edits between two words: letters put in, left out, exchanged, or swapped with their neighbour. */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, (before[j - 2] ?? 0) + 1);
      row.push(least);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

const allowedEdits = (length: number): number => (length < 3 ? 0 : Math.floor(length / 3));

/**
 * The word that was probably meant: the nearest of the known ones, within a third of its letters. Capitals do not count.
 * In words of one or two letters an edit leaves nothing to know them by.
 * Undefined when none is near.
 */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let bestDistance = Infinity;
  for (const each of known) {
    // A word that differs too much in length is not worth measuring.
    const allowed = allowedEdits(Math.max(each.length, word.length));
    if (Math.abs(each.length - word.length) > Math.min(allowed, bestDistance - 1)) continue;
    const distance = editDistance(wanted, each.toLowerCase());
    if (distance < bestDistance && distance <= allowed) {
      best = each;
      bestDistance = distance;
    }
  }
  return best;
}
