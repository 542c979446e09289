import { formatCount, plural } from '../../core/display/numbers.ts';
import type { ClassCoverage, Coverage, StaleCase, StaleReason } from '../../core/model/coverage.ts';

/** What of the cases wants a look: failures nobody guards against, and cases nobody should rely on. */
export type Attention = { readonly gaps: readonly ClassCoverage[]; readonly stale: readonly StaleCase[] };

export function attentionOf({ classes, stale }: Pick<Coverage, 'classes' | 'stale'>): Attention {
  return { gaps: classes.filter(({ unguarded }) => unguarded), stale };
}

/** `24 failures, no guarding case`. */
export function gapWords({ failures, cases }: ClassCoverage): string {
  return `${plural(failures, 'failure')}, ${cases === 0 ? 'no case' : `${plural(cases, 'case')}, none active`}`;
}

export function attentionWords({ gaps, stale }: Attention): string {
  return [...(gaps.length > 0 ? [`${plural(gaps.length, 'class', 'classes')} unguarded`] : []), ...(stale.length > 0 ? [`${formatCount(stale.length)} stale`] : [])].join(', ');
}

export const staleWords = ({ reasons }: StaleCase): string => reasons.map(({ said }) => said).join('; ');

/** What mends it at one click, by the gravest reason: a proof comes before a review of what it would prove. */
export type Fix = 'prove' | 'review' | 'activate';
const fixes: Readonly<Record<StaleReason, Fix>> = {
  traceChanged: 'prove', recordingMissing: 'prove', proofStale: 'prove', neverProven: 'prove', quarantineOver: 'activate', reviewOld: 'review',
};

export function fixOf({ reasons }: StaleCase): Fix {
  const offered = reasons.map(({ kind }) => fixes[kind]);
  return (['prove', 'activate', 'review'] as const).find((fix) => offered.includes(fix)) ?? 'review';
}
