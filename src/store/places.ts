/** Places of traces in the columns (traceColumns.ts), ascending. What is kept of them is written over them. */
export type Places = Int32Array;

export function allPlaces(count: number): Places {
  const places = new Int32Array(count);
  for (let place = 0; place < count; place++) places[place] = place;
  return places;
}

/** Those that stand in both. */
export function inBoth(one: Places, other: Places): Places {
  const [few, many] = one.length <= other.length ? [one, other] : [other, one];
  const both = new Int32Array(few.length);
  let [kept, at] = [0, 0];
  for (let n = 0; n < few.length; n++) {
    const place = few[n]!;
    while (at < many.length && many[at]! < place) at++;
    if (at < many.length && many[at] === place) both[kept++] = place;
  }
  return both.subarray(0, kept);
}

/** Those of either, each once. */
export function inEither(one: Places, other: Places): Places {
  if (one.length === 0 || other.length === 0) return one.length === 0 ? other : one;
  const either = new Int32Array(one.length + other.length);
  let [kept, a, b] = [0, 0, 0];
  while (a < one.length || b < other.length) {
    const [left, right] = [one[a] ?? Infinity, other[b] ?? Infinity];
    either[kept++] = Math.min(left, right);
    if (left <= right) a++;
    if (right <= left) b++;
  }
  return either.subarray(0, kept);
}

/** Where the column has this value, or, with `not`, another one. */
export function keepEqual(places: Places, column: Int32Array | Uint8Array, value: number, not = false): Places {
  let kept = 0;
  for (let n = 0; n < places.length; n++) {
    const place = places[n]!;
    if ((column[place] === value) !== not) places[kept++] = place;
  }
  return places.subarray(0, kept);
}

/** Where the number is known and lies between these, the upper one not included. */
export function keepBetween(places: Places, column: Float64Array, least: number, below: number): Places {
  let kept = 0;
  for (let n = 0; n < places.length; n++) {
    const place = places[n]!;
    const number = column[place]!;
    if (number >= least && number < below) places[kept++] = place;
  }
  return places.subarray(0, kept);
}

export function marked(places: Places, count: number): Uint8Array {
  const marks = new Uint8Array(count);
  for (let n = 0; n < places.length; n++) marks[places[n]!] = 1;
  return marks;
}

export function sumAt(places: Places, column: Uint8Array): number {
  let sum = 0;
  for (let n = 0; n < places.length; n++) sum += column[places[n]!]!;
  return sum;
}

/** The first of an order that are marked, after some that are left out. */
export function firstMarked(order: Int32Array, marks: Uint8Array, skipped: number, most: number): readonly number[] {
  const found: number[] = [];
  let left = skipped;
  for (let n = 0; n < order.length && found.length < most; n++) {
    const place = order[n]!;
    if (marks[place] === 1 && left-- <= 0) found.push(place);
  }
  return found;
}
