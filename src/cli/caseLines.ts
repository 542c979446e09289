import { formatCount, plural } from '../core/display/numbers.ts';
import type { Paint } from '../core/display/terminal.ts';
import { printableLine } from '../core/display/terminal.ts';
import { formatDuration } from '../core/display/time.ts';
import { oneLine } from '../core/display/truncate.ts';
import type { CaseResult, CheckResult, Outcome, TrialResult } from '../core/model/result.ts';
import { countTrials, ownTrials, variantTrials } from '../core/runs/trials.ts';
import { leastPasses } from '../core/evaluators/reduce.ts';
import type { Places } from './expectationPlaces.ts';

const outcomeMarks: Readonly<Record<Outcome, string>> = { pass: '✓ pass ', fail: '✗ fail ', error: '! error', 'n/a': '· n/a  ' };

function markOf(outcome: Outcome, paint: Paint): string {
  if (outcome === 'pass') return paint.green(outcomeMarks.pass);
  return outcome === 'n/a' ? paint.dim(outcomeMarks['n/a']) : paint.red(outcomeMarks[outcome]);
}

const shown = (text: string): string => printableLine(oneLine(text, 400));

/** Each check once, by its worst outcome over the trials of the case's own question: passed is what passed in all of them. */
function worstChecks(trials: readonly TrialResult[]): readonly CheckResult[] {
  const order: readonly Outcome[] = ['fail', 'error', 'n/a', 'pass'];
  const worst = new Map<string, CheckResult>();
  for (const check of trials.flatMap((trial) => trial.checks)) {
    const known = worst.get(check.id);
    if (!known || order.indexOf(check.outcome) < order.indexOf(known.outcome)) worst.set(check.id, check);
  }
  return [...worst.values()];
}

const mostReasons = 3;

/** What was not measured, so that a pass is not taken for more than it is (CASES 0.2). */
function unmeasuredLine(checks: readonly CheckResult[]): readonly string[] {
  const unmeasured = checks.filter((check) => check.outcome === 'n/a');
  if (unmeasured.length === 0) return [];
  const reasons = [...new Set(unmeasured.map(({ reason }) => shown(reason.replace(/^not measured: /, ''))))];
  const more = reasons.length > mostReasons ? `, and ${plural(reasons.length - mostReasons, 'more reason', 'more')}` : '';
  return [`  ${formatCount(unmeasured.length)} n/a: ${reasons.slice(0, mostReasons).join(', ')}${more}`];
}

/** Why trials were not evaluated. Where checks say it, this would say it twice. */
const trialReasons = ({ trials }: CaseResult): readonly string[] =>
  trials.flatMap((trial) => (trial.reason === null || trial.checks.some((check) => check.gating) ? [] : [`  ${shown(trial.reason)}`]));

function failedLines(result: CaseResult, places: Places): readonly string[] {
  return result.trials.flatMap(({ variantId, checks }) => checks
    .filter((check) => check.outcome === 'fail' || check.outcome === 'error')
    .map((check) => `  ${places.of(result, check.path)}: ${variantId === null ? (result.outcome === 'pass' && check.gating ? 'in some trials: ' : '') : `reworded as ${shown(variantId)}: `}${check.id}${check.gating ? '' : ' (does not decide)'}: ${shown(check.reason)}`));
}

/** How many must pass is said where it is not all of them. */
function trialsPassed({ epochs }: CaseResult, own: readonly TrialResult[]): string {
  const { n, passes } = countTrials(own);
  const said = passedOf(passes, own.length, 'trial');
  if (!epochs || epochs.reducer === 'all' || n === 0) return said;
  const k = epochs.reducer === 'pass@k' || epochs.reducer === 'pass^k' ? ` with k = ${epochs.k}` : '';
  return `${said} (${formatCount(leastPasses(epochs, n))} needed: ${epochs.reducer}${k})`;
}

const passedOf = (passed: number, all: number, word: string): string => `${formatCount(passed)} of ${plural(all, word)} passed`;

/** It passes though some trials failed: which checks hold differs from trial to trial. */
const isMixedPass = ({ outcome }: CaseResult, own: readonly TrialResult[]): boolean => outcome === 'pass' && own.some((trial) => trial.outcome === 'fail');

/** Rewordings are told apart from the case's own trials. */
function factsOf(result: CaseResult, checks: readonly CheckResult[]): string {
  const { trials, target, undecided, decides } = result;
  const own = ownTrials(result);
  const wordings = [...variantTrials(result).values()];
  const ms = trials.reduce((sum, trial) => sum + trial.durationMs, 0);
  return [
    ...(target === '' ? [] : [target]),
    // A case that could not be tried took no time.
    ...(ms > 0 ? [formatDuration(ms)] : []),
    ...(own.length > 1 ? [trialsPassed(result, own)] : []),
    ...(wordings.length > 0 ? [passedOf(wordings.filter((each) => countTrials(each).passes === each.length).length, wordings.length, 'rewording')] : []),
    ...(checks.length > 0 && !isMixedPass(result, own) ? [passedOf(checks.filter((check) => check.outcome === 'pass').length, checks.length, 'check')] : []),
    ...(decides ? [] : [`decides nothing${undecided ? `: ${undecided.said}` : ''}`]),
  ].join(', ');
}

/** One line a case, then what failed, with the place of the expectation, and what was not measured. */
export function caseLines(result: CaseResult, places: Places, paint: Paint): readonly string[] {
  const checks = worstChecks(ownTrials(result));
  const { sensitivity } = result;
  const wordings = sensitivity && sensitivity.outcome !== 'pass' ? [`  ${places.of(result, sensitivity.path)}: ${sensitivity.id}: ${shown(sensitivity.reason)}`] : [];
  const head = [markOf(result.outcome, paint), result.caseId, paint.dim(factsOf(result, checks))].filter((part) => part !== '').join('  ');
  return [head, ...new Set([...wordings, ...trialReasons(result), ...failedLines(result, places), ...unmeasuredLine(checks)])];
}
