import { formatCount, plural } from '../display/numbers.ts';
import type { CaseResult, CheckResult, TrialResult } from '../model/result.ts';
import { ownTrials } from './trials.ts';

/** `undecided`: nothing ran that decides, or nothing of it could be measured. */
export type Verdict = { readonly kind: 'failed' | 'broken' | 'passed' | 'undecided'; readonly sentence: string };

/** `stopped`: it ended itself at the limit of its cost. `notRun`: cases it did not get to. `notKept`: the disk refused some of it. */
export type RunEnd = { readonly cancelled?: boolean; readonly stopped?: boolean; readonly notRun?: number | undefined; readonly notKept?: boolean };

const targetsOf = (results: readonly CaseResult[]): string => {
  const names = [...new Set(results.flatMap(({ target }) => (target === '' ? [] : [target])))];
  return names.length === 0 ? '' : names.length <= 3 ? ` against ${names.join(', ')}` : ` against ${names.length} targets`;
};

/** What a run says as a whole, in one line, by the cases that decide. What failed goes before what broke, as in the exit code. */
export function verdictOf(results: readonly CaseResult[], { cancelled = false, stopped = false, notRun = 0, notKept = false }: RunEnd = {}): Verdict {
  const deciding = results.filter(({ decides }) => decides);
  const count = (outcome: CaseResult['outcome']): number => deciding.filter((each) => each.outcome === outcome).length;
  const [pass, fail, error, unmeasured] = [count('pass'), count('fail'), count('error'), count('n/a')];
  const all = plural(deciding.length, 'case');
  const apart = results.length - deciding.length;
  const rest = [
    ...(unmeasured > 0 && pass + fail + error > 0 ? [`${formatCount(unmeasured)} n/a`] : []),
    ...(apart > 0 && deciding.length > 0 ? [`${formatCount(apart)} more ${apart === 1 ? 'decides' : 'decide'} nothing`] : []),
    ...(notRun > 0 ? [`${formatCount(notRun)} more ${notRun === 1 ? 'was' : 'were'} not run`] : []),
    ...(cancelled ? ['cancelled before the end'] : stopped ? ['stopped at the limit of its cost'] : []),
    ...(notKept ? ['not all of it was kept'] : []),
  ].map((part) => `; ${part}`).join('');
  const target = targetsOf(deciding.length > 0 ? deciding : results);
  if (fail > 0) return { kind: 'failed', sentence: `Failed: ${formatCount(fail)} of ${all}${target}${error > 0 ? `; ${plural(error, 'error')}` : ''}${rest}` };
  if (error > 0) return { kind: 'broken', sentence: `Broken: ${formatCount(error)} of ${all} could not be judged${target}, none failed${rest}` };
  if (notKept || stopped) return { kind: 'broken', sentence: `${stopped ? 'Stopped' : 'Incomplete'}: ${formatCount(pass)} of ${all} passed${target}${rest}` };
  if (pass > 0) return { kind: cancelled ? 'undecided' : 'passed', sentence: `${cancelled ? 'Cancelled' : 'Passed'}: ${formatCount(pass)} of ${all}${target}${rest}` };
  if (deciding.length > 0) return { kind: 'undecided', sentence: `Nothing decided: none of ${all} could be measured${target}${rest}` };
  const ran = results.length === 0 ? 'no case was run' : results.length === 1 ? `the one case run${target} decides nothing` : `all ${formatCount(results.length)} cases run${target} decide nothing`;
  return { kind: 'undecided', sentence: `Nothing decided: ${ran}${rest}` };
}

const order: readonly CheckResult['outcome'][] = ['fail', 'error'];

/** What a case failed or broke by, of its own question first: checks in the order of the case, failures before what could not be checked. */
export function troubleOf(trials: readonly TrialResult[]): readonly { readonly trial: TrialResult; readonly check: CheckResult }[] {
  const found = trials.flatMap((trial) => trial.checks.map((check) => ({ trial, check }))).filter(({ check }) => check.gating && order.includes(check.outcome));
  return found.toSorted((a, b) => order.indexOf(a.check.outcome) - order.indexOf(b.check.outcome));
}

/** Why a case did not pass, in one line: the first check that says so, else why it was not evaluated. */
export function reasonOf(result: CaseResult): string {
  const own = ownTrials(result);
  const [first] = troubleOf(own).filter(({ check }) => result.outcome !== 'error' || check.outcome === 'error');
  const { sensitivity } = result;
  // Of a case that passes as asked it is the only reason.
  if (sensitivity && sensitivity.outcome === result.outcome && !own.some(({ outcome }) => outcome === result.outcome)) return `${sensitivity.id}: ${sensitivity.reason}`;
  if (first && result.outcome !== 'n/a') return `${first.check.id}: ${first.check.reason}`;
  const told = own.find(({ outcome, reason }) => outcome === result.outcome && reason !== null) ?? own.find(({ reason }) => reason !== null);
  return told?.reason ?? (result.outcome === 'n/a' ? 'nothing of it was measured' : 'no reason was kept');
}
