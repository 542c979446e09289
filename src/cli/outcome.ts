import type { Paint } from '../core/display/terminal.ts';
import { marks, traceMark } from '../core/display/outcome.ts';
import type { TraceSummary } from '../core/model/trajectory.ts';
import { assertNever } from '../core/support/errors.ts';

/**
 * What is known of a run: a person's verdict (`failed`, `passed`, `deferred`), else `failing` when it errored or its
 * user rejected the answer, else `unreviewed`.
 */
export type TraceOutcome = 'failing' | 'failed' | 'passed' | 'deferred' | 'unreviewed';

export function outcomeOf({ label, failing }: Pick<TraceSummary, 'label' | 'failing'>): TraceOutcome {
  switch (label?.verdict ?? null) {
    case 'fail': return 'failed';
    case 'pass': return 'passed';
    case 'defer': return 'deferred';
    case null: return failing === null ? 'unreviewed' : 'failing';
    default: return assertNever(label?.verdict as never);
  }
}

const words: Readonly<Record<TraceOutcome, string>> = { failing: 'failing', failed: 'fail', passed: 'pass', deferred: 'deferred', unreviewed: 'not reviewed' };

/** Mark and word, as wide for every outcome. */
export function outcomeColumn(summary: TraceSummary, paint: Paint): string {
  const outcome = outcomeOf(summary);
  const text = `${marks[traceMark(summary)].terminal} ${words[outcome]}`.padEnd('· not reviewed'.length);
  if (outcome === 'failing' || outcome === 'failed') return paint.red(text);
  return outcome === 'passed' ? paint.green(text) : paint.dim(text);
}
