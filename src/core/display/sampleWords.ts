import type { SampleCoverage } from '../model/review.ts';
import { formatCount, formatPercent } from './numbers.ts';

/** What is said of the random sample beside each rate of it, on the page and in reports. */

/** "14 of 40 drawn are reviewed, 35 %" */
export function coverageWords({ reviewed, drawn, reviewCoverage }: SampleCoverage): string {
  if (reviewCoverage === null) return 'Nothing is drawn: no trace is imported here';
  return `${formatCount(reviewed)} of ${formatCount(drawn)} drawn ${reviewed === 1 ? 'is' : 'are'} reviewed, ${formatPercent(reviewCoverage)}`;
}

/** Why a rate of what is reviewed says little of the whole, and what to do; empty: it may be trusted as far as its n goes. */
export function biasReason({ reviewed, leaning, biased }: SampleCoverage): string {
  if (!biased) return '';
  if (leaning === 0) return 'too little of it is reviewed; review more of the sample.';
  const count = leaning < reviewed ? `${formatCount(leaning)} of the ${formatCount(reviewed)} ${leaning === 1 ? 'was' : 'were'}` : leaning === 1 ? 'it was' : `all ${formatCount(leaning)} were`;
  return `${count} met where failures come first, or picked by hand; review the rest of the sample.`;
}

export const biasWords = (coverage: SampleCoverage): string => (coverage.biased ? `Biased sample: ${biasReason(coverage)}` : '');
