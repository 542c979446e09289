import type { Json, JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { TraceHeader } from '../model/trace.ts';
import { readEvent } from './codex/events.ts';
import { readItem } from './codex/items.ts';
import type { CodexLog } from './codex/log.ts';
import { createSaid } from './codex/said.ts';
import { textMessage } from './content/parts.ts';
import type { Format, ReadReport, Sample, Source, SourceRecord, TraceFragment } from './format.ts';
import { placeOf } from './format.ts';
import { firstText, textOf } from './jsonText.ts';
import type { At, EntryReader, SessionLog } from './sessionLog.ts';
import { idOfLog, readSession } from './sessionLog.ts';
import { mapOf } from './values/fields.ts';
import { readIsoTime } from './values/times.ts';

const lineTypes = new Set(['session_meta', 'turn_context', 'response_item', 'event_msg', 'compacted', 'world_state']);
const isLine = (value: unknown): value is JsonMap => isJsonMap(value) && lineTypes.has(value['type'] as string) && isJsonMap(value['payload']);
/** Before version 0.4 the first line was the session's, without a type, and items stood in the lines themselves. */
const isOldStart = (value: unknown) => isJsonMap(value) && typeof value['id'] === 'string' && typeof value['timestamp'] === 'string' && 'instructions' in value && !('type' in value);

/** Sessions of Codex CLI (FORMATS 9b). Messages stand twice in it, as items and as events; a sub-agent's file names the session it belongs to. */
export const codex: Format = {
  id: 'codex',
  title: 'Codex CLI sessions',
  example: '{"timestamp":"2026-03-01T10:00:00.000Z","type":"session_meta","payload":{"id":"0199","cwd":"/srv/mara","cli_version":"0.146.0"}}',
  growth: 'resumed',

  detect({ records }: Sample): string | undefined {
    const line = records.find(({ value }) => isLine(value));
    if (line !== undefined) return `a ${textOf((line.value as JsonMap)['type'])} with payload on line ${line.line}`;
    return isOldStart(records[0]?.value) ? `id, timestamp and instructions of a session on line ${records[0]?.line ?? 1}` : undefined;
  },

  read(source: Source, report: ReadReport): Generator<TraceFragment> {
    return readSession(source, report, (log, kept) => codexReader(source, log, kept));
  },
};

function codexReader(source: Source, log: SessionLog, kept: JsonMap): EntryReader {
  const said = createSaid(kept['said']);
  let id = textOf(kept['id']);
  let agent = textOf(kept['agent']) ?? undefined;
  const context: CodexLog = { log, said, model: textOf(kept['model']), effort: textOf(kept['effort']), provider: textOf(kept['provider']), outputSchema: isJsonMap(kept['outputSchema']) ? kept['outputSchema'] : null, counted: textOf(kept['counted']), begins: kept['begins'] === true };

  /** What later lines of this kind in a file repeat is of the session it was forked from. */
  function begin(meta: JsonMap, at: At): Partial<TraceHeader> {
    const own = textOf(meta['id']);
    if (id !== null || own === null) return {};
    const { source: startedBy } = meta;
    const spawned = isJsonMap(startedBy) && isJsonMap(startedBy['subagent']) ? startedBy['subagent'] : undefined;
    const spawn = spawned && isJsonMap(spawned['thread_spawn']) ? spawned['thread_spawn'] : {};
    const session = textOf(meta['session_id']);
    const parent = spawned === undefined ? null : session !== null && session !== own ? session : (textOf(meta['parent_thread_id']) ?? textOf(spawn['parent_thread_id']));
    id = parent ?? own;
    context.provider = textOf(meta['model_provider']);
    if (parent !== null) {
      agent = own;
      log.agent(own, { attributes: { agentId: own, ...spawn } }, at);
    }
    const prompt = isJsonMap(meta['base_instructions']) ? textOf(meta['base_instructions']['text']) : textOf(meta['instructions']);
    if (prompt !== null) log.context(textMessage('system', prompt), { ...at, agent });
    const git = mapOf(meta['git']);
    const metadata: Record<string, Json> = {};
    for (const [key, value] of [['cwd', meta['cwd']], ['version', meta['cli_version']], ['originator', meta['originator']], ['gitBranch', git['branch']], ['gitCommit', git['commit_hash']], ['repository', git['repository_url']]] as const) if (typeof value === 'string') metadata[key] = value;
    if (parent === null && typeof meta['forked_from_id'] === 'string') metadata['forkedFrom'] = meta['forked_from_id'];
    return { app: 'Codex CLI', sessionId: id, metadata };
  }

  function take(line: JsonMap, record: SourceRecord, warn: (message: string) => void): Partial<TraceHeader> | undefined {
    const at: At = { place: placeOf(source, record), timeUs: readIsoTime(line['timestamp'] ?? line['created_at']), agent };
    const { payload } = line;
    if (line['type'] === 'session_meta' || isOldStart(line)) return begin(isJsonMap(payload) ? payload : line, at);
    id ??= idOfLog(source, record);
    if (!isJsonMap(payload)) {
      if (!readItem(line, at, context)) warn('The line has no payload, and is no item either; left out.');
      return undefined;
    }
    switch (line['type']) {
      case 'turn_context':
        context.model = textOf(payload['model']) ?? context.model;
        context.effort = firstText(payload, 'effort', 'reasoning_effort') ?? context.effort;
        context.outputSchema = isJsonMap(payload['final_output_json_schema']) ? payload['final_output_json_schema'] : null;
        return undefined;
      case 'response_item':
        readItem(payload, at, context);
        return undefined;
      case 'event_msg':
        return readEvent(payload, at, context);
      case 'compacted': {
        log.event('compaction', {}, at);
        const summary = textOf(payload['message']);
        if (summary !== null) log.context(textMessage('user', summary), at);
        return undefined;
      }
      default:
        return undefined;
    }
  }

  return {
    take,
    id: () => id,
    keep: () => {
      const { model, effort, provider, outputSchema, counted, begins } = context;
      return { id, agent: agent ?? null, model, effort, provider, outputSchema, counted, begins, said: said.keep() };
    },
  };
}
