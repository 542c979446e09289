/** Labels that a pace is taken from, at most and at least. */
const most = 20;
const fewest = 5;
/** Who was away longer did something else. */
const breakMs = 15 * 60_000;

/**
 * How long one review takes: the median time between one's last labels, breaks left out.
 * @param times of labels, milliseconds since 1970, in any order; those of one request are one time
 * @returns milliseconds; null where there are too few to tell
 */
export function reviewPace(times: readonly number[]): number | null {
  const last = [...new Set(times)].sort((a, b) => a - b).slice(-most - 1);
  const gaps = last.slice(1).flatMap((time, at) => (time - last[at]! <= breakMs ? [time - last[at]!] : [])).toSorted((a, b) => a - b);
  return gaps.length < fewest ? null : gaps[gaps.length >> 1]!;
}
