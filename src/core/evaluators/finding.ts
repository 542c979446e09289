import type { Json } from '../model/json.ts';
import type { CasePath } from '../model/result.ts';
import type { Call, Trial } from '../model/trace.ts';
import { messageOf } from '../support/errors.ts';
import type { Check, Finding } from './evaluator.ts';
import type { Match } from './match.ts';

type Compared = { readonly expected?: Json; readonly actual?: Json; readonly score?: number; readonly at?: Pick<Call, 'spanId' | 'step'> | undefined };

function finding(outcome: Finding['outcome'], score: number | null, reason: string, { expected = null, actual = null, at }: Compared): Finding {
  return { outcome, score, expected, actual, reason, spanId: at?.spanId ?? null, step: at?.step ?? null };
}

export const pass = (reason: string, compared: Compared = {}): Finding => finding('pass', compared.score ?? 1, reason, compared);
export const fail = (reason: string, compared: Compared = {}): Finding => finding('fail', compared.score ?? 0, reason, compared);
/** The grader broke: never a pass, never a failure of the agent. */
export const broken = (reason: string, compared: Compared = {}): Finding => finding('error', null, reason, compared);
/** Nothing to compare with: `what` names what is missing. */
export const notMeasured = (what: string, compared: Compared = {}): Finding => finding('n/a', null, what.startsWith('not measured') ? what : `not measured: ${what}`, compared);

/** A comparison as a finding; `reason` is used when it holds. */
export function fromMatch(match: Match, reason: string, compared: Compared = {}): Finding {
  if (match.ok) return pass(reason, compared);
  const said = match.path === '' ? match.reason : `${match.path}: ${match.reason}`;
  if (match.broken === 'n/a') return notMeasured(match.reason, compared);
  return match.broken === 'error' ? broken(said, compared) : fail(said, compared);
}

/** What a recording lost to redaction or to its size limit: a check that compares it is n/a (CB128). */
export const redactedFinding = (place: string, compared: Compared = {}): Finding => notMeasured(`redaction or the size limit took ${place} out of the recording (CB128)`, compared);

/** The first of the redacted places that lies at, under or above this one: `calls[2].args.email`, `output`. */
export function redactedAt(trial: Trial, place: string): string | undefined {
  const within = (inner: string, outer: string): boolean => inner === outer || (inner.startsWith(outer) && /^[.[]/.test(inner.slice(outer.length)));
  return trial.redacted.find((each) => within(place, each) || within(each, place));
}

export function check(id: string, path: CasePath, metric: string | null, run: (trial: Trial) => Finding, gating = true): Check {
  return { id, path, metric, gating, run };
}

/** A check of what was called: n/a where nothing says what was. */
export const callCheck = (id: string, path: CasePath, metric: string | null, run: (trial: Trial) => Finding): Check => ({ ...check(id, path, metric, run), needs: 'calls' });

/** What checks said of a trial, as long as both are there: metrics ask for what the check itself has found. */
const findings = new WeakMap<Trial, WeakMap<Check, Finding>>();

function found(each: Check, trial: Trial): Finding {
  if (each.needs === 'calls' && trial.callsUnknown) return notMeasured('the target reports no tool calls');
  try {
    return each.run(trial);
  } catch (error) {
    return broken(`the check broke: ${messageOf(error)}`);
  }
}

/** Runs a check. A grader that throws is a broken grader, never a failed agent. */
export function findingOf(each: Check, trial: Trial): Finding {
  const ofTrial = findings.get(trial) ?? new WeakMap<Check, Finding>();
  const known = ofTrial.get(each);
  if (known) return known;
  const now = found(each, trial);
  findings.set(trial, ofTrial.set(each, now));
  return now;
}

/** 1 for pass, 0 for fail; null where it was not measured or could not be. */
export const scoreOf = (outcome: Finding['outcome']): number | null => (outcome === 'pass' ? 1 : outcome === 'fail' ? 0 : null);

/** `1 call`, `2 calls`. */
export const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
