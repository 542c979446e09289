/** A number as it was written: its value, and the step to which it was rounded (12.5 → 0.1, 1.2 million → 100,000). */
export type Quantity = { readonly value: number; readonly step: number };

const scales: Readonly<Record<string, number>> = {
  k: 1e3, thousand: 1e3, m: 1e6, mn: 1e6, mio: 1e6, million: 1e6, millions: 1e6, b: 1e9, bn: 1e9, billion: 1e9, billions: 1e9, trillion: 1e12,
};
/** Words that may follow a number and multiply it. */
export const scaleWords = 'thousand|millions?|billions?|trillion|mn|mio|bn|[kKMB]';

/** Digits with the separators of thousands and decimals that people write; what one point or comma means may be open. */
export const digits = String.raw`\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:[  '’]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?`;
const longest = 30;

/** @returns all readings of the digits; none where they are no number */
export function readingsOf(written: string, scale = ''): readonly Quantity[] {
  if (written.length > longest) return [];
  const by = scale === '' ? 1 : (scales[scale.toLowerCase()] ?? 1);
  const plain = written.replace(/[  '’]/g, '');
  const english = plain.replaceAll(',', '');
  const european = plain.replaceAll('.', '').replace(',', '.');
  const readings = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(plain) && !/^\d{1,3},\d{3}$/.test(plain) ? [english]
    : /^\d{1,3}(?:\.\d{3})+,\d+$/.test(plain) ? [european]
      : /^\d{1,3},\d{3}$/.test(plain) ? [english]
        : /^\d{1,3}\.\d{3}$/.test(plain) ? [plain, european]
          : /^\d+,\d+$/.test(plain) ? [european] : [plain];
  return readings.flatMap((text) => {
    const value = Number(text) * by;
    const point = text.indexOf('.');
    return Number.isFinite(value) && /^\d/.test(text) ? [{ value, step: by * 10 ** (point < 0 ? 0 : -(text.length - point - 1)) }] : [];
  });
}

/** How far a value may be from one that it was rounded from, in its own steps; a little more than a half, for what binary fractions lose. */
const half = 0.5 + 1e-9;

/** Whether `exact` rounded to the step of `said` is `said`. */
export const roundsTo = (exact: number, said: Quantity): boolean => Math.abs(exact - said.value) <= half * said.step || exact === said.value;
