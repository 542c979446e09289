import type { JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { TraceHeader } from '../model/trace.ts';
import { tellBubble, timeOf } from './cursorStore/bubble.ts';
import type { Format, ReadReport, Sample, Source, SourceRecord, TraceFragment } from './format.ts';
import { placeOf } from './format.ts';
import { fitsDepth, textOf } from './jsonText.ts';
import { createSessionLog } from './sessionLog.ts';
import { mapOf, mapsIn, nonEmpty, saidFields } from './values/fields.ts';
import { isTableRow } from './values/tableRow.ts';
import { readMilliseconds } from './values/times.ts';

type Placed = { readonly value: JsonMap; readonly record: SourceRecord };
/** What stands under one conversation's keys. `bubbles`: its messages by their ids, as the rows came. */
type Conversation = { readonly id: string; head: Placed | undefined; readonly bubbles: Map<string, Placed> };
type Key = { readonly of: 'conversation' | 'bubble'; readonly id: string; readonly bubble: string };

function keyOf(value: unknown): Key | undefined {
  if (!isTableRow(value) || value.table !== 'cursorDiskKV' || typeof value.row['key'] !== 'string') return undefined;
  const [kind, id = '', bubble = ''] = value.row['key'].split(':');
  if (id === '') return undefined;
  return kind === 'composerData' ? { of: 'conversation', id, bubble } : kind === 'bubbleId' && bubble !== '' ? { of: 'bubble', id, bubble } : undefined;
}

/** Conversations of the Cursor editor in its database: a row for each, and one for each of its messages, which Cursor calls bubbles. */
export const cursorStore: Format = {
  id: 'cursor-store',
  title: 'Cursor conversations (state.vscdb)',
  example: '{"table":"cursorDiskKV","row":{"key":"composerData:c1","value":{"composerId":"c1","fullConversationHeadersOnly":[{"bubbleId":"b1","type":1}]}}}',
  documentedOnly: true,

  detect({ records }: Sample): string | undefined {
    const found = records.find(({ value }) => keyOf(value) !== undefined);
    return found && `keys of Cursor's conversations on line ${found.line}`;
  },

  *read(source: Source, report: ReadReport): Generator<TraceFragment> {
    let current: Conversation | undefined;
    let empty = 0;
    function* finished(): Generator<TraceFragment> {
      if (current === undefined) return;
      if (current.bubbles.size === 0 && inHead(current).length === 0) empty++;
      else yield* readConversation(current, source);
      current = undefined;
    }
    for (const record of source.records) {
      const key = keyOf(record.value);
      const value = key === undefined ? undefined : mapOf((record.value as { row: JsonMap }).row)['value'];
      if (key === undefined || !isJsonMap(value)) report.warn(record.line, key === undefined ? 'The row is neither a conversation of Cursor nor a message of one; left out.' : `The value under ${key.of === 'bubble' ? 'bubbleId' : 'composerData'}:${key.id} is no JSON object, or is too long to be read; left out.`, record.file);
      else if (!fitsDepth(value)) report.warn(record.line, 'The row is nested too deep to be read; left out.', record.file);
      else {
        if (current?.id !== key.id) yield* finished();
        current ??= { id: key.id, head: undefined, bubbles: new Map() };
        if (key.of === 'conversation') current.head = { value, record };
        else current.bubbles.set(key.bubble, { value, record });
      }
    }
    yield* finished();
    if (empty > 0) report.warn(null, `${empty} ${empty === 1 ? 'conversation is' : 'conversations are'} empty: nothing was said; left out.`);
  },
};

/** Older versions keep the messages with the conversation. */
function inHead({ head }: Conversation): readonly JsonMap[] {
  const list = mapsIn(head?.value['conversation']);
  return list.length > 0 ? list : Object.values(mapOf(head?.value['conversationMap'])).filter(isJsonMap);
}

type Ordered = { readonly bubbles: readonly { readonly id: string | null; readonly bubble: Placed }[]; readonly leftOut: number };

/** Which messages there are, and in which order, is told by the conversation; one that it does not name was taken back. Without it, they stand by time. */
function inOrder(conversation: Conversation): Ordered {
  const { head, bubbles } = conversation;
  const named = mapsIn(head?.value['fullConversationHeadersOnly']).flatMap((header) => {
    const id = textOf(header['bubbleId']);
    const bubble = id === null ? undefined : bubbles.get(id);
    return bubble === undefined ? [] : [{ id, bubble: { ...bubble, value: { createdAt: header['createdAt'] ?? null, ...bubble.value } } }];
  });
  if (named.length > 0) return { bubbles: named, leftOut: bubbles.size - new Set(named.map(({ id }) => id)).size };
  if (bubbles.size === 0) return { bubbles: head === undefined ? [] : inHead(conversation).map((value) => ({ id: textOf(value['bubbleId']), bubble: { value, record: head.record } })), leftOut: 0 };
  let since = 0;
  const timed = [...bubbles].map(([id, bubble]) => ({ id, bubble, since: (since = timeOf(bubble.value) ?? since) }));
  return { bubbles: timed.toSorted((a, b) => a.since - b.since), leftOut: 0 };
}

function* readConversation(conversation: Conversation, source: Source): Generator<TraceFragment> {
  const { id, head } = conversation;
  const { bubbles, leftOut } = inOrder(conversation);
  const log = createSessionLog();
  let header: Partial<TraceHeader> = headerOf(conversation, leftOut);
  if (head !== undefined) {
    log.began({ place: placeOf(source, head.record), timeUs: readMilliseconds(head.value['createdAt']) });
    yield log.fragment(id, head.record, source, header);
    header = {};
  }
  let model = textOf(mapOf(head?.value['modelConfig'])['modelName']);
  let last = head?.record;
  let begins = false;
  for (const { id: own, bubble: { value, record } } of bubbles) {
    model = textOf(mapOf(value['modelInfo'])['modelName']) ?? model;
    begins = tellBubble(value, log, { place: placeOf(source, record), timeUs: timeOf(value), id: own }, model, begins);
    yield log.fragment(id, record, source, header);
    header = {};
    last = record;
  }
  if (last === undefined) return;
  log.end(placeOf(source, last));
  yield log.fragment(id, last, source);
}

function headerOf({ id, head }: Conversation, leftOut: number): Partial<TraceHeader> {
  const value = head?.value ?? {};
  const folder = mapOf(mapOf(value['workspaceIdentifier'])['uri'])['fsPath'];
  const parent = mapOf(value['subagentInfo'])['parentComposerId'];
  return {
    app: 'Cursor', sessionId: textOf(parent) ?? id, ...nonEmpty({ name: textOf(value['name']), agent: textOf(value['unifiedMode']) ?? textOf(value['forceMode']) }),
    metadata: {
      ...saidFields(value, 'status', 'subtitle', 'subagentInfo', 'createdOnBranch', 'totalLinesAdded', 'totalLinesRemoved', 'filesChangedCount', 'contextTokensUsed', 'contextUsagePercent', 'usageData'),
      ...(textOf(folder) === null ? {} : { workspace: textOf(folder) }), ...(leftOut > 0 ? { messagesTakenBack: leftOut } : {}),
    },
  };
}
