import type { ColumnMap, MappedField } from '../../model/columnMap.ts';
import { mappedFields } from '../../model/columnMap.ts';
import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { RecordPlace, Span } from '../../model/span.ts';
import { emptySpan } from '../../model/span.ts';
import type { TraceHeader } from '../../model/trace.ts';
import { Facts } from '../../model/trace.ts';
import { valueAt } from '../../support/valueAt.ts';
import { feedbackOf } from '../../trajectory/facts.ts';
import { latencyKey } from '../../trajectory/totals.ts';
import type { Conversation } from '../chat/conversation.ts';
import { spansOf } from '../chat/turns.ts';
import { piecesOf } from '../content/parts.ts';
import { readResult } from '../content/readPart.ts';
import type { Source, SourceRecord, TraceFragment } from '../format.ts';
import { placeOf, recordOf } from '../format.ts';
import { firstText, readArguments, textOf, unwrapJson, wordOf } from '../jsonText.ts';
import { derivedId } from '../values/contentId.ts';
import { nonEmpty } from '../values/fields.ts';
import { amountOf, numberOf } from '../values/numbers.ts';
import { reportedCost } from '../values/reportedCost.ts';
import { endAfter, microseconds, readIsoTime, readMilliseconds } from '../values/times.ts';
import { tokenCount, usageFrom } from '../values/tokenCounts.ts';

type Warn = (message: string) => void;

/** One row as a run. What is in a mapped column and cannot be read is a warning, and not recorded. */
export function readRow(row: JsonMap, map: ColumnMap, source: Source, record: SourceRecord, warn: Warn): TraceFragment {
  const place = placeOf(source, record);
  const at = (field: MappedField): Json | undefined => {
    const column = map[field];
    const value = column === undefined ? undefined : valueAt(row, column);
    return value === null || value === '' ? undefined : value;
  };
  const number = (field: MappedField): number | null => {
    const value = at(field);
    if (value === undefined) return null;
    const amount = amountOf(value);
    if (amount === null) warn(`${map[field]} is ${JSON.stringify(value)?.slice(0, 40)}, which is no number; read as not recorded.`);
    return amount;
  };

  const spans = spansOf(conversationAt(at, restOf(row, map)), place, warn);
  const [first, ...steps] = spans;
  const startUs = timeUs(at('startedAt'), map.startedAt, warn);
  const endUs = timeUs(at('endedAt'), map.endedAt, warn);
  const latency = number('latencyMs') ?? scaled(number('latencySeconds'));
  const failure = at('error');
  const root: Span = {
    ...(first ?? emptySpan('run', 0, 'run')), name: wordOf(at('name')) || 'run', startUs,
    endUs: endUs ?? endAfter(startUs, readMilliseconds(latency)),
    ...(failure === undefined || failure === false ? {} : { status: 'error' as const, statusMessage: textOf(failure) ?? JSON.stringify(failure) }),
  };
  const asked = at('messages') === undefined ? callSpans(at('toolCalls'), place, steps.length) : [];
  const usage = usageFrom({ input: whole(number('inputTokens')), output: whole(number('outputTokens')) }, 'leaf');
  const cost = reportedCost(number('costUsd'));
  const answering = steps.findIndex((span) => span.kind === 'llm');
  const model = wordOf(at('model')) || null;
  const all = [root, ...asked, ...steps].map((span, seq): Span => {
    const carries = answering < 0 ? span === root : span === steps[answering];
    if (!carries) return { ...span, seq };
    return {
      ...span, seq, model: span.model ?? model, ...nonEmpty({ usage, cost }),
    };
  });
  return { nativeId: wordOf(at('id')) || derivedId(row, record.line), header: headerOf(at, latency), spans: all, record: recordOf(record) };
}

