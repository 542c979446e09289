import { z } from 'zod';
import type { ColumnMap, MappedField } from '../model/columnMap.ts';
import { mappedFields } from '../model/columnMap.ts';
import type { Json, JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { RecordPlace, Span } from '../model/span.ts';
import { emptySpan } from '../model/span.ts';
import type { TraceHeader } from '../model/trace.ts';
import { Facts } from '../model/trace.ts';
import { valueAt } from '../support/valueAt.ts';
import { feedbackOf } from '../trajectory/facts.ts';
import { latencyKey } from '../trajectory/totals.ts';
import type { Conversation } from './chat/conversation.ts';
import { spansOf } from './chat/turns.ts';
import { readResult } from './content/readPart.ts';
import type { Format, ReadReport, Sample, Source, SourceRecord, TraceFragment } from './format.ts';
import { placeOf } from './format.ts';
import { firstText, readArguments, setKey, textOf, unwrapJson, wordOf } from './jsonText.ts';
import { isReadable, rowsIn } from './rows.ts';
import { derivedId } from './values/contentId.ts';
import { readIsoTime } from './values/times.ts';

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
            yield readRow(row, map, placeOf(source, record), record, warn);
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

type Warn = (message: string) => void;

function readRow(row: JsonMap, map: ColumnMap, place: RecordPlace, record: SourceRecord, warn: Warn): TraceFragment {
  const at = (field: MappedField): Json | undefined => {
    const column = map[field];
    const value = column === undefined ? undefined : valueAt(row, column);
    return value === null || value === '' ? undefined : value;
  };
  const number = (field: MappedField): number | null => {
    const value = at(field);
    if (value === undefined) return null;
    const count = typeof value === 'string' ? Number(value) : value;
    if (typeof count === 'number' && Number.isFinite(count) && count >= 0) return count;
    warn(`${map[field]} is ${JSON.stringify(value)?.slice(0, 40)}, which is no number; read as not recorded.`);
    return null;
  };

  const spans = spansOf(conversationAt(at, restOf(row, map)), place, warn);
  const [first, ...steps] = spans;
  const startUs = timeUs(at('startedAt'), map.startedAt, warn);
  const endUs = timeUs(at('endedAt'), map.endedAt, warn);
  const latency = number('latencyMs') ?? scaled(number('latencySeconds'));
  const failure = at('error');
  const root: Span = {
    ...(first ?? emptySpan('run', 0, 'run')), name: wordOf(at('name')) || 'run', startUs,
    endUs: endUs ?? (startUs !== null && latency !== null && latency < 1e14 ? startUs + latency * 1000 : null),
    ...(failure === undefined || failure === false ? {} : { status: 'error' as const, statusMessage: textOf(failure) ?? JSON.stringify(failure) }),
  };
  const asked = at('messages') === undefined ? callSpans(at('toolCalls'), place, steps.length) : [];
  const usage = { input: whole(number('inputTokens')), output: whole(number('outputTokens')), cachedRead: null, cacheWrite: null, reasoning: null };
  const cost = number('costUsd');
  const answering = steps.findIndex((span) => span.kind === 'llm');
  const model = wordOf(at('model')) || null;
  const all = [root, ...asked, ...steps].map((span, seq): Span => {
    const carries = answering < 0 ? span === root : span === steps[answering];
    if (!carries) return { ...span, seq };
    return {
      ...span, seq, model: span.model ?? model, ...(usage.input === null && usage.output === null ? {} : { usage: { ...usage, level: 'leaf' as const } }),
      ...(cost === null ? {} : { cost: { usd: cost, source: 'reported' as const } }),
    };
  });
  return { nativeId: wordOf(at('id')) || derivedId(row, record.line), header: headerOf(at, latency), spans: all, record };
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
    tools: namesOf(at('toolsOffered')), documents: documents === null ? undefined : listOf(documents).map((each) => (typeof each === 'string' ? { content: each } : each)),
    model: wordOf(at('model')) || null, userId: null, sessionId: null, rest,
  };
}

function headerOf(at: (field: MappedField) => Json | undefined, latency: number | null): Partial<TraceHeader> {
  const feedback = Facts.shape.feedback.safeParse(feedbackOf(asNumber(at('feedback'))));
  const tags = namesOf(at('tags'));
  const user = wordOf(at('user'));
  const session = wordOf(at('session'));
  const name = wordOf(at('name'));
  return {
    ...(user === '' ? {} : { userId: user }), ...(session === '' ? {} : { sessionId: session }), ...(name === '' ? {} : { name }),
    ...(tags === undefined ? {} : { tags: listOf(tags).flatMap((each) => wordOf(each) || []) }),
    ...(feedback.success && feedback.data !== undefined ? { facts: { feedback: feedback.data } } : {}),
    ...(latency === null ? {} : { metadata: { [latencyKey]: latency } }),
  };
}

/** Calls by name alone, or with what else is known of them. */
function callSpans(value: Json | undefined, place: RecordPlace, from: number): Span[] {
  return listOf(namesOf(value) ?? []).flatMap((each, index) => {
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

const listOf = (value: Json): readonly Json[] => (Array.isArray(value) ? (value as readonly Json[]) : [value]);
const scaled = (seconds: number | null) => (seconds === null ? null : seconds * 1000);
const whole = (count: number | null) => (count === null ? null : Math.round(count));
const asNumber = (value: Json | undefined) => (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value);

/** Microseconds since 1970. Numbers are seconds, milliseconds or finer by their size. */
function timeUs(value: Json | undefined, column: string | undefined, warn: Warn): number | null {
  if (value === undefined) return null;
  const number = asNumber(value);
  if (typeof number !== 'number') {
    const time = readIsoTime(number);
    if (time !== null) return time;
  } else if (number >= 0 && number < 1e20) {
    return Math.round(number * (number < 1e11 ? 1e6 : number < 1e14 ? 1e3 : number < 1e17 ? 1 : 1e-3));
  }
  warn(`${column} is ${JSON.stringify(value)?.slice(0, 40)}, which is no time; read as not recorded.`);
  return null;
}

/** What the map does not name stays with the run. A nested value of which a part is mapped stays as well. */
function restOf(row: JsonMap, map: ColumnMap): JsonMap {
  const taken = new Set(mappedFields.flatMap((field) => map[field] ?? []));
  const rest: Record<string, Json> = {};
  for (const [key, value] of Object.entries(row)) if (!taken.has(key)) setKey(rest, key, value);
  return rest;
}
