import { truncate } from '../display/truncate.ts';
import type { Json } from '../model/json.ts';
import type { CaseResult, CheckResult, Outcome, TrialResult } from '../model/result.ts';
import type { RunCase, ShownCheck, ShownText, ShownTrial } from '../model/runView.ts';
import { readResultLines } from './readResults.ts';
import { tookPlace } from './trials.ts';

/** A page grows slow with longer texts, and with more trials; all of it is in the run's results. */
const mostCharacters = 20_000;
const mostTrials = 200;
const mostChecks = 200;
const shortLine = 80;

/** Where a run keeps the spans that were sent: nothing else is opened, whatever its results say. */
const traceFile = /^traces\/[\w-][\w.-]*$/u;

/** How the lines of a case name it, in `results.jsonl` of any version. */
export const namedInResults = (caseId: string): string => JSON.stringify(caseId);

/**
 * What a run says of one case, with all its trials; undefined where it does not hold it.
 * @param lines of `results.jsonl`: those that name the case, at least
 */
export function resultOfCase(lines: Iterable<string>, { caseId, target }: { readonly caseId: string; readonly target: string }): CaseResult | undefined {
  const { results, unfinished } = readResultLines(lines);
  return [...results, ...unfinished].find((result) => result.caseId === caseId && result.target === target);
}

function shownText(value: string): ShownText {
  return { text: truncate(value, mostCharacters).text, whole: value.length };
}

/** Text as it is, anything else as JSON, over several lines where it is long. */
function shownValue(value: Json): ShownText {
  if (typeof value === 'string') return shownText(value);
  const line = JSON.stringify(value);
  return shownText(line.length <= shortLine ? line : JSON.stringify(value, null, 2));
}

function shownCheck({ id, outcome, gating, metric, score, reason, step, expected, actual }: CheckResult): ShownCheck {
  return { id, outcome, gating, metric, score, reason: truncate(reason, mostCharacters).text, step, expected: shownValue(expected), actual: shownValue(actual) };
}

const worstFirst: readonly Outcome[] = ['fail', 'error', 'n/a', 'pass'];

function shownTrial({ trial, variantId, asked, outcome, reason, checks, observed, durationMs, latencyMs, costUsd, usage, cached, traceRef }: TrialResult): ShownTrial {
  const output = observed?.output ?? null;
  return {
    trial, variant: variantId, asked: asked ?? null, outcome,
    reason: reason === null ? null : truncate(reason, mostCharacters).text,
    checks: checks.toSorted((a, b) => worstFirst.indexOf(a.outcome) - worstFirst.indexOf(b.outcome)).slice(0, mostChecks).map(shownCheck),
    answer: output === null ? null : shownText(output),
    durationMs, latencyMs, costUsd,
    tokens: usage?.tokens ?? null,
    toolCalls: observed === null || observed.callsUnknown === true ? null : observed.calls.length,
    cached: cached ?? false,
    trace: traceRef && traceFile.test(traceRef.file) ? traceRef : null,
    comparable: observed !== null || checks.length > 0,
    tookPlace: tookPlace({ durationMs, observed, checks }),
  };
}

/** What a page shows of one case of a run. */
export function shownCase(run: string, { caseId, target, file, outcome, trials }: CaseResult): Omit<RunCase, 'folder' | 'passing' | 'source'> {
  return { run, caseId, target, file, outcome, trials: trials.slice(0, mostTrials).map(shownTrial), moreTrials: Math.max(0, trials.length - mostTrials) };
}
