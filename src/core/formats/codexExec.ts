import type { Json, JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import { unknownTool } from '../trajectory/turns.ts';
import { outputOf } from './codex/items.ts';
import { readCodexUsage } from './codex/usage.ts';
import type { Format, ReadReport, Sample, Source, SourceRecord, TraceFragment } from './format.ts';
import { placeOf } from './format.ts';
import { firstText, lookUp, readArguments, textOf } from './jsonText.ts';
import type { At, EntryReader, SessionLog } from './sessionLog.ts';
import { idOfLog, namedSession, readSession, sessionIn } from './sessionLog.ts';
import { derivedId } from './values/contentId.ts';
import { restOf } from './values/fields.ts';

const isItemEvent = (value: unknown): value is JsonMap => isJsonMap(value) && typeof value['type'] === 'string' && /^item\.(started|updated|completed)$/.test(value['type']) && isJsonMap(value['item']);
const isThreadStart = (value: unknown): value is JsonMap => isJsonMap(value) && value['type'] === 'thread.started' && typeof value['thread_id'] === 'string';
/** The events as one document. */
const eventsIn = (value: unknown): readonly Json[] | undefined => (isJsonMap(value) && Array.isArray(value['events']) && value['events'].some(isItemEvent) ? (value['events'] as readonly Json[]) : undefined);

/** What `codex exec --json` prints: events of items that start and complete, without times (FORMATS 9b). */
export const codexExec: Format = {
  id: 'codex-exec',
  title: 'Codex CLI events (codex exec --json)',
  example: '{"type":"item.completed","item":{"id":"item_0","type":"agent_message","text":"…"}}',
  growth: 'resumed',

  detect({ records }: Sample): string | undefined {
    const found = records.find(({ value }) => isItemEvent(value) || isThreadStart(value) || eventsIn(value) !== undefined);
    return found && (eventsIn(found.value) === undefined ? `an event of type ${String((found.value as JsonMap)['type'])} on line ${found.line}` : `a list of events with items on line ${found.line}`);
  },

  read(source: Source, report: ReadReport): Generator<TraceFragment> {
    return readSession(source, report, (log, kept) => execReader(source, log, kept), (record) => {
      const events = eventsIn(record.value);
      return events && readDocument(events, source, record);
    });
  },
};

function readDocument(events: readonly Json[], source: Source, record: SourceRecord): TraceFragment {
  const started = events.find(isThreadStart);
  const id = textOf(started?.['thread_id']) ?? derivedId(record.value, record.line);
  return sessionIn(record, source, id, (log, at) => {
    for (const event of events) if (isJsonMap(event)) readEvent(event, at(null), log);
    return { app: 'Codex CLI', ...(started === undefined ? {} : { sessionId: id }) };
  });
}

function execReader(source: Source, log: SessionLog, kept: JsonMap): EntryReader {
  let id = textOf(kept['id']);
  return {
    take(event, record) {
      const isFirst = id === null;
      id ??= isThreadStart(event) ? textOf(event['thread_id']) : idOfLog(source, record);
      readEvent(event, { place: placeOf(source, record), timeUs: null }, log);
      return isFirst ? { app: 'Codex CLI', ...(isThreadStart(event) ? { sessionId: id } : namedSession(id)) } : undefined;
    },
    id: () => id,
    keep: () => ({ id }),
  };
}

type ItemReader = (item: JsonMap, at: At, log: SessionLog, done: boolean) => void;

/** Tools are told twice: when they start, and with their result. */
const tool = (name: (item: JsonMap) => string, args: (item: JsonMap) => Json | undefined, result: (item: JsonMap) => { result?: Json; failed: boolean }): ItemReader => (item, at, log, done) => {
  const id = textOf(item['id']);
  const isOpen = log.openCalls().some((each) => each.callId === id);
  if (!isOpen) log.assistant({ parts: [{ type: 'toolCall', id, name: name(item), ...readArguments(args(item)) }] }, at);
  const server = textOf(item['server']);
  if (server !== null) log.result({ callId: id, detail: true, attributes: { server } }, at);
  if (!done) return;
  const { failed, ...given } = result(item);
  log.result({ callId: id, ...given, status: item['status'] === 'declined' ? 'blocked' : failed ? 'error' : 'ok' }, at);
};

const has = (value: Json | undefined) => value !== undefined && value !== null;

const items: Readonly<Record<string, ItemReader>> = {
  agent_message: (item, at, log, done) => {
    const text = textOf(item['text']);
    if (done && text !== null) log.assistant({ parts: [{ type: 'text', text }] }, at);
  },
  reasoning: (item, at, log, done) => {
    const text = textOf(item['text']);
    if (done && text !== null) log.assistant({ parts: [{ type: 'reasoning', text }] }, at);
  },
  command_execution: tool(() => 'shell', (item) => ({ command: item['command'] ?? null }), (item) => ({
    result: outputOf(item['aggregated_output']).result, failed: item['status'] === 'failed' || (typeof item['exit_code'] === 'number' && item['exit_code'] !== 0),
  })),
  file_change: tool(() => 'apply_patch', (item) => ({ changes: item['changes'] ?? null }), (item) => ({ failed: item['status'] === 'failed' })),
  mcp_tool_call: tool((item) => textOf(item['tool']) ?? unknownTool, (item) => item['arguments'], (item) => ({
    ...(has(item['error']) ? { result: item['error']! } : has(item['result']) ? { result: item['result']! } : {}), failed: item['status'] === 'failed' || has(item['error']),
  })),
  web_search: tool(() => 'web_search', (item) => ({ query: item['query'] ?? null }), () => ({ failed: false })),
  todo_list: tool(() => 'todo_list', (item) => ({ items: item['items'] ?? null }), () => ({ failed: false })),
  error: (item, at, log) => log.step('error', at, { status: 'error', statusMessage: textOf(item['message']) }),
};

function readEvent(event: JsonMap, at: At, log: SessionLog): void {
  const { type, item, usage, error } = event;
  if (isItemEvent(event) && isJsonMap(item)) {
    const kind = textOf(item['type']) ?? textOf(item['item_type']);
    const reader = kind === null ? undefined : lookUp(items, kind);
    if (reader) reader(item, at, log, type === 'item.completed');
    else if (type === 'item.completed' && kind !== null) log.step(kind, at, { attributes: restOf(item, 'id', 'type', 'item_type') });
  } else if (type === 'turn.completed') {
    const total = readCodexUsage(usage, 'cumulative');
    if (total !== null) log.session({ usage: total }, at);
  } else if (type === 'turn.failed' || type === 'error') {
    const message = textOf(event['message']) ?? (isJsonMap(error) ? firstText(error, 'message') : textOf(error));
    if (type === 'turn.failed') log.session({ error: message ?? 'The turn failed.' }, at);
    else log.step('error', at, { status: 'error', statusMessage: message });
  }
}
