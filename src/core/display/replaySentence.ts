import type { ReplayOutcome } from '../model/replayed.ts';
import { formatCount, plural } from './numbers.ts';

export type ReplayCounts = { readonly summary: { readonly counts: Readonly<Record<ReplayOutcome, number>> }; readonly target: string; readonly chosen: number; readonly cancelled: boolean };

/** "3 of 20 traces changed against mended": the verdict, in one line. What broke or could not be compared is never called the same. */
export function replaySentence({ summary: { counts }, target, chosen, cancelled }: ReplayCounts): string {
  const { changed, same, error, 'n/a': unknown } = counts;
  const compared = changed + same;
  return [
    compared === 0 ? `Nothing compared against ${target}` : `${formatCount(changed)} of ${plural(compared, 'trace')} changed against ${target}`,
    ...(error > 0 ? [`${formatCount(error)} broke`] : []), ...(unknown > 0 ? [`${formatCount(unknown)} not comparable`] : []),
    ...(cancelled ? [`cancelled after ${formatCount(compared + error + unknown)} of ${formatCount(chosen)}`] : []),
  ].join('; ');
}
