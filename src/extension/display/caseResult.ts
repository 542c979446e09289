import { formatCost, plural } from '../../core/display/numbers.ts';
import { formatDuration } from '../../core/display/time.ts';
import { oneLine } from '../../core/display/truncate.ts';
import type { CasePath, CaseResult, CheckResult, TrialResult } from '../../core/model/result.ts';
import { asAsked, failedRewordings, failedRewordingsInWords } from '../../core/display/rewordings.ts';
import { fenced, plain } from './markdown.ts';

/** A failed check, or a trial that broke, with where it stands in the case. */
export type FailedCheck = {
  readonly id: string;
  readonly metric: string | null;
  readonly path: CasePath;
  readonly message: string;
  /** A check that decides nothing (draft, quarantined, advisory) is a warning. */
  readonly severity: 'error' | 'warning';
  /** The trial broke: that says something of the target or the case as a whole, and nothing any more once either was edited. */
  readonly broke?: true;
};

/** Each failed check of these trials once, however many it failed in. */
function failedIn(trials: readonly TrialResult[], target: string): readonly (Omit<FailedCheck, 'severity'> & { readonly gating: boolean })[] {
  const byId = Map.groupBy(trials.flatMap(failuresOf), ({ id }) => id);
  return [...byId.values()].flatMap((same) => {
    const [check] = same;
    if (!check) return [];
    const { id, metric, path, gating } = check;
    return [{ id, metric, path, gating, message: `${check.reason}${trials.length > 1 ? ` (${same.length} of ${trials.length} trials${on(target)})` : bracketed(target)}` }];
  });
}

function failuresOf(trial: TrialResult): readonly CheckResult[] {
  return trial.checks.filter((check) => check.outcome === 'fail' || check.outcome === 'error');
}

/** A case that cannot be read is run against nothing. */
const on = (target: string): string => (target === '' ? '' : ` on ${target}`);
const bracketed = (target: string): string => (target === '' ? '' : ` (on ${target})`);

/**
 * Each failed check once, however many trials it failed in; then what kept trials from being checked at all. Nothing of a
 * case that could not be read: the language server says what is wrong with it.
 */
export function failedChecks(result: CaseResult): readonly FailedCheck[] {
  const { decides, target, sensitivity } = result;
  if (target === '') return [];
  const trials = asAsked(result);
  const own = failedIn(trials, target).map(({ gating, ...check }): FailedCheck => ({ ...check, severity: gating && decides ? 'error' : 'warning' }));
  const said = new Set(own.map(({ id }) => id));
  // By themselves they decide nothing.
  const reworded = failedRewordings(result).flatMap(({ name, trials: of }) => failedIn(of, target).filter(({ id }) => !said.has(id)).map(({ gating: _gating, message, ...check }): FailedCheck => ({ ...check, message: `R${name.slice(1)}: ${message}`, severity: 'warning' })));
  const checks = [...own, ...reworded];
  if (sensitivity && (sensitivity.outcome === 'fail' || sensitivity.outcome === 'error')) {
    checks.push({ id: sensitivity.id, metric: null, path: sensitivity.path, message: `${sensitivity.reason}${bracketed(target)}`, severity: decides ? 'error' : 'warning' });
  }
  const broken = trials.find((trial) => trial.outcome === 'error' && failuresOf(trial).length === 0);
  return broken ? [...checks, { id: 'trial', metric: null, path: ['id'], message: `${broken.reason ?? 'The trial broke'}${bracketed(target)}`, severity: decides ? 'error' : 'warning', broke: true }] : checks;
}

const verbs = { pass: 'passes', fail: 'fails', error: 'could not be run', 'n/a': 'has nothing to compare with' } as const;

/** `shipment-status-check fails on faulty: Called searchOrders, expected getShipment`. */
export function resultSentence(result: CaseResult): string {
  const { caseId, outcome, target, sensitivity } = result;
  const trials = asAsked(result);
  const reworded = outcome === 'pass' ? failedRewordingsInWords(result) : null;
  const passed = trials.filter((trial) => trial.outcome === 'pass').length;
  const share = trials.length > 1 ? `, ${passed} of ${trials.length} trials pass` : '';
  const passesAsAsked = sensitivity?.outcome === outcome && trials.every((trial) => trial.outcome === 'pass');
  const why = (passesAsAsked ? sensitivity?.reason : undefined) ?? trials.flatMap(failuresOf)[0]?.reason ?? trials.find((trial) => trial.reason)?.reason;
  const because = outcome !== 'pass' && why ? `: ${oneLine(why, 200)}` : '';
  return `${caseId} ${verbs[outcome]}${on(target)}${share}${because}${reworded === null ? '' : `; ${reworded}`}`;
}

function json(value: unknown): string {
  return fenced(JSON.stringify(value, null, 2) ?? 'not recorded', 'json');
}

function checkText(check: CheckResult): string {
  const where = check.step === null ? '' : `, step ${check.step}`;
  const lines = [`### ${outcomes[check.outcome]}: ${plain(check.id)}${check.gating ? '' : ' (advisory)'}`, `${plain(check.reason)}${where}`];
  if (check.outcome === 'fail') lines.push('Expected', json(check.expected), 'Actual', json(check.actual));
  return lines.join('\n\n');
}

const worstFirst = { error: 0, fail: 1, 'n/a': 2, pass: 3 } as const;

const outcomes = { pass: 'Pass', fail: 'Fail', error: 'Error', 'n/a': 'n/a' } as const;

function trialText(trial: TrialResult, several: boolean): string {
  const figures = [formatDuration(trial.durationMs), trial.costUsd === null ? null : formatCost(trial.costUsd), plural(trial.checks.length, 'check')].filter((part) => part !== null);
  const head = `## ${several ? `Trial ${trial.trial}: ` : ''}${plain(`${outcomes[trial.outcome]}${on(trial.target)}`)}`;
  const checks = [...trial.checks].sort((a, b) => worstFirst[a.outcome] - worstFirst[b.outcome]).map(checkText);
  const answer = trial.observed?.output ? ['### The answer', fenced(trial.observed.output, 'text')] : [];
  return [head, figures.join(', '), ...(trial.reason ? [plain(trial.reason)] : []), ...checks, ...answer].join('\n\n');
}

/** The whole result as markdown: every check of every trial, the worst first; what comes from the agent is escaped. */
export function resultDetails(result: CaseResult): string {
  const counts = result.decides ? '' : `It decides nothing${result.undecided ? `: ${plain(result.undecided.said)}` : ''}.`;
  return [`# ${plain(result.caseId)}`, plain(resultSentence(result)), counts, ...result.trials.map((trial) => trialText(trial, result.trials.length > 1))].filter(Boolean).join('\n\n');
}
