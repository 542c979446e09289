import type { ColumnMap } from '../../model/columnMap.ts';
import type { JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import { oneLine } from '../../display/truncate.ts';
import type { Sample } from '../format.ts';
import { isReadable, rowsIn } from '../rows.ts';
import { unmappedFields } from '../unmappedRows.ts';
import { columnsOf } from './columns.ts';
import { guessColumnMap } from './guess.ts';

/** A column as a person is shown it. `filled`: how many of the rows have a value there. */
type ShownColumn = { readonly name: string; readonly filled: number; readonly examples: readonly string[] };
/** Rows that a person can map, by the first of them. */
export type Mappable = { readonly rows: number; readonly columns: readonly ShownColumn[]; readonly guess: ColumnMap };

const exampleLength = 160;

/** The rows of a sample, as far as they are maps: those of a list or of the one list a document wraps. */
export function rowsOfSample({ records }: Sample): readonly JsonMap[] {
  const alone = records.length === 1;
  return records.flatMap(({ value }) => rowsIn(value, () => !alone)).filter(isJsonMap).filter(isReadable);
}

/** Columns and what they most likely are. @param rows as they may be shown, without secrets */
export function describeRows(rows: readonly JsonMap[]): Mappable {
  const columns = columnsOf(rows);
  return {
    rows: rows.length, guess: guessColumnMap(columns),
    columns: columns.map(({ name, filled, examples }) => ({ name, filled, examples: examples.map((value) => oneLine(typeof value === 'string' ? value : JSON.stringify(value), exampleLength)) })),
  };
}

/** Whether a map tells what was asked or answered: with less, rows are no runs. */
export const tellsOfRuns = ({ query, answer, messages }: ColumnMap): boolean => (query ?? answer ?? messages) !== undefined;

/**
 * What a person could map of a sample that no format knows; undefined where it is no list of rows, or nothing in it is a text that
 * somebody said.
 * @param clean takes secrets out of what is shown
 */
export function mappableRows(sample: Sample, clean: (rows: readonly JsonMap[]) => readonly JsonMap[]): Mappable | undefined {
  const rows = rowsOfSample(sample);
  if (rows.length === 0) return undefined;
  const mappable = describeRows(clean(rows));
  return tellsOfRuns(mappable.guess) || unmappedFields(sample) !== undefined ? mappable : undefined;
}
