import type { ContextCall } from '../../../src/core/model/insights.ts';
import type { TrajectoryStep } from '../../../src/core/model/trajectory.ts';
import type { Axis } from './axis.ts';

/** A model call on the axis. `at` from 0 to 1; tokens of its prompt, and of the window it went into. */
export type TokenPoint = { readonly at: number; readonly step: number; readonly tokens: number; readonly window: number | null; readonly cut: string | null };
export type TokenStripData = {
  readonly points: readonly TokenPoint[];
  readonly peak: { readonly step: number; readonly tokens: number; readonly window: number };
  readonly cuts: readonly TokenPoint[];
  /** What the height of the strip stands for. */
  readonly most: number;
};

/** Null where no prompt filled half of its window: then there is nothing to look at. */
export function tokenStrip(calls: readonly ContextCall[], byNumber: ReadonlyMap<number, TrajectoryStep>, axis: Axis): TokenStripData | null {
  const points = calls.flatMap(({ step, promptTokens, window, cut }): TokenPoint[] => {
    const found = byNumber.get(step);
    const place = found && axis.placeOf(found);
    return place && promptTokens !== null ? [{ at: place.from / axis.length, step, tokens: promptTokens, window, cut }] : [];
  }).sort((a, b) => a.at - b.at);
  let peak: TokenStripData['peak'] | null = null;
  let most = 0;
  for (const { step, tokens, window } of points) {
    most = Math.max(most, tokens, window ?? 0);
    if (window !== null && window > 0 && (peak === null || tokens / window > peak.tokens / peak.window)) peak = { step, tokens, window };
  }
  if (peak === null || peak.tokens / peak.window <= 0.5) return null;
  return { points, peak, cuts: points.filter(({ cut }) => cut !== null), most: most * 1.12 };
}

/** At most one point a column, the greatest: what is cut out of the picture must not be a peak. */
export function thinned(points: readonly TokenPoint[], columns: number): readonly TokenPoint[] {
  if (points.length <= columns) return points;
  const kept = new Map<number, TokenPoint>();
  for (const point of points) {
    const column = Math.floor(point.at * columns);
    const there = kept.get(column);
    if (!there || there.tokens < point.tokens) kept.set(column, point);
  }
  return [...kept.values()];
}
