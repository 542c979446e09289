/** Numbers in text (METRICS 7): ASCII digits, sign - or U+2212, thousands commas, exponent, trailing %. `60%` is 60. */
const number = '(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|\\.[0-9]+(?:[eE][+-]?[0-9]+)?';
const inText = new RegExp(`([-+\\u2212]?)(${number})%?`, 'g');
const alone = new RegExp(`^([-+\\u2212]?)(${number})%?$`);

function valueOf(sign: string, digits: string): number {
  const value = Number(digits.replaceAll(',', ''));
  return sign === '-' || sign === '\u2212' ? -value : value;
}

/**
 * Every finite number of the text, in order. A sign counts where no letter or digit stands before it (`ORD-12` and `2026-01`
 * hold no negative number), and digits that follow a letter belong to a name (`A5`).
 */
export function numbersIn(text: string): readonly number[] {
  const found: number[] = [];
  for (const match of text.matchAll(inText)) {
    const [, sign = '', digits = ''] = match;
    const before = match.index > 0 ? text.charAt(match.index - 1) : '';
    if (sign === '' && /[A-Za-z_]/.test(before)) continue;
    if (digits.startsWith('.') && /[0-9]/.test(before)) continue;
    const value = valueOf(/[A-Za-z0-9_]/.test(before) ? '' : sign, digits);
    if (Number.isFinite(value)) found.push(value);
  }
  return found;
}

/** The number that the text is, apart from outer spaces; undefined when it is anything else. */
export function asNumber(text: string): number | undefined {
  const found = alone.exec(text.trim());
  if (!found) return undefined;
  const value = valueOf(found[1] ?? '', found[2] ?? '');
  return Number.isFinite(value) ? value : undefined;
}

export type Tolerance = { readonly abs?: number | undefined; readonly rel?: number | undefined };

/** |actual - expected| <= max(abs, rel * |expected|); finite numbers only. */
export function isWithin(actual: number, expected: number, tolerance: Tolerance = {}): boolean {
  if (!Number.isFinite(actual) || !Number.isFinite(expected)) return false;
  return Math.abs(actual - expected) <= Math.max(tolerance.abs ?? 0, (tolerance.rel ?? 0) * Math.abs(expected));
}
