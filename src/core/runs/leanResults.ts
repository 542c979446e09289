import { CaseResult, TrialLine, type CheckResult, type TrialResult } from '../model/result.ts';
import type { Slices } from '../support/slices.ts';
import { gatherTrials, type Gathered } from './trialLines.ts';

/** Results of a run without what only one case's details show: what was observed, and what checks expected and found. */
export type LeanResults = Gathered & { readonly brokenLines: number };

/** Lines read between two chances for others to go first. */
const linesAtOnce = 20;

type Parsed = { readonly observed?: unknown; readonly trials?: unknown };

const isObject = (value: unknown): value is Parsed => typeof value === 'object' && value !== null && !Array.isArray(value);

function leanCheck(check: CheckResult): CheckResult {
  return { ...check, expected: null, actual: null };
}

const leanTrial = <Of extends TrialResult>(trial: Of): Of => ({ ...trial, observed: null, checks: trial.checks.map(leanCheck) });

/** What was observed is most of a line, and is taken out before the line is checked. */
function withoutObserved(value: unknown): unknown {
  if (!isObject(value)) return value;
  return { ...value, ...('observed' in value ? { observed: null } : {}), ...(Array.isArray(value.trials) ? { trials: value.trials.map(withoutObserved) } : {}) };
}

function readLine(line: string): TrialLine | CaseResult | undefined {
  let value: unknown;
  try {
    value = withoutObserved(JSON.parse(line));
  } catch {
    return undefined; // half a line, or none of ours: it is counted
  }
  const trial = TrialLine.safeParse(value);
  if (trial.success) return leanTrial(trial.data);
  const whole = CaseResult.safeParse(value);
  return whole.success ? { ...whole.data, trials: whole.data.trials.map(leanTrial) } : undefined;
}

/** The lines of `results.jsonl`, also of a run that goes on, was killed, or was made by an earlier version; in slices. */
export function* readLeanResults(texts: Iterable<string>): Slices<LeanResults> {
  const lines: TrialLine[] = [];
  const whole: CaseResult[] = [];
  let [brokenLines, read] = [0, 0];
  for (const text of texts) {
    if (text === '') continue;
    const result = readLine(text);
    if (!result) brokenLines++;
    else if ('place' in result) lines.push(result);
    else whole.push(result);
    if (++read % linesAtOnce === 0) yield;
  }
  const { results, unfinished } = gatherTrials(lines);
  return { results: [...whole, ...results], unfinished, brokenLines };
}
