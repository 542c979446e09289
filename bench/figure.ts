/** One figure of the bench, as `--json` prints it. `ratio` is the median over the rounds, `spread` their least and greatest. */
export type Figure = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What `value` was held against in the same round. */
  readonly against: string;
  readonly ratio: number;
  readonly n: number;
  readonly spread: readonly [least: number, greatest: number];
  /** What the ratio may be at most. */
  readonly goal?: number;
  readonly met?: boolean;
};

export type Round = { readonly value: number; readonly against: number };

export function figureOf(name: string, unit: string, against: string, rounds: readonly Round[], goal?: number): Figure {
  const ratios = rounds.map((round) => round.value / round.against);
  const ratio = rounded(median(ratios));
  return {
    name, value: rounded(median(rounds.map(({ value }) => value))), unit, against, ratio, n: rounds.length, spread: [rounded(Math.min(...ratios)), rounded(Math.max(...ratios))],
    ...(goal === undefined ? {} : { goal, met: ratio <= goal }),
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? NaN) : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}

/** Three significant digits: more are noise. */
function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

/** Milliseconds by the clock and of processor time (all threads) that `work` took, and what it gave. */
export async function timed<T>(work: () => T | Promise<T>): Promise<{ readonly ms: number; readonly cpuMs: number; readonly result: T }> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const result = await work();
  const { user, system } = process.cpuUsage(cpu);
  return { ms: performance.now() - start, cpuMs: (user + system) / 1000, result };
}
