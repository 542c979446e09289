import type { CaseResult, Outcome } from '../model/result.ts';
import type { RunGroup } from '../model/runView.ts';
import { countTrials, ownTrials } from './trials.ts';

/** A case against a target: results of several runs are the same one's by this. */
export const resultKey = ({ caseId, target }: { readonly caseId: string; readonly target: string }): string => `${caseId}\n${target}`;

/** Of trials that were measured some passed and some failed. */
export function isFlaky(result: Pick<CaseResult, 'trials'>): boolean {
  const { n, passes } = countTrials(ownTrials(result));
  return passes > 0 && passes < n;
}

/** @param was what the case said in the run it is compared with; null where that does not hold it */
export function groupOf(result: CaseResult, was: Outcome | null, cutOff: boolean): RunGroup {
  // What was not done has no outcome, whether or not anything hangs on it.
  if (cutOff) return 'cutOff';
  if (!result.decides) return 'undecided';
  if (result.outcome === 'fail') return was === 'pass' ? 'newlyFailing' : was === 'fail' ? 'stillFailing' : 'failing';
  if (result.outcome === 'error') return 'error';
  if (result.outcome === 'pass' && was === 'fail') return 'newlyFixed';
  if (isFlaky(result)) return 'flaky';
  return result.outcome === 'pass' ? 'passing' : 'notMeasured';
}
