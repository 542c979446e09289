import { formatCost, formatCount, formatPercent, formatTokens } from '../../src/core/display/numbers.ts';
import { formatDuration } from '../../src/core/display/time.ts';
import type { ComparedSide, ComparedStep } from '../../src/core/model/comparison.ts';

/** A figure of both sides and what it changed by. `better`: null where nobody can say. */
export type Delta = { readonly name: string; readonly a: string; readonly b: string; readonly change: string; readonly better: boolean | null };

export const notRecorded = 'not recorded';
const minus = '\u2212';
/** Times and tokens of two runs always differ a little: a smaller share than this is neither better nor worse. */
const noise = 0.05;

const signed = (by: number, format: (value: number) => string): string => (by === 0 ? 'no change' : `${by < 0 ? minus : '+'}${format(Math.abs(by))}`);

function deltaOf(name: string, a: number | null, b: number | null, format: (value: number) => string, { share = false, judged = true }: { readonly share?: boolean; readonly judged?: boolean } = {}): Delta {
  const said = (value: number | null) => (value === null ? notRecorded : format(value));
  if (a === null || b === null) return { name, a: said(a), b: said(b), change: 'no delta', better: null };
  // What reads the same is the same to a reader.
  if (said(a) === said(b)) return { name, a: said(a), b: said(b), change: 'no change', better: null };
  const percent = share && a > 0 && a !== b ? `, ${b < a ? minus : '+'}${formatPercent(Math.abs(b - a) / a)}` : '';
  return { name, a: said(a), b: said(b), change: `${signed(b - a, format)}${percent}`, better: !judged || (share && Math.abs(b - a) < noise * a) ? null : b < a };
}

/** What a list of figures says of two runs: less time, cost and errors is better; fewer steps or calls alone is neither. */
export function deltasOf(a: ComparedSide, b: ComparedSide): readonly Delta[] {
  return [
    deltaOf('Time', a.latencyMs, b.latencyMs, formatDuration, { share: true }),
    deltaOf('Steps', a.steps, b.steps, formatCount, { judged: false }),
    deltaOf('Tool calls', a.toolCalls, b.toolCalls, formatCount, { judged: false }),
    deltaOf('Tool errors', a.toolErrors, b.toolErrors, formatCount),
    deltaOf('Tokens', a.tokens, b.tokens, formatTokens, { share: true }),
    deltaOf('Cost', a.costUsd, b.costUsd, formatCost, { share: true }),
    deltaOf('Unsupported values', a.unsupported, b.unsupported, formatCount),
    { name: 'Feedback', a: a.feedback ?? notRecorded, b: b.feedback ?? notRecorded, change: a.feedback === null || b.feedback === null ? 'no delta' : a.feedback === b.feedback ? 'no change' : 'changed', better: null },
  ];
}

/** Of a pair: how much longer or shorter B took; the whole of a step that one side lacks. Null: not recorded. */
export function pairDelta(a: ComparedStep | null, b: ComparedStep | null): { readonly text: string; readonly better: boolean | null } | null {
  if ((a !== null && a.durationMs === null) || (b !== null && b.durationMs === null)) return null;
  const by = (b?.durationMs ?? 0) - (a?.durationMs ?? 0);
  return by === 0 ? null : { text: signed(by, formatDuration), better: Math.abs(by) < noise * (a?.durationMs ?? 0) ? null : by < 0 };
}