function conversationAt(at: (field: MappedField) => Json | undefined, rest: JsonMap): Conversation {
  const messages = unwrapJson(at('messages') ?? null);
  const system = wordOf(at('system'));
  const side = (value: Json | undefined, role: string): readonly Json[] => {
    const said = unwrapJson(value ?? null);
    if (said === null) return [];
    if (Array.isArray(said)) return said as readonly Json[];
    return [isJsonMap(said) && 'role' in said ? said : { role, content: typeof said === 'string' ? said : JSON.stringify(said) }];
  };
  const given = [...(system === '' ? [] : [{ role: 'system', content: system }]), ...(Array.isArray(messages) ? [] : side(at('query'), 'user'))];
  const documents = unwrapJson(at('documents') ?? null);
  return {
    id: null, given, messages: Array.isArray(messages) ? (messages as readonly Json[]) : side(at('answer'), 'assistant'),
    tools: namesOf(at('toolsOffered')), documents: documents === null ? undefined : piecesOf(documents).map((each) => (typeof each === 'string' ? { content: each } : each)),
    model: wordOf(at('model')) || null, userId: null, sessionId: null, rest,
  };
}

function headerOf(at: (field: MappedField) => Json | undefined, latency: number | null): Partial<TraceHeader> {
  const feedback = Facts.shape.feedback.safeParse(feedbackOf(numberOf(at('feedback')) ?? at('feedback')));
  const tags = namesOf(at('tags'));
  return {
    ...nonEmpty({ userId: wordOf(at('user')) || null, sessionId: wordOf(at('session')) || null, name: wordOf(at('name')) || null }),
    ...(tags === undefined ? {} : { tags: piecesOf(tags).flatMap((each) => wordOf(each) || []) }),
    ...(feedback.success && feedback.data !== undefined ? { facts: { feedback: feedback.data } } : {}),
    ...(latency === null ? {} : { metadata: { [latencyKey]: latency } }),
  };
}

/** Calls by name alone, or with what else is known of them. */
function callSpans(value: Json | undefined, place: RecordPlace, from: number): Span[] {
  return piecesOf(namesOf(value) ?? []).flatMap((each, index) => {
    const call = isJsonMap(each) ? (isJsonMap(each['function']) ? { ...each, ...each['function'] } : each) : { name: each };
    const name = firstText(call, 'name', 'tool', 'tool_name', 'toolName', 'function');
    if (name === null) return [];
    const result = call['result'] ?? call['output'] ?? call['response'] ?? call['observation'];
    return [{
      ...emptySpan(`call-${index + 1}`, from + index + 1, name), parentId: 'run', kind: 'tool' as const, synthetic: true, place,
      tool: {
        name, callId: firstText(call, 'id', 'call_id', 'tool_call_id'), description: null, ...readArguments(call['arguments'] ?? call['args'] ?? call['input'] ?? call['parameters']),
        ...(result === undefined ? {} : { result: readResult(result) }), status: typeof call['error'] === 'string' && call['error'] !== '' ? 'error' as const : 'ok' as const,
      },
    }];
  });
}

/** A list, JSON text of one, or names with commas between them; undefined where there is nothing. */
function namesOf(value: Json | undefined): Json | undefined {
  if (value === undefined) return undefined;
  const unwrapped = unwrapJson(value);
  return typeof unwrapped === 'string' ? unwrapped.split(/[,;]/).map((each) => each.trim()).filter((each) => each !== '') : unwrapped;
}

const scaled = (seconds: number | null) => (seconds === null ? null : seconds * 1000);
const whole = (count: number | null) => (count === null ? null : tokenCount(Math.round(count)));

/** Microseconds since 1970. Numbers are seconds, milliseconds or finer by their size. */
function timeUs(value: Json | undefined, column: string | undefined, warn: Warn): number | null {
  if (value === undefined) return null;
  const number = numberOf(value);
  const time = number === null ? readIsoTime(value) : microseconds(number * (number < 1e11 ? 1e6 : number < 1e14 ? 1e3 : number < 1e17 ? 1 : 1e-3));
  if (time !== null) return time;
  warn(`${column} is ${JSON.stringify(value)?.slice(0, 40)}, which is no time; read as not recorded.`);
  return null;
}

/** What the map does not name stays with the run. A nested value of which a part is mapped stays as well. */
function restOf(row: JsonMap, map: ColumnMap): JsonMap {
  const taken = new Set(mappedFields.flatMap((field) => map[field] ?? []));
  return Object.fromEntries(Object.entries(row).filter(([key]) => !taken.has(key)));
}
