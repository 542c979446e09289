import type { Sample } from './format.ts';
import { adkEvalSet } from './notTraces/adkEvalSet.ts';
import { braintrustSummary } from './notTraces/braintrustSummary.ts';
import { kimiState } from './notTraces/kimiState.ts';
import { openClawTelemetry } from './notTraces/openClawTelemetry.ts';
import { openHandsPiece } from './notTraces/openHandsPiece.ts';
import { phoenixAnnotations } from './notTraces/phoenixAnnotations.ts';
import { sqliteTables } from './notTraces/sqliteTables.ts';
import { tempoSearchResult } from './notTraces/tempoSearchResult.ts';
import { unmappedRows } from './unmappedRows.ts';

/** Something that stands among exports and is no trace by itself. */
export type NotATrace = {
  /** What it is and what to import instead, as an end of "<file> is …"; undefined when the sample is something else. */
  detect(sample: Sample): string | undefined;
};

/** Asked when no format knows a file, so that the refusal can say what the file is. One line each; what can be said of any rows comes last. */
export const notTraces: readonly NotATrace[] = [adkEvalSet, kimiState, openClawTelemetry, openHandsPiece, sqliteTables, braintrustSummary, tempoSearchResult, phoenixAnnotations, unmappedRows];

export function whyNoTrace(sample: Sample): string | undefined {
  for (const each of notTraces) {
    const what = each.detect(sample);
    if (what !== undefined) return what;
  }
  return undefined;
}
