import type { Sample } from '../core/formats/format.ts';
import { absentColumns } from '../core/formats/mapped.ts';
import { columnsOf } from '../core/formats/mapped/columns.ts';
import type { Mappable } from '../core/formats/mapped/mappable.ts';
import { describeRows, mappableRows, rowsOfSample, tellsOfRuns } from '../core/formats/mapped/mappable.ts';
import { whyNoTrace } from '../core/formats/notTraces.ts';
import { printedField, unmappedRows } from '../core/formats/unmappedRows.ts';
import type { ColumnMap } from '../core/model/columnMap.ts';
import type { RedactionRules } from '../core/redaction/redactor.ts';
import { createRedactor } from '../core/redaction/redactor.ts';
import { firstRecords } from './firstRecords.ts';
import { noSuchColumns } from './importSentences.ts';
import type { ImportUnit } from './importUnits.ts';
import { openSource } from './source.ts';

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

/** Rows that are looked at for a column that the very first ones have not. */
const rowsTried = 2000;

/** Why a map is not one of this file: it names a column that none of the first rows has. To read it by such a map would empty what was read by a right one. */
export function whyWrong({ files, path, shownAs }: ImportUnit, map: ColumnMap, sample: Sample): string | undefined {
  if (absentColumns(map, sample).length === 0) return undefined;
  const source = openSource(files, shownAs, { warn() {} });
  try {
    const tried: Sample = { ...sample, records: firstRecords(source, rowsTried).records };
    const absent = absentColumns(map, tried);
    const rows = rowsOfSample(tried);
    return absent.length === 0 ? undefined : noSuchColumns(path, absent, columnsOf(rows).map(({ name }) => name), rows.length);
  } finally {
    source.close();
  }
}
