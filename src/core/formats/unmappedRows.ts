import type { JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { Sample } from './format.ts';
import type { NotATrace } from './notTraces.ts';
import { rowsIn } from './rows.ts';

const shown = 6;

/**
 * The fields of rows that hold texts and are no trace that is known: what a person could map. Undefined where the sample is not a
 * list of rows with the same fields.
 */
export function unmappedFields({ records }: Sample): readonly string[] | undefined {
  const rows = rowsOf(records);
  const [first] = rows;
  if (first === undefined || rows.length < 2) return undefined;
  const fields = Object.keys(first);
  const alike = rows.filter((row) => fields.every((field) => field in row));
  const isText = (value: unknown) => typeof value === 'string' && /\S\s+\S/.test(value);
  if (fields.length > 40 || alike.length * 2 < rows.length || !alike.some((row) => fields.some((field) => isText(row[field])))) return undefined;
  return fields.every((field) => alike.every((row) => typeof row[field] !== 'object' || row[field] === null)) ? fields : undefined;
}

function rowsOf(records: Sample['records']): readonly JsonMap[] {
  return records.flatMap(({ value }) => rowsIn(value, () => false)).filter(isJsonMap);
}

const speaker = /^\s*(?:system|user|human|customer|assistant|ai|agent|tool)\s*:/i;

/** A conversation that someone printed: a line that names a speaker, and another further down. */
function isPrinted(value: unknown): boolean {
  return typeof value === 'string' && speaker.test(value) && value.split('\n').filter((line) => speaker.test(line)).length > 1;
}

/** The field that holds whole conversations as somebody printed them: no map makes messages of these. */
export function printedField(sample: Sample): string | undefined {
  const [first] = rowsOf(sample.records);
  return unmappedFields(sample)?.find((field) => isPrinted(first?.[field]));
}

/** Rows whose field names only their owner understands. */
export const unmappedRows: NotATrace = {
  detect(sample: Sample): string | undefined {
    const fields = unmappedFields(sample);
    if (fields === undefined) return undefined;
    const names = fields.length > shown ? `${fields.slice(0, shown).join(', ')} and ${fields.length - shown} more` : fields.join(', ');
    const printed = printedField(sample);
    if (printed !== undefined) return `a list of rows with whole conversations printed as text in ${printed}. Export the messages themselves, each with its role and content`;
    return `a list of rows whose fields (${names}) do not tell the question from the answer. Name them query and response, or messages`;
  },
};
