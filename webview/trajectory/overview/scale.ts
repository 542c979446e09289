import type { Gap } from './gaps.ts';

/** Part of an axis laid out from 0 to 1, with stretches folded to a narrow band each. */
export type Scale = {
  readonly from: number;
  readonly to: number;
  /** Outside of the part: below 0 or above 1. */
  shareOf(value: number): number;
  valueAt(share: number): number;
  readonly pieces: readonly Piece[];
};
export type Piece = Gap & { readonly folded: boolean; /** From 0 to 1. */ readonly start: number; readonly end: number };

const bandShare = 0.03;
/** However many are folded, most of the room is left for what ran. */
const mostBands = 0.4;

/** `folds` in order and without overlap. */
export function scaleOf(from: number, to: number, folds: readonly Gap[]): Scale {
  const inside = folds.filter((fold) => fold.from < to && fold.to > from).map((fold) => ({ from: Math.max(from, fold.from), to: Math.min(to, fold.to) }));
  const foldedLength = inside.reduce((sum, fold) => sum + fold.to - fold.from, 0);
  const open = Math.max(0, to - from - foldedLength);
  const band = inside.length === 0 ? 0 : open === 0 ? 1 / inside.length : Math.min(bandShare, mostBands / inside.length);
  const perUnit = open === 0 ? 0 : (1 - band * inside.length) / open;
  const pieces: Piece[] = [];
  let at = from;
  let start = 0;
  const add = (end: number, folded: boolean) => {
    if (end <= at) return;
    const width = folded ? band : (end - at) * perUnit;
    pieces.push({ from: at, to: end, folded, start, end: start + width });
    at = end;
    start += width;
  };
  for (const fold of inside) {
    add(fold.from, false);
    add(fold.to, true);
  }
  add(to, false);
  const first = pieces[0] ?? { from, to: from + 1, folded: false, start: 0, end: 1 };
  const last = pieces.at(-1) ?? first;
  return {
    from, to, pieces,
    shareOf(value) {
      const piece = value < from ? first : (pieceBy(pieces, (each) => value < each.to) ?? last);
      return piece.start + ((value - piece.from) / (piece.to - piece.from)) * (piece.end - piece.start);
    },
    valueAt(share) {
      const piece = pieceBy(pieces, (each) => share < each.end) ?? last;
      return piece.end === piece.start ? piece.from : piece.from + ((share - piece.start) / (piece.end - piece.start)) * (piece.to - piece.from);
    },
  };
}

/** The first that holds; once it does, it does for all after. */
function pieceBy(pieces: readonly Piece[], holds: (piece: Piece) => boolean): Piece | undefined {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(pieces[middle]!)) high = middle;
    else low = middle + 1;
  }
  return pieces[low];
}
