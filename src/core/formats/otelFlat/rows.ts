import type { JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import { parseJson, textOf } from '../jsonText.ts';

/** A span, or what was logged of one, as a map; `session` where the list's wrapper names one. */
export type FlatRow = { readonly row: JsonMap; readonly session: string | null };

const wrappers = ['spans', 'traces', 'data', 'records', 'rows', 'items', 'logs'] as const;
const deepest = 4;

/** Kinds of OpenInference stand in a field of this name; such rows are Phoenix's. OpenTelemetry's own kinds are written `SpanKind.…`. */
function isOpenInferenceRow(row: JsonMap): boolean {
  return typeof row['span_kind'] === 'string' && !/^(?:SPAN_?KIND[._]|INTERNAL|SERVER|CLIENT|PRODUCER|CONSUMER)/i.test(row['span_kind']);
}

function isId(value: unknown): boolean {
  return (typeof value === 'string' && value !== '') || typeof value === 'number';
}

function isFlatSpan(row: JsonMap): boolean {
  const { context, attributes, body } = row;
  if (isOpenInferenceRow(row) || 'root_span_id' in row || 'operationName' in row) return false;
  if (isJsonMap(context) && isId(context['trace_id']) && isId(context['span_id'])) return isJsonMap(attributes);
  if (isId(row['trace_id']) && isId(row['span_id'])) return isJsonMap(attributes) || isLogged(body);
  return isId(row['traceId']) && isId(row['spanId']) && (isJsonMap(attributes) || Array.isArray(attributes) || isLogged(body));
}

/** What the AWS distribution logs beside a span: the messages that went in and came out. */
export function isLogged(body: unknown): body is JsonMap {
  return isJsonMap(body) && [body['input'], body['output']].some((side) => isJsonMap(side) && Array.isArray(side['messages']));
}

/** The rows in one JSON value: lists, `{session_id, spans}`, and the answers of CloudWatch, where a row is JSON text in `@message` or `message`. */
export function flatRowsIn(value: unknown, session: string | null = null, depth = 0): readonly FlatRow[] {
  if (depth > deepest) return [];
  if (Array.isArray(value)) return value.flatMap((each: unknown) => flatRowsIn(each, session, depth + 1));
  if (!isJsonMap(value)) return [];
  if (isFlatSpan(value)) return [{ row: value, session }];
  const text = textOf(value['@message']) ?? (value['field'] === '@message' ? textOf(value['value']) : null) ?? textOf(value['message']);
  if (text !== null) return /^\s*\{.*(?:"traceId"|"trace_id")/s.test(text) ? flatRowsIn(parseJson(text), session, depth + 1) : [];
  const inner = wrappers.find((name) => Array.isArray(value[name])) ?? (['results', 'events'] as const).find((name) => Array.isArray(value[name]));
  return inner === undefined ? [] : flatRowsIn(value[inner], textOf(value['session_id']) ?? textOf(value['sessionId']) ?? session, depth + 1);
}
