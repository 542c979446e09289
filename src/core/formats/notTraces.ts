import { adkEvalSet } from './adkEvalSet.ts';
import { braintrustWithoutIds } from './braintrust/withoutIds.ts';
import type { Sample } from './format.ts';
import { kimiState } from './kimiState.ts';
import { openClawTelemetry } from './openClawTelemetry.ts';
import { openHandsPiece } from './openHandsPiece.ts';
import { phoenixAnnotations } from './phoenix/annotationFile.ts';
import { tempoSearchResult } from './tempo/searchResult.ts';
import { unmappedRows } from './unmappedRows.ts';

/** Something that stands among exports and is no trace by itself. */
export type NotATrace = {
  /** What it is and what to import instead, as an end of "<file> is …"; undefined when the sample is something else. */
  detect(sample: Sample): string | undefined;
};

/** Asked when no format knows a file, so that the refusal can say what the file is. One line each; what can be said of any rows comes last. */
export const notTraces: readonly NotATrace[] = [adkEvalSet, kimiState, openClawTelemetry, openHandsPiece, braintrustWithoutIds, tempoSearchResult, phoenixAnnotations, unmappedRows];

export function whyNoTrace(sample: Sample): string | undefined {
  for (const each of notTraces) {
    const what = each.detect(sample);
    if (what !== undefined) return what;
  }
  return undefined;
}
