import { z } from 'zod';
import { Outcome, type CaseResult } from '../model/result.ts';
import type { ComparedBaseline } from '../model/runView.ts';

/** `casebook/baselines/<suite>.json` (FILES): one run's results by case. What else stands there is not needed here. */
const Baseline = z.object({ at: z.string().optional(), cases: z.array(z.object({ caseId: z.string(), target: z.string().optional(), outcome: Outcome })) });

/** What changed since a committed baseline, by case; null where the text is none, or no case of it was run. */
export function comparedWithBaseline(file: string, text: string, results: readonly CaseResult[]): ComparedBaseline | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const read = Baseline.safeParse(value);
  if (!read.success) return null;
  const was = new Map(read.data.cases.map((each) => [each.caseId, each]));
  const both = results.flatMap((result) => {
    const before = result.decides ? was.get(result.caseId) : undefined;
    return before && (before.target === undefined || before.target === result.target) ? [{ before: before.outcome, after: result.outcome, caseId: result.caseId }] : [];
  });
  if (both.length === 0) return null;
  const changed = (from: Outcome, to: Outcome): readonly string[] => both.filter(({ before, after }) => before === from && after === to).map(({ caseId }) => caseId);
  return { file, at: read.data.at ?? null, newlyFailing: changed('pass', 'fail'), newlyFixed: changed('fail', 'pass'), both: both.length };
}
