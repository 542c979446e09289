import { visibleText } from '../../core/display/visibleText.ts';
import type { Json } from '../../core/model/json.ts';
import type { CasePath, CaseResult, CheckResult, Outcome, TrialResult } from '../../core/model/result.ts';

/** Why a test did not pass. With `expected` and `actual` an editor shows how they differ. */
export type TestSaid = { readonly message: string; readonly path: CasePath; readonly expected?: string; readonly actual?: string };

/** Names of a list stand on lines of their own: one name and a list of one are alike then. */
function asText(value: Json): string {
  if (typeof value === 'string') return visibleText(value);
  const isNames = Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'string');
  return visibleText(isNames ? value.join('\n') : JSON.stringify(value, null, 2));
}

const isBad = ({ outcome }: CheckResult): boolean => outcome === 'fail' || outcome === 'error';

/** The trials of the case's own question, or of one of its rewordings. */
export function trialsOf({ trials }: CaseResult, variantId: string | null): readonly TrialResult[] {
  return trials.filter((trial) => trial.variantId === variantId);
}

/** Rewordings that were asked in these trials. */
export function variantsAsked({ trials }: CaseResult): readonly string[] {
  return [...new Set(trials.flatMap(({ variantId }) => variantId ?? []))];
}

const worst = ['error', 'fail', 'n/a', 'pass'] as const satisfies readonly Outcome[];

/** What stands for several: the worst. Undefined of none. */
export function worstOf(outcomes: readonly Outcome[]): Outcome | undefined {
  return worst.find((each) => outcomes.includes(each));
}

/** Each failed check that decides its trial once, then what kept trials from being checked at all. */
export function testMessages(result: CaseResult, variantId: string | null): readonly TestSaid[] {
  const { target, undecided, sensitivity } = result;
  const trials = trialsOf(result, variantId);
  const checks = Map.groupBy(trials.flatMap((trial) => trial.checks.filter((check) => isBad(check) && check.gating)), ({ id }) => id);
  const on = target === '' ? '' : ` (on ${target})`;
  const aside = undecided ? ` It decides nothing: ${undecided.said}.` : '';
  const ofChecks = [...checks.values()].flatMap((same): readonly TestSaid[] => {
    const [first] = same;
    if (!first) return [];
    const message = visibleText(`${first.reason}${trials.length > 1 ? ` (${same.length} of ${trials.length} trials${target === '' ? '' : ` on ${target}`})` : on}${aside}`);
    return [first.outcome === 'fail' ? { message, path: first.path, expected: asText(first.expected), actual: asText(first.actual) } : { message, path: first.path }];
  });
  if (variantId === null && sensitivity && isBad(sensitivity)) ofChecks.push({ message: visibleText(`${sensitivity.reason}${on}${aside}`), path: sensitivity.path });
  const broken = trials.find((trial) => trial.outcome === 'error' && !trial.checks.some(isBad));
  return broken ? [...ofChecks, { message: visibleText(`${broken.reason ?? 'The trial broke'}${on}${aside}`), path: ['id'] }] : ofChecks;
}

/** Why there was nothing to compare with, in the words of the first that says it. */
export function reasonNotMeasured(trials: readonly TrialResult[]): string {
  const said = trials.find(({ reason }) => reason)?.reason ?? trials.flatMap(({ checks }) => checks).find(({ outcome }) => outcome === 'n/a')?.reason;
  return visibleText(said ?? 'nothing to compare with');
}

/** How long the trials took together; undefined of none. */
export function millisecondsOf(trials: readonly TrialResult[]): number | undefined {
  return trials.length === 0 ? undefined : trials.reduce((sum, { durationMs }) => sum + durationMs, 0);
}
