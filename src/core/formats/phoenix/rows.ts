import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import { setKey, textOf } from '../jsonText.ts';

/** What stands in a Phoenix export: a span, an attribute map without a span, or an annotation of a span. */
type PhoenixRow = { readonly is: 'span' | 'attributes' | 'annotation'; readonly row: JsonMap };

const deepest = 4;
/** Dataframes written column by column are turned into rows up to this many. */
const mostRows = 1_000_000;

const kinds = new Set(['LLM', 'CHAIN', 'TOOL', 'AGENT', 'RETRIEVER', 'RERANKER', 'EMBEDDING', 'GUARDRAIL', 'EVALUATOR', 'PROMPT', 'UNKNOWN']);

function isKind(value: unknown): boolean {
  return typeof value === 'string' && kinds.has(value.toUpperCase());
}

/** Attributes of a model call or tool run, by keys that only the conventions use. */
const sureSigns = ['openinference.span.kind', 'gen_ai.operation.name', 'gen_ai.provider.name', 'gen_ai.system'];

function kindOf(row: JsonMap): PhoenixRow['is'] | undefined {
  const { context } = row;
  if (isJsonMap(context) && isKind(row['span_kind'] ?? row['spanKind']) && (textOf(context['trace_id']) ?? textOf(context['traceId'])) !== null) return 'span';
  if (textOf(row['context.trace_id']) !== null || (isKind(row['span_kind']) && textOf(row['context.span_id']) !== null)) return 'span';
  if (textOf(row['annotator_kind']) !== null && (textOf(row['span_id']) ?? textOf(row['trace_id'])) !== null) return 'annotation';
  if (sureSigns.some((key) => textOf(row[key]) !== null) && !('attributes' in row)) return 'attributes';
  return undefined;
}

/** The rows in one JSON value: lists, answers of the API (`{data}`), objects of named span lists, dataframes by columns. */
export function phoenixRowsIn(value: unknown, depth = 0): readonly PhoenixRow[] {
  if (depth > deepest) return [];
  if (Array.isArray(value)) return value.flatMap((each: unknown) => phoenixRowsIn(each, depth + 1));
  if (!isJsonMap(value)) return [];
  const is = kindOf(value);
  if (is !== undefined) return [{ is, row: value }];
  const table = rowsOfColumns(value) ?? rowsOfTable(value);
  if (table !== undefined) return table.flatMap((row) => (kindOf(row) === undefined ? [] : [{ is: 'span' as const, row }]));
  return Object.values(value).flatMap((each) => (Array.isArray(each) ? phoenixRowsIn(each, depth + 1) : []));
}

/** `{"name": {"0": …, "1": …}, "span_kind": {"0": …}}`, as pandas writes a dataframe unless asked otherwise. */
function rowsOfColumns(value: JsonMap): readonly JsonMap[] | undefined {
  const lead = value['context.span_id'] ?? value['context.trace_id'] ?? value['span_kind'];
  if (!isJsonMap(lead)) return undefined;
  const columns = Object.entries(value).filter((entry): entry is [string, JsonMap] => isJsonMap(entry[1]));
  return Object.keys(lead).slice(0, mostRows).map((index) => {
    const row: Record<string, Json> = {};
    for (const [name, column] of columns) if (Object.hasOwn(column, index)) setKey(row, name, column[index] ?? null);
    return indexed(row, index);
  });
}

/** `{"columns": […], "index": […], "data": [[…]]}`. */
function rowsOfTable({ columns, index, data }: JsonMap): readonly JsonMap[] | undefined {
  if (!Array.isArray(columns) || !Array.isArray(data) || !(columns as readonly Json[]).some((name) => name === 'span_kind' || name === 'context.trace_id')) return undefined;
  return (data as readonly Json[]).slice(0, mostRows).flatMap((cells, at) => {
    if (!Array.isArray(cells)) return [];
    const row: Record<string, Json> = {};
    for (const [n, name] of (columns as readonly Json[]).entries()) if (typeof name === 'string') setKey(row, name, (cells as readonly Json[])[n] ?? null);
    return [indexed(row, Array.isArray(index) ? (index[at] as Json) : null)];
  });
}

/** The index of Phoenix's dataframes is the span's id. */
function indexed(row: Record<string, Json>, index: Json): JsonMap {
  return typeof index === 'string' && !/^\d+$/.test(index) && textOf(row['context.span_id']) === null ? { ...row, 'context.span_id': index } : row;
}
