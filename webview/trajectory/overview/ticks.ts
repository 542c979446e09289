import type { Axis } from './axis.ts';
import type { Scale } from './scale.ts';

export type Tick = { readonly share: number; readonly words: string };

const millisecond = 1000;
const second = 1000 * millisecond;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const units = [[day, 'd'], [hour, 'h'], [minute, 'min'], [second, 's']] as const;
const steps = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500].map((count) => count * millisecond), ...[1, 2, 5, 10, 15, 30].map((count) => count * second),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minute), ...[1, 2, 3, 6, 12].map((count) => count * hour),
];

/** The next round distance that is at least this long. */
function roundStep(least: number, kind: Axis['kind']): number {
  const found = kind === 'time' ? steps.find((step) => step >= least) : undefined;
  if (found !== undefined) return found;
  const unit = kind === 'time' ? day : 1;
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least / unit)));
  return unit * power * ([1, 2, 5, 10].find((count) => count * power >= least / unit) ?? 10);
}

/** A point of the clock as short as it stays plain: `1.5 s`, `2 min 30 s`, `1 h 15 min`. */
export function clockWords(us: number, stepUs: number): string {
  const rounded = Math.round(us / Math.min(stepUs, second)) * Math.min(stepUs, second);
  if (stepUs < second && rounded < second) return rounded === 0 ? '0 s' : `${Math.round(rounded / millisecond)} ms`;
  if (stepUs < second) return `${(rounded / second).toFixed(stepUs < 100 * millisecond ? 2 : 1)} s`;
  let rest = rounded;
  const words = units.flatMap(([unit, name]) => {
    const count = Math.floor(rest / unit);
    rest -= count * unit;
    return count === 0 ? [] : [`${count} ${name}`];
  });
  if (words.length > 0) return words.join(' ');
  return stepUs >= hour ? '0 h' : stepUs >= minute ? '0 min' : '0 s';
}

/** Marks of the ruler, at least `distance` pixels from one another; one at the end of each folded stretch, as the clock jumps there. */
export function ticksOf(axis: Axis, scale: Scale, width: number, distance = 84): readonly Tick[] {
  if (width <= 0) return [];
  const open = scale.pieces.reduce((sum, piece) => (piece.folded ? sum : sum + piece.to - piece.from), 0);
  const step = roundStep((open * distance) / width, axis.kind);
  const ticks: Tick[] = [];
  const add = (value: number) => {
    const share = scale.shareOf(value);
    const before = ticks.at(-1);
    if (before && (share - before.share) * width < distance * 0.9) return;
    ticks.push({ share, words: axis.kind === 'time' ? clockWords(value, step) : `step ${axis.stepAt(value)?.n ?? value + 1}` });
  };
  for (const [index, piece] of scale.pieces.entries()) {
    if (piece.folded) continue;
    if (scale.pieces[index - 1]?.folded === true) add(piece.from);
    for (let value = Math.ceil(piece.from / step) * step; value < piece.to; value += step) add(value);
  }
  return ticks;
}
