import type { Json, JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { ToolDefinition } from '../model/span.ts';
import type { TraceHeader } from '../model/trace.ts';
import type { Format, ReadReport, Sample, Source, TraceFragment } from './format.ts';
import { placeOf } from './format.ts';
import { textOf, wordOf } from './jsonText.ts';
import { isMessageInfo, isPart, millis, tellMessage } from './opencode/messages.ts';
import type { At, EntryReader, SessionLog } from './sessionLog.ts';
import { idOfLog, readSession } from './sessionLog.ts';
import { entriesIn, listsIn } from './sessionLog/listLines.ts';
import { derivedId } from './values/contentId.ts';
import { mapOf, mapsIn, textFields } from './values/fields.ts';

/** A hook's name and what it was called with. */
const hookOf = (value: unknown): string | undefined => (Array.isArray(value) && typeof value[0] === 'string' && isJsonMap(value[1]) ? value[0] : undefined);
const eventOf = (value: unknown): JsonMap | undefined => {
  const event = Array.isArray(value) && value[0] === 'event' && isJsonMap(value[1]) ? value[1]['event'] : undefined;
  return isJsonMap(event) && typeof event['type'] === 'string' && isJsonMap(event['properties']) ? event : undefined;
};

/** What a plugin of opencode sees, one call of a hook a line (FORMATS 9f): messages and parts are told again and again as they grow. */
export const opencodeEvents: Format = {
  id: 'opencode-events',
  title: 'opencode event logs',
  example: '["event",{"event":{"type":"message.updated","properties":{"info":{"id":"msg_1","sessionID":"ses_1","role":"user","time":{"created":1767261600000}}}}}]',
  growth: 'resumed',

  detect({ records }: Sample): string | undefined {
    const found = listsIn(records).find(({ list }) => eventOf(list) !== undefined);
    return found && `an event ${textOf(eventOf(found.list)?.['type'])} of a plugin on line ${found.line}`;
  },

  read(source: Source, report: ReadReport): Generator<TraceFragment> {
    return readSession(entriesIn(source, report, entryOf, 'The line is no call of a hook; left out.'), report, (log, kept) => eventReader(source, log, kept));
  },
};

function entryOf(line: readonly unknown[]): JsonMap | undefined {
  const hook = hookOf(line);
  const [, input, output] = line;
  return hook === undefined ? undefined : { hook, input: (input ?? null) as Json, output: (output ?? null) as Json, event: eventOf(line) ?? null };
}

const rememberedMessages = 4;

function eventReader(source: Source, log: SessionLog, kept: JsonMap): EntryReader {
  let id = textOf(kept['id']);
  /** Messages that may still grow, with their parts in the order they came. */
  let open = (Array.isArray(kept['open']) ? kept['open'] : []) as readonly { readonly info: JsonMap; readonly parts: readonly JsonMap[] }[];
  let offered = (Array.isArray(kept['offered']) ? kept['offered'] : []) as readonly ToolDefinition[];
  let instructed = textOf(kept['instructed']);
  let asked = (Array.isArray(kept['asked']) ? kept['asked'] : []) as readonly string[];

  const find = (message: string | null) => open.find(({ info }) => info['id'] === message);
  function update(info: JsonMap, parts: readonly JsonMap[]): void {
    const others = open.filter((each) => each.info['id'] !== info['id']);
    open = [...others, { info, parts }].slice(-rememberedMessages);
  }

  /** A part stands where it came first. */
  const withPart = (parts: readonly JsonMap[], part: JsonMap) => (parts.some((each) => each['id'] === part['id']) ? parts.map((each) => (each['id'] === part['id'] ? part : each)) : [...parts, part]);

  function tell(info: JsonMap, parts: readonly JsonMap[], at: At): void {
    const message = textOf(info['id']) ?? '';
    if (info['role'] === 'user') {
      if (asked.includes(message) || parts.length === 0) return;
      asked = [...asked, message].slice(-rememberedMessages * 8);
    } else if (parts.length === 0) return;
    tellMessage(info, parts, log, { ...at, timeUs: millis(info, 'created') }, info['role'] === 'assistant' && offered.length > 0 ? offered : null);
    if (info['role'] === 'assistant') offered = [];
  }

  function takeEvent(type: string, properties: JsonMap, at: At): Partial<TraceHeader> | undefined {
    const { info, part } = properties;
    if ((type === 'session.created' || type === 'session.updated') && isJsonMap(info)) {
      const title = textOf(info['title']);
      const isOwn = info['id'] === id;
      return isOwn && type === 'session.created' ? { app: 'opencode', sessionId: id, metadata: textFields(info, 'directory', 'projectID', 'version', 'slug') }
        : isOwn && title !== null && !title.startsWith('New session') ? { name: title } : undefined;
    }
    if (type === 'session.error' && isJsonMap(properties['error'])) {
      const { error } = properties;
      log.step('error', at, { status: 'error', statusMessage: (isJsonMap(error['data']) ? textOf(error['data']['message']) : null) ?? textOf(error['name']) });
    } else if (type === 'session.compacted') log.event('compaction', {}, at);
    else if (type === 'message.updated' && isMessageInfo(info)) {
      const known = find(textOf(info['id']));
      update(info, known?.parts ?? []);
      // The parts of a prompt come after it; a model call is told with its first part, after what it was given.
      if (info['role'] === 'assistant' && known !== undefined) tell(info, known.parts, at);
    } else if (type === 'message.part.updated' && isPart(part)) {
      const known = find(textOf(part['messageID']));
      if (known === undefined) return undefined;
      const parts = withPart(known.parts, part);
      update(known.info, parts);
      tell(known.info, parts, at);
    }
    return undefined;
  }

  return {
    take(entry, record) {
      const place = placeOf(source, record);
      const { hook, input, output, event } = entry;
      const properties = mapOf(mapOf(event)['properties']);
      const given = mapOf(input);
      id ??= textOf(properties['sessionID']) ?? textOf(given['sessionID']) ?? (isJsonMap(properties['info']) ? textOf(properties['info']['sessionID']) : null) ?? idOfLog(source, record);
      const at: At = { place, timeUs: null };
      if (isJsonMap(event)) return takeEvent(wordOf(event['type']), properties, at);
      if (hook === 'chat.message' && isJsonMap(output) && isMessageInfo(output['message'])) {
        const parts = mapsIn(output['parts']);
        update(output['message'], parts);
        tell(output['message'], parts, at);
      } else if (hook === 'tool.definition' && textOf(given['toolID']) !== null) {
        const name = textOf(given['toolID'])!;
        // What is told of the arguments is the program's own form of them, not a schema.
        if (!offered.some((each) => each.name === name)) offered = [...offered, { name, description: isJsonMap(output) ? textOf(output['description']) : null, schema: null }];
      } else if (hook === 'experimental.chat.system.transform' && isJsonMap(output) && Array.isArray(output['system'])) instruct(given, output['system'] as readonly Json[], at);
      return undefined;
    },
    id: () => id,
    keep: () => ({ id, open, offered, instructed, asked }) as unknown as JsonMap,
  };

  /** The program asks other models for titles and the like: what those are told is not said to the agent. */
  function instruct(given: JsonMap, system: readonly Json[], at: At): void {
    const current = open.findLast(({ info }) => info['role'] === 'assistant')?.info;
    const model = isJsonMap(given['model']) ? textOf(given['model']['id']) : null;
    const texts = system.filter((each) => typeof each === 'string');
    const known = derivedId(texts, 0);
    if (texts.length === 0 || (current !== undefined && model !== null && current['modelID'] !== model) || known === instructed) return;
    instructed = known;
    log.context({ role: 'system', parts: texts.map((text) => ({ type: 'text', text })) }, at);
  }
}
