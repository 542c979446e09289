import type { Json, JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { TraceHeader } from '../model/trace.ts';
import { callPart } from './content/parts.ts';
import { readToolDefinitions } from './content/toolDefinitions.ts';
import type { Format, ReadReport, Sample, Source, SourceRecord, TraceFragment } from './format.ts';
import { placeOf } from './format.ts';
import { textOf } from './jsonText.ts';
import { lastText, partsOf, resultOf, usageOf } from './kimi/messages.ts';
import type { At, EntryReader, SessionLog } from './sessionLog.ts';
import { briefly, idOfLog, readSession } from './sessionLog.ts';
import { contentId } from './values/contentId.ts';
import { listOf, mapOf, nonEmpty, restOf, saidFields, textFields } from './values/fields.ts';
import { endAfter, readMilliseconds } from './values/times.ts';

const isEntry = (value: unknown): value is JsonMap => isJsonMap(value) && (
  (value['type'] === 'context.append_message' && isJsonMap(value['message'])) || (value['type'] === 'context.append_loop_event' && isJsonMap(value['event']))
  || (value['type'] === 'turn.prompt' && Array.isArray(value['input'])) || (value['type'] === 'metadata' && typeof value['protocol_version'] === 'string' && 'created_at' in value)
);
/** A folder each for the session and its agents: `session_<id>/agents/main/wire.jsonl`. */
const place = /(?:^|[/\\])session_([^/\\]+)[/\\]agents[/\\]([^/\\]+)[/\\][^/\\]+$/;

/** What happened to a session as a whole. */
const told: ReadonlySet<string> = new Set(['turn.cancel', 'turn.steer', 'context.clear', 'context.undo', 'context.apply_compaction', 'micro_compaction.apply', 'permission.record_approval_result', 'plan_mode.enter', 'plan_mode.exit', 'plan_mode.cancel', 'goal.create', 'forked']);

/** Sessions of Kimi Code: records of one agent, by which the program itself goes on with it (its source says what they mean). A sub-agent has a file and so a trace of its own. */
export const kimiCode: Format = {
  id: 'kimi-code',
  title: 'Kimi Code sessions (wire.jsonl)',
  example: '{"type":"context.append_loop_event","event":{"type":"content.part","stepUuid":"s1","part":{"type":"text","text":"…"}},"time":1767261600000}',
  documentedOnly: true,
  growth: 'resumed',

  detect({ records }: Sample): string | undefined {
    const found = records.find(({ value }) => isEntry(value));
    return found && `a ${String((found.value as JsonMap)['type'])} record of Kimi on line ${found.line}`;
  },

  read(source: Source, report: ReadReport): Generator<TraceFragment> {
    return readSession(source, report, (log, kept) => kimiReader(source, log, kept));
  },
};

/** What goes on from record to record. `said`: a hash of what the last step said last, as older versions tell it again as a message. */
type State = { id: string | null; model: string | null; system: string | null; said: string | null; startMs: number | null };

function kimiReader(source: Source, log: SessionLog, kept: JsonMap): EntryReader {
  const state: State = { id: textOf(kept['id']), model: textOf(kept['model']), system: textOf(kept['system']), said: textOf(kept['said']), startMs: typeof kept['startMs'] === 'number' ? kept['startMs'] : null };
  return {
    take(entry, record) {
      const first = state.id === null ? headerOf(source, record) : undefined;
      if (first) state.id = first.id;
      const at: At = { place: placeOf(source, record), timeUs: readMilliseconds(entry['time']) };
      return { ...first?.header, ...readEntry(entry, at, log, state) };
    },
    id: () => state.id,
    keep: () => ({ ...state }),
  };
}

function headerOf(source: Source, record: SourceRecord): { readonly id: string; readonly header: Partial<TraceHeader> } {
  const [, session, agent] = place.exec(record.file ?? source.file) ?? [];
  if (session === undefined) return { id: idOfLog(source, record), header: { app: 'Kimi Code' } };
  const isMain = agent === 'main' || agent === undefined;
  return { id: isMain ? session : `${session}/${agent}`, header: { app: 'Kimi Code', sessionId: session, ...(isMain ? {} : { agent }) } };
}

function readEntry(entry: JsonMap, at: At, log: SessionLog, state: State): Partial<TraceHeader> | undefined {
  const type = textOf(entry['type']) ?? '';
  switch (type) {
    case 'metadata':
      log.began({ ...at, timeUs: readMilliseconds(entry['created_at']) });
      return { metadata: textFields(entry, 'protocol_version') };
    case 'config.update':
    case 'profile.bind':
      return readConfig(entry, at, log, state);
    case 'llm.request':
      state.model = textOf(entry['model']) ?? state.model;
      return undefined;
    case 'llm.tools_snapshot':
      log.session({ toolDefinitions: readToolDefinitions(listOf(entry['tools']) as Json) }, at);
      return undefined;
    case 'usage.record':
      // The step told its tokens itself; the model stands here alone in older versions.
      if (state.model === null) log.ofLastCall({ model: textOf(entry['model']) }, at);
      return undefined;
    case 'context.append_message':
      readMessage(mapOf(entry['message']), at, log, state);
      return undefined;
    case 'context.append_loop_event':
      readEvent(mapOf(entry['event']), at, log, state);
      return undefined;
    case 'turn.ended':
      log.passed(at);
      if (entry['reason'] !== 'completed') log.event(type, briefly(restOf(entry, 'type', 'time', 'agentId'), ''), at);
      return undefined;
    default:
      if (told.has(type)) log.event(type, briefly(restOf(entry, 'type', 'time', 'agentId'), ''), at);
      return undefined;
  }
}

function readConfig(entry: JsonMap, at: At, log: SessionLog, state: State): Partial<TraceHeader> {
  state.model ??= textOf(entry['modelAlias']);
  const system = textOf(entry['systemPrompt']);
  const known = system === null ? state.system : contentId(system);
  if (system !== null && known !== state.system) log.context({ role: 'system', parts: [{ type: 'text', text: system }] }, at);
  state.system = known;
  const cwd = textOf(entry['cwd']) ?? textOf(mapOf(entry['environmentDisclosure'])['cwd']);
  return nonEmpty({ metadata: { ...textFields(entry, 'profileName', 'thinkingEffort'), ...nonEmpty({ cwd }) } });
}

/** A person's words; all other kinds of origin are of the program, but for commands that a person began. */
function isPrompt({ origin }: JsonMap): boolean {
  const { kind, trigger } = mapOf(origin);
  return kind === undefined || kind === 'user' || trigger === 'user-slash';
}

function readMessage(message: JsonMap, at: At, log: SessionLog, state: State): void {
  const parts = partsOf(message['content']);
  if (message['role'] === 'tool') {
    log.result({ callId: textOf(message['toolCallId']), result: resultOf(message['content']), status: message['isError'] === true ? 'error' : 'ok' }, at);
  } else if (message['role'] === 'assistant') {
    const calls = listOf(message['toolCalls']).filter(isJsonMap).map((call) => callPart(call['id'], mapOf(call['function'])['name'] ?? call['name'], mapOf(call['function'])['arguments'] ?? call['arguments']));
    const text = lastText(parts);
    if (calls.length === 0 && text !== null && contentId(text) === state.said) return;
    log.assistant({ begins: true, parts: [...parts, ...calls], model: state.model }, at);
  } else if (parts.length > 0) {
    if (message['role'] === 'system') log.context({ role: 'system', parts }, at);
    else log.user({ role: 'user', parts }, at, isPrompt(message));
  }
}

function readEvent(event: JsonMap, at: At, log: SessionLog, state: State): void {
  const id = textOf(event['stepUuid']) ?? textOf(event['uuid']);
  const startUs = readMilliseconds(state.startMs);
  switch (event['type']) {
    case 'step.begin':
      state.startMs = at.timeUs === null ? null : at.timeUs / 1000;
      state.said = null;
      log.passed(at);
      return;
    case 'content.part': {
      const parts = partsOf([event['part'] ?? null]);
      const text = lastText(parts);
      if (text !== null) state.said = contentId(text);
      if (parts.length > 0) log.assistant({ id, parts, model: state.model, startUs, endUs: at.timeUs }, at);
      return;
    }
    case 'tool.call':
      log.assistant({ id, parts: [callPart(event['toolCallId'], event['name'], event['args'])], model: state.model, startUs, endUs: at.timeUs }, at);
      return;
    case 'step.end': {
      const latency = readMilliseconds(event['llmFirstTokenLatencyMs']);
      const stream = readMilliseconds(event['llmStreamDurationMs']);
      // Tools may have run before the end of the step was written.
      const endUs = latency === null || stream === null ? at.timeUs : (endAfter(startUs, latency + stream) ?? at.timeUs);
      log.assistant({
        id, parts: [], model: state.model, startUs, endUs, usage: usageOf(event['usage']), finishReason: textOf(event['finishReason']),
        attributes: saidFields(event, 'messageId', 'llmFirstTokenLatencyMs', 'llmStreamDurationMs', 'rawFinishReason'),
      }, at);
      return;
    }
    case 'tool.result': {
      const result = mapOf(event['result']);
      const value = resultOf(result['output']);
      log.result({ callId: textOf(event['toolCallId']), result: value, status: result['isError'] === true ? 'error' : 'ok', attributes: briefly(saidFields(result, 'message', 'note', 'truncated'), value) }, at);
      return;
    }
    default:
  }
}
