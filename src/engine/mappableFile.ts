import type { Sample } from '../core/formats/format.ts';
import type { Mappable } from '../core/formats/mapped/mappable.ts';
import { describeRows, mappableRows, rowsOfSample, tellsOfRuns } from '../core/formats/mapped/mappable.ts';
import { whyNoTrace } from '../core/formats/notTraces.ts';
import { printedField, unmappedRows } from '../core/formats/unmappedRows.ts';
import type { ColumnMap } from '../core/model/columnMap.ts';
import type { RedactionRules } from '../core/redaction/redactor.ts';
import { createRedactor } from '../core/redaction/redactor.ts';

/** What a file is that no format knows, as an end of "<file> is …", and what of it a person could map. */
export function unknownRows(sample: Sample, redaction: RedactionRules): { readonly kind: string | undefined; readonly mappable: Mappable | undefined } {
  const known = whyNoTrace(sample);
  // What is known to be something else is no rows of one's own.
  if (known !== undefined && (known !== unmappedRows.detect(sample) || printedField(sample) !== undefined)) return { kind: known, mappable: undefined };
  const redactor = createRedactor(redaction);
  const mappable = mappableRows(sample, (rows) => rows.map((row) => redactor.json(row)));
  return { kind: known ?? (mappable && rowsOfOnesOwn(mappable)), mappable };
}

function rowsOfOnesOwn({ columns }: Mappable): string {
  const names = columns.map(({ name }) => name);
  return `a list of rows with columns of its own (${names.length > 6 ? `${names.slice(0, 6).join(', ')} and ${names.length - 6} more` : names.join(', ')})`;
}

/** What the columns of an unknown file most likely are; undefined where they tell of no runs. */
export function guessedMap(sample: Sample, redaction: RedactionRules): ColumnMap | undefined {
  const { mappable } = unknownRows(sample, redaction);
  if (!mappable) return undefined;
  // Names and values as they are: a map of what is replaced would miss its columns.
  const { guess } = describeRows(rowsOfSample(sample));
  return tellsOfRuns(guess) ? guess : undefined;
}
