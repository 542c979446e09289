import type { Json, JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { Format, ReadReport, Sample, Source, SourceRecord, TraceFragment } from './format.ts';
import { placeOf } from './format.ts';
import { fitsDepth, textOf } from './jsonText.ts';
import { isMessageInfo, isPart, isSessionInfo, millis, tellMessage } from './opencode/messages.ts';
import { fileOfRow } from './opencode/rows.ts';
import { createSessionLog } from './sessionLog.ts';
import type { SessionLog } from './sessionLog.ts';
import { mapOf, textFields } from './values/fields.ts';

const storageFile = /^(.*[\\/])?(?:session|message|part)[\\/][^\\/]+[\\/][^\\/]+\.json$/;

type Placed<T> = { readonly value: T; readonly record: SourceRecord };
type Session = { readonly info: JsonMap | undefined; readonly id: string; readonly parentId: string | null; readonly messages: Placed<JsonMap>[] };

/**
 * What opencode stores: a file for each session, message and part in a folder (FORMATS 9f), or a row for each in its database. Sessions that
 * a tool started are sub-agents of the one it ran in.
 */
export const opencode: Format = {
  id: 'opencode',
  title: 'opencode storage (folders, opencode.db)',
  example: '{"id":"msg_1","sessionID":"ses_1","role":"user","time":{"created":1767261600000}}',

  unitOf(path: string): string | undefined {
    const found = storageFile.exec(path);
    return found ? (found[1] ?? '').replace(/[\\/]$/, '') || undefined : undefined;
  },

  detect({ records }: Sample): string | undefined {
    for (const { value, line } of records) {
      const stored = fileOfRow(value) ?? value;
      const what = isMessageInfo(stored) ? 'a message' : isPart(stored) ? 'a part of a message' : isSessionInfo(stored) ? 'a session' : undefined;
      if (what !== undefined) return `${what} of opencode's storage on line ${line}`;
    }
    return undefined;
  },

  *read(source: Source, report: ReadReport): Generator<TraceFragment> {
    for (const records of conversationsIn(source.records)) {
      const { sessions, partsOf } = collect(records, report);
      const roots = new Map<string, Session[]>();
      for (const session of sessions.values()) {
        const root = rootOf(session, sessions);
        roots.set(root, [...(roots.get(root) ?? []), session]);
      }
      for (const [id, members] of roots) yield* readTree(id, members, partsOf, source);
    }
  },
};

/** Rows of a database come conversation by conversation, so that it need not stand in memory as a whole; files all belong together. */
function* conversationsIn(records: Iterable<SourceRecord>): Generator<readonly SourceRecord[]> {
  let together: SourceRecord[] = [];
  const sessions = new Set<unknown>();
  for (const record of records) {
    const stored = fileOfRow(record.value);
    const belongs = stored === undefined || sessions.has(stored['sessionID'] ?? stored['id']) || sessions.has(stored['parentID']);
    if (!belongs && together.length > 0) {
      yield together;
      together = [];
      sessions.clear();
    }
    if (stored !== undefined) sessions.add(stored['sessionID'] ?? stored['id']);
    together.push(stored === undefined ? record : { ...record, value: stored });
  }
  yield together;
}

/** Files come sorted by path: messages before their parts, and both before their sessions. */
function collect(records: readonly SourceRecord[], report: ReadReport): { sessions: Map<string, Session>; partsOf: Map<string, Placed<JsonMap>[]> } {
  const infos = new Map<string, Placed<JsonMap>>();
  const messages = new Map<string, Placed<JsonMap>[]>();
  const partsOf = new Map<string, Placed<JsonMap>[]>();
  const add = (map: Map<string, Placed<JsonMap>[]>, key: string, placed: Placed<JsonMap>) => {
    const list = map.get(key);
    if (list) list.push(placed);
    else map.set(key, [placed]);
  };
  for (const record of records) {
    const { value, line, file } = record;
    if (!fitsDepth(value)) report.warn(line, 'The record is nested too deep to be read; left out.', file);
    else if (isPart(value)) {
      // Old parts name no message; their folder does.
      const message = textOf(value['messageID']) ?? /[\\/]part[\\/]([^\\/]+)[\\/][^\\/]+$/.exec(file ?? '')?.[1];
      if (message === undefined) report.warn(line, 'The part names no message; left out. Import the whole storage folder.', file);
      else add(partsOf, message, { value, record });
    } else if (isMessageInfo(value)) add(messages, String(value['sessionID']), { value, record });
    else if (isSessionInfo(value)) infos.set(String(value['id']), { value, record });
    else report.warn(line, `The ${file === undefined ? 'record' : 'file'} is neither a session, a message nor a part of one; left out.`, file);
  }
  const sessions = new Map<string, Session>();
  for (const id of new Set([...infos.keys(), ...messages.keys()])) {
    const info = infos.get(id)?.value;
    const told = (messages.get(id) ?? []).toSorted((a, b) => (millis(a.value, 'created') ?? 0) - (millis(b.value, 'created') ?? 0) || (String(a.value['id']) < String(b.value['id']) ? -1 : 1));
    if (told.length > 0) sessions.set(id, { id, info, parentId: textOf(info?.['parentID']), messages: told });
  }
  const known = new Set([...messages.values()].flat().map(({ value }) => value['id']));
  const lost = [...partsOf].filter(([message]) => !known.has(message));
  if (lost.length > 0) report.warn(null, `${lost.length} ${lost.length === 1 ? 'message has parts and is' : 'messages have parts and are'} not there; left out. Import the whole storage folder, or the database.`);
  return { sessions, partsOf };
}

function rootOf(session: Session, sessions: ReadonlyMap<string, Session>): string {
  const seen = new Set<string>();
  let at = session;
  for (;;) {
    seen.add(at.id);
    const parent = at.parentId === null || seen.has(at.parentId) ? undefined : sessions.get(at.parentId);
    if (parent === undefined) return at.id;
    at = parent;
  }
}

/** A session and those its tools started, one after the other by time. */
function* readTree(id: string, members: readonly Session[], partsOf: ReadonlyMap<string, readonly Placed<JsonMap>[]>, source: Source): Generator<TraceFragment> {
  const log: SessionLog = createSessionLog();
  const root = members.find((each) => each.id === id);
  const all = members.flatMap((session) => session.messages.map((message) => ({ session, message }))).sort((a, b) => (millis(a.message.value, 'created') ?? 0) - (millis(b.message.value, 'created') ?? 0));
  const info = root?.info ?? {};
  const metadata = textFields(info, 'directory', 'projectID', 'version', 'slug');
  let header: TraceFragment['header'] = { app: 'opencode', sessionId: id, name: textOf(info['title']), metadata };
  let last: SourceRecord | undefined;
  for (const { session, message: { value, record } } of all) {
    const agent = session.id === id ? undefined : session.id;
    const place = placeOf(source, record);
    const parts = inOrder(partsOf.get(String(value['id'])) ?? []);
    if (agent !== undefined && !log.hasAgent(agent)) log.agent(agent, { attributes: { sessionId: agent, ...(textOf(session.info?.['title']) === null ? {} : { title: session.info!['title']! }) } }, { place, timeUs: millis(value, 'created') });
    tellMessage(value, parts.map((part) => part.value as Json).filter(isJsonMap), log, { place, timeUs: millis(value, 'created'), agent });
    yield log.fragment(id, record, source, header);
    for (const part of parts) yield log.fragment(id, part.record, source);
    header = {};
    last = parts.at(-1)?.record ?? record;
  }
  if (last === undefined) return;
  log.end(placeOf(source, last));
  yield log.fragment(id, last, source);
}

/** Parts stand in the order they were begun; one without a time stays behind the one before it. */
function inOrder(parts: readonly Placed<JsonMap>[]): readonly Placed<JsonMap>[] {
  let since = 0;
  const timed = parts.map((part) => {
    const state = mapOf(part.value['state']);
    since = millis(part.value, 'start') ?? millis(state, 'start') ?? since;
    return { part, since };
  });
  return timed.sort((a, b) => a.since - b.since).map(({ part }) => part);
}
