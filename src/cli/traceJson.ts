import { oversightOf } from '../core/display/facts.ts';
import { unpackCompleteness } from '../core/doctor/completeness.ts';
import type { TraceSummary } from '../core/model/trajectory.ts';
import { outcomeOf } from './outcome.ts';

/** A trace's row as JSON: what the index packs is named, as an import names it. */
export function traceJson({ oversight, completeness, scoreNames, hidden = 0, ...summary }: TraceSummary): object {
  return {
    ...summary,
    costUsd: usdJson(summary.costUsd),
    outcome: outcomeOf(summary),
    hidden,
    ...oversightOf({ ...summary, ...(oversight ? { oversight } : {}) }),
    scoreNames: scoreNames ?? [],
    completeness: completeness ? unpackCompleteness(completeness) : null,
  };
}

/** What adding binary fractions leaves behind is nobody's money. */
export function usdJson(usd: number | null): number | null {
  return usd === null ? null : Number(usd.toPrecision(12));
}
