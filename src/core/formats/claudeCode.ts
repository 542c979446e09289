import type { Json, JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { MessagePart } from '../model/message.ts';
import type { TraceHeader } from '../model/trace.ts';
import { createThreads } from './claudeCode/threads.ts';
import { createTitles } from './claudeCode/titles.ts';
import { roleOfText } from './claudeCode/userText.ts';
import { piecesOf, textIn } from './content/parts.ts';
import { readPart, readResult } from './content/readPart.ts';
import type { Format, ReadReport, Sample, Source, SourceRecord, TraceFragment } from './format.ts';
import { placeOf } from './format.ts';
import { firstText, textOf } from './jsonText.ts';
import type { At, EntryReader, SessionLog } from './sessionLog.ts';
import { briefly, readSession } from './sessionLog.ts';
import { mapOf, textFields } from './values/fields.ts';
import { readIsoTime } from './values/times.ts';
import { readUsage } from './values/tokenUsage.ts';

const isEntry = (value: unknown): value is JsonMap => isJsonMap(value) && typeof value['sessionId'] === 'string' && typeof value['uuid'] === 'string';
const isSpoken = (value: unknown): value is JsonMap => isEntry(value) && (value['type'] === 'user' || value['type'] === 'assistant') && isJsonMap(value['message']) && typeof value['message']['role'] === 'string' && !Array.isArray(value['message']['parts']);
/** What a session file may hold before its first message. */
const isPreface = (value: unknown) => isJsonMap(value) && ((value['type'] === 'file-history-snapshot' && 'snapshot' in value) || (value['type'] === 'summary' && 'leafUuid' in value) || (value['type'] === 'queue-operation' && 'sessionId' in value));

/** Sessions of Claude Code, one entry a line, several lines a message (FORMATS 9a). A sub-agent's file beside or below it is of the same session. */
export const claudeCode: Format = {
  id: 'claude-code',
  title: 'Claude Code sessions',
  example: '{"type":"user","sessionId":"0b7c","uuid":"u1","parentUuid":null,"timestamp":"2026-03-01T10:00:00.000Z","message":{"role":"user","content":"…"}}',
  growth: 'resumed',

  detect({ records }: Sample): string | undefined {
    const spoken = records.find(({ value }) => isSpoken(value));
    if (spoken !== undefined) return `sessionId, uuid and message on line ${spoken.line}`;
    const [first] = records;
    return first !== undefined && records.every(({ value }) => isPreface(value)) ? `an entry of type ${textOf((first.value as JsonMap)['type'])} on line ${first.line}` : undefined;
  },

  read(source: Source, report: ReadReport): Generator<TraceFragment> {
    return readSession(source, report, (log, kept) => claudeReader(source, log, kept));
  },
};

function claudeReader(source: Source, log: SessionLog, kept: JsonMap): EntryReader {
  const threads = createThreads(log, source.file, kept['threads']);
  const titles = createTitles(kept['titles']);
  let session = textOf(kept['session']);
  let told = textOf(kept['told']) ?? '';

  function headerOf(entry: JsonMap): Partial<TraceHeader> {
    const metadata = textFields(entry, 'cwd', 'gitBranch', 'version', 'entrypoint');
    const name = titles.nameFrom(entry);
    const facts = JSON.stringify(metadata);
    const isNews = facts !== told && isSpoken(entry);
    if (isNews) told = facts;
    return { ...(name === null ? {} : { name }), ...(isNews ? { app: 'Claude Code', sessionId: session, metadata } : {}) };
  }

  function take(entry: JsonMap, record: SourceRecord, warn: (message: string) => void): Partial<TraceHeader> {
    const id = textOf(entry['sessionId']);
    // A session that was resumed goes on under another id, after copies of its entries with theirs.
    if (id !== null && session !== null && id !== session && entry['parentUuid'] === null && isSpoken(entry)) warn(`Another session, ${id}, begins here; it is shown as a part of ${session}. Import each session's own file.`);
    session ??= id;
    const header = headerOf(entry);
    const at: At = { place: placeOf(source, record), id: textOf(entry['uuid']), timeUs: readIsoTime(entry['timestamp']), agent: threads.agentOf(entry, placeOf(source, record)) };
    readEntry(entry, at, warn);
    return header;
  }

  function readEntry(entry: JsonMap, at: At, warn: (message: string) => void): void {
    const message = entry['message'];
    switch (entry['type']) {
      case 'user':
      case 'assistant': {
        if (typeof message === 'string' && entry['type'] === 'user') readUser(entry, [message], at);
        else if (!isJsonMap(message)) warn(`The ${entry['type']} entry has no message; left out.`);
        else if (entry['type'] === 'user') readUser(entry, piecesOf(message['content']), at);
        else readAssistant(entry, message, at);
        return;
      }
      case 'system':
        if (entry['subtype'] === 'compact_boundary') log.event('compaction', mapOf(entry['compactMetadata']), at);
        else if (entry['subtype'] === 'api_error') log.step('API error', at, { status: 'error', statusMessage: errorText(entry['error']) ?? textOf(entry['content']) });
        return;
      case 'attachment': {
        // What a person typed while the agent was at work.
        const attached = entry['attachment'];
        const prompt = isJsonMap(attached) && attached['type'] === 'queued_command' ? attached['prompt'] : undefined;
        if (prompt !== undefined) readUser(entry, Array.isArray(prompt) ? (prompt as readonly Json[]) : [prompt], at);
      }
    }
  }

  function readUser(entry: JsonMap, content: readonly Json[], at: At): void {
    const hidden = entry['isMeta'] === true || entry['isCompactSummary'] === true;
    const prompt: MessagePart[] = [];
    const context: MessagePart[] = [];
    for (const each of content) {
      if (isJsonMap(each) && each['type'] === 'tool_result') {
        readToolResult(entry, each, at);
        continue;
      }
      const part = readPart(each);
      if (hidden || (part.type === 'text' && roleOfText(part.text) === 'context')) context.push(part);
      else prompt.push(part);
    }
    if (context.length > 0) log.context({ role: 'user', parts: context }, at);
    if (prompt.length > 0) log.user({ role: 'user', parts: prompt }, at, prompt.some((part) => part.type !== 'other'));
  }

  function readToolResult(entry: JsonMap, raw: JsonMap, at: At): void {
    const callId = textOf(raw['tool_use_id']);
    const details = entry['toolUseResult'];
    const result = readResult(raw['content'] ?? null);
    const failed = raw['is_error'] === true || (isJsonMap(details) && details['is_error'] === true);
    const status = failed ? (isRefusal(raw['content']) ? 'blocked' : 'error') : 'ok';
    if (isJsonMap(details) && typeof details['agentId'] === 'string') {
      log.agent(details['agentId'], { callId, here: false, attributes: briefly(details, result) }, at);
      log.result({ callId, result, status }, at);
    } else log.result({ callId, result, status, ...(isJsonMap(details) ? { attributes: briefly(details, result) } : {}) }, at);
  }

  function readAssistant(entry: JsonMap, message: JsonMap, at: At): void {
    const content = piecesOf(message['content']);
    const parts = content.map(readPart);
    if (entry['isApiErrorMessage'] === true || message['model'] === '<synthetic>') {
      const said = textIn(parts);
      log.step(entry['isApiErrorMessage'] === true ? 'API error' : 'note', at, entry['isApiErrorMessage'] === true ? { status: 'error', statusMessage: said } : { attributes: { text: said } });
      return;
    }
    const usage = message['usage'];
    log.assistant({
      id: textOf(message['id']), begins: true, parts, model: textOf(message['model']), provider: 'anthropic',
      usage: isJsonMap(usage) ? readUsage(usage) : null, finishReason: textOf(message['stop_reason']),
      attributes: textFields(entry, 'requestId', 'effort'),
    }, at);
    threads.met(content);
  }

  return { take, id: () => session, keep: () => ({ session, told, threads: threads.keep(), titles: titles.keep() }) };
}

function errorText(error: Json | undefined): string | null {
  if (!isJsonMap(error)) return textOf(error);
  return firstText(error, 'message', 'type') ?? errorText(error['error']);
}

/** Words of the program where a person, a rule or a hook kept a tool from running. */
const refusals = /^(The user doesn't want to (proceed with|take) this|Permission to use .{1,100} has been denied|Claude requested permissions to)/;

function isRefusal(content: Json | undefined): boolean {
  const text = Array.isArray(content) ? (isJsonMap(content[0]) ? content[0]['text'] : content[0]) : content;
  return typeof text === 'string' && refusals.test(text.trimStart());
}
