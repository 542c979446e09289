import type { Json, JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { MessagePart } from '../model/message.ts';
import type { TraceHeader } from '../model/trace.ts';
import type { Cost, Usage } from '../model/usage.ts';
import { mediaFromBase64 } from './content/media.ts';
import { textMessage, textIn, piecesOf } from './content/parts.ts';
import { readPart, readResult } from './content/readPart.ts';
import type { Format, ReadReport, Sample, Source, TraceFragment } from './format.ts';
import { placeOf } from './format.ts';
import { textOf } from './jsonText.ts';
import type { At, EntryReader, SessionLog } from './sessionLog.ts';
import { briefly, idOfLog, readSession } from './sessionLog.ts';
import { restOf, textFields } from './values/fields.ts';
import { pricedCost } from './values/reportedCost.ts';
import { readIsoTime } from './values/times.ts';
import { tokenCount, withBeside } from './values/tokenCounts.ts';

const isStart = (value: unknown): value is JsonMap => isJsonMap(value) && value['type'] === 'session' && typeof value['id'] === 'string' && 'cwd' in value && 'timestamp' in value;
const isMessageEntry = (value: unknown): value is JsonMap => isJsonMap(value) && value['type'] === 'message' && typeof value['id'] === 'string' && isJsonMap(value['message']) && typeof value['message']['role'] === 'string';

/** Sessions of pi, and of OpenClaw, which is built on it: entries in a tree, results as messages of their own (FORMATS 9h). */
export const pi: Format = {
  id: 'pi',
  title: 'OpenClaw and pi sessions',
  example: '{"type":"session","version":3,"id":"8c2f","timestamp":"2026-03-01T10:00:00.000Z","cwd":"/srv/mara"}',
  growth: 'resumed',

  detect({ records }: Sample): string | undefined {
    const [first] = records;
    if (first !== undefined && isStart(first.value)) return `a session entry with cwd on line ${first.line}`;
    const result = records.find(({ value }) => isMessageEntry(value) && (value['message'] as JsonMap)['role'] === 'toolResult');
    return result && `a message of role toolResult on line ${result.line}`;
  },

  read(source: Source, report: ReadReport): Generator<TraceFragment> {
    return readSession(source, report, (log, kept) => piReader(source, log, kept));
  },
};

function piReader(source: Source, log: SessionLog, kept: JsonMap): EntryReader {
  let id = textOf(kept['id']);
  let model = textOf(kept['model']);
  let provider = textOf(kept['provider']);

  function take(entry: JsonMap, at: At, warn: (message: string) => void): Partial<TraceHeader> | undefined {
    switch (entry['type']) {
      case 'session':
        return { app: 'OpenClaw or pi', sessionId: id, metadata: textFields(entry, 'cwd', 'parentSession') };
      case 'model_change':
        model = textOf(entry['modelId']) ?? model;
        provider = textOf(entry['provider']) ?? provider;
        return undefined;
      case 'session_info':
        return textOf(entry['name']) === null ? undefined : { name: textOf(entry['name']) };
      case 'message':
        if (isMessageEntry(entry)) readMessageEntry(entry, entry['message'] as JsonMap, at);
        else warn('The entry has no message; left out.');
        return undefined;
      case 'custom_message':
        log.context({ role: 'user', parts: partsOf(entry['content']) }, at);
        return undefined;
      case 'compaction':
      case 'branch_summary': {
        log.event(entry['type'] === 'compaction' ? 'compaction' : 'branch left', briefly(restOf(entry, 'type', 'id', 'parentId', 'timestamp', 'summary'), ''), at);
        const summary = textOf(entry['summary']);
        if (summary !== null) log.context(textMessage('user', summary), at);
        return undefined;
      }
      default:
        return undefined;
    }
  }

  function readMessageEntry(entry: JsonMap, message: JsonMap, at: At): void {
    const parts = partsOf(message['content']);
    switch (message['role']) {
      case 'assistant': {
        const failed = message['stopReason'] === 'error' || message['stopReason'] === 'aborted';
        log.assistant({
          id: textOf(entry['id']), parts, model: textOf(message['model']) ?? model, provider: textOf(message['provider']) ?? provider, finishReason: textOf(message['stopReason']),
          usage: usageOf(message['usage']), cost: costOf(message['usage']), ...(failed ? { error: textOf(message['errorMessage']) ?? String(message['stopReason']) } : {}),
        }, at);
        return;
      }
      case 'toolResult':
        log.result({
          callId: textOf(message['toolCallId']), tool: textOf(message['toolName']), result: readResult(message['content'] ?? null), status: message['isError'] === true ? 'error' : 'ok',
          attributes: isJsonMap(message['details']) ? briefly(message['details'], textIn(parts)) : {},
        }, at);
        return;
      case 'user':
        if (parts.length > 0) log.user({ role: 'user', parts }, at, true);
        return;
      case 'bashExecution':
        log.step('shell', at, { attributes: briefly(restOf(message, 'role', 'timestamp'), '') });
        return;
      default:
        if (parts.length > 0) log.context({ role: 'user', parts }, at);
    }
  }

  return {
    take(entry, record, warn) {
      id ??= isStart(entry) ? textOf(entry['id']) : idOfLog(source, record);
      return take(entry, { place: placeOf(source, record), id: textOf(entry['id']), timeUs: readIsoTime(entry['timestamp']) }, warn);
    },
    id: () => id,
    keep: () => ({ id, model, provider }),
  };
}

function partsOf(content: Json | undefined): MessagePart[] {
  return piecesOf(content).map((each) => {
    if (isJsonMap(each) && each['type'] === 'toolCall') return readPart({ ...each, type: 'tool_call' });
    if (isJsonMap(each) && each['type'] === 'image' && typeof each['data'] === 'string') return mediaFromBase64(each['data'], textOf(each['mimeType']));
    return readPart(each);
  });
}

/** Cached tokens are counted beside the input. All zeros: the call failed before it was counted. */
function usageOf(raw: Json | undefined): Usage | null {
  if (!isJsonMap(raw)) return null;
  const [input, read, write, output] = [tokenCount(raw['input']), tokenCount(raw['cacheRead']), tokenCount(raw['cacheWrite']), tokenCount(raw['output'])];
  if (![input, read, write, output].some((each) => each !== null && each > 0)) return null;
  return { input: withBeside(input, read, write), cachedRead: read, cacheWrite: write, output, reasoning: null, level: 'leaf', raw };
}

function costOf(raw: Json | undefined): Cost | null {
  return isJsonMap(raw) && isJsonMap(raw['cost']) ? pricedCost(raw['cost']['total']) : null;
}
