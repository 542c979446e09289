import { z } from 'zod';
import type { ColumnMap } from '../model/columnMap.ts';
import type { Json, JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import { valueAt } from '../support/valueAt.ts';
import type { Format, ReadReport, Sample, Source, TraceFragment } from './format.ts';
import { readRow } from './mapped/row.ts';
import { isReadable, rowsIn } from './rows.ts';

const mappedId = 'mapped';

/** Rows of one's own, read by a map of their columns (`core/model/columnMap.ts`). Not found by content: someone has to say what is what. */
export function createMappedFormat(map: ColumnMap): Format {
  const columns = Object.values(map);
  const isRow = (value: JsonMap) => columns.some((column) => valueAt(value, column) !== undefined);
  return {
    id: mappedId,
    title: 'Rows with a column map',
    example: '{"ask":"…","reply":"…"} with the map {"query":"ask","answer":"reply"}',
    repeats: 'separate',
    growth: 'records',
    detect: ({ records }) => {
      const found = records.find(({ value }) => rowsIn(value, isRow).some((row) => isJsonMap(row) && isRow(row)));
      return found && `columns of the map on line ${found.line}`;
    },
    *read(source: Source, report: ReadReport): Generator<TraceFragment> {
      const lacking = countLacking(map, source.kept);
      for (const record of source.records) {
        for (const row of rowsIn(record.value, isRow)) {
          const warn = (message: string) => report.warn(record.line, message, record.file);
          if (!isJsonMap(row)) warn('Not a row with names and values; left out.');
          else if (!isReadable(row)) warn('The row is nested too deep to be read; left out.');
          else if (!isRow(row)) warn(`None of the mapped columns is in this row; left out. It has ${Object.keys(row).slice(0, 6).join(', ') || 'no columns'}.`);
          else {
            lacking.look(row);
            yield readRow(row, map, source, record, warn);
          }
        }
      }
      for (const message of lacking.sentences()) report.warn(null, message);
      report.keep?.(lacking.told());
    },
  };
}

/** The columns of the map that none of the sample's rows has. */
export function absentColumns(map: ColumnMap, { records }: Sample): readonly string[] {
  const columns = [...new Set(Object.values(map))];
  const isRow = (value: JsonMap) => columns.some((column) => valueAt(value, column) !== undefined);
  const rows = records.flatMap(({ value }) => rowsIn(value, isRow)).filter(isJsonMap).filter(isReadable);
  return columns.filter((column) => !rows.some((row) => valueAt(row, column) !== undefined));
}

/** Whether each column of the map is in one of the rows, so that the map was made for rows like these. */
export function holdsColumnsOf(map: ColumnMap, sample: Sample): boolean {
  return Object.keys(map).length > 0 && absentColumns(map, sample).length === 0;
}

/** How many rows have not each column, those counted in that were read when the file was shorter. */
function countLacking(map: ColumnMap, kept: Json | undefined) {
  const before = Kept.safeParse(kept).data;
  const counts = new Map(Object.values(map).map((column) => [column, before?.lacking.find(([name]) => name === column)?.[1] ?? 0]));
  let rows = before?.rows ?? 0;
  return {
    look(row: JsonMap): void {
      rows++;
      for (const [column, count] of counts) if (valueAt(row, column) === undefined) counts.set(column, count + 1);
    },
    sentences: (): readonly string[] => [...counts].flatMap(([column, count]) => (count === 0 ? [] : [`The column ${column} is missing from ${count} of ${rows} rows; what it tells is not recorded there.`])),
    told: (): Json => ({ rows, lacking: [...counts] } satisfies z.infer<typeof Kept>),
  };
}
const Kept = z.object({ rows: z.number(), lacking: z.array(z.tuple([z.string(), z.number()])) });
