import type { JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { Format, ReadReport, Sample, Source, SourceRecord, TraceFragment } from './format.ts';
import { recordOf } from './format.ts';
import { textOf } from './jsonText.ts';
import type { ConversationState } from './openHands/conversationState.ts';
import { isConversationState, readConversationState, unknownState } from './openHands/conversationState.ts';
import { isEvent, tellEvent } from './openHands/eventsV1.ts';
import { isReadable } from './rows.ts';
import { spansOfLog, unlessPriced, withModel, withRoot } from './sessionLog.ts';
import { contentId } from './values/contentId.ts';

/** A conversation of OpenHands since version 1: a folder with its state and a file for each event (FORMATS 10). */
export const openHandsV1: Format = {
  id: 'openhands-v1',
  title: 'OpenHands conversations (version 1)',
  example: '{"id":"e1","timestamp":"2026-09-23T09:42:19","source":"user","llm_message":{"role":"user","content":[{"type":"text","text":"…"}]},"kind":"MessageEvent"}\n{"id":"e2","source":"agent","tool_name":"terminal","tool_call_id":"c1","tool_call":{"id":"c1","name":"terminal","arguments":"{}"},"kind":"ActionEvent"}',
  documentedOnly: true,

  unitOf(path: string): string | undefined {
    return /^(.+)\/(?:base_state\.json|events\/event-\d+-[^/]+\.json)$/.exec(path)?.[1];
  },

  detect({ records }: Sample): string | undefined {
    const events = records.filter(({ value }) => isEvent(value));
    const state = records.some(({ value }) => isConversationState(value));
    // One event alone is a part of a run, which the folder it came from holds.
    return events.length > 1 || (events.length === 1 && state) ? `events of kind ${kindOf(events[0]?.value)}${state ? ' with the state of their conversation' : ''} on line ${events[0]?.line ?? 1}` : undefined;
  },

  *read(source: Source, report: ReadReport): Generator<TraceFragment> {
    let state = unknownState;
    const events: { readonly event: JsonMap; readonly record: SourceRecord }[] = [];
    let first: SourceRecord | undefined;
    for (const record of source.records) {
      const { value } = record;
      const isOne = isReadable(value) && (isEvent(value) || isConversationState(value));
      if (isOne) first ??= record;
      if (isOne && isEvent(value)) events.push({ event: value, record });
      else if (isOne && isConversationState(value)) state = readConversationState(value);
      else report.warn(record.line, 'Neither an event nor the state of a conversation; left out.', record.file);
    }
    if (first === undefined || events.length === 0) return;
    yield readConversation(events, state, source, first);
  },
};

function kindOf(value: unknown): string {
  return isJsonMap(value) ? (textOf(value['kind']) ?? 'event') : 'event';
}

function readConversation(events: readonly { readonly event: JsonMap; readonly record: SourceRecord }[], state: ConversationState, source: Source, first: SourceRecord): TraceFragment {
  const spans = spansOfLog(source, first, (log, at) => {
    for (const { event, record } of events) tellEvent(event, state, log, (timeUs) => at(timeUs, record));
  });
  return {
    nativeId: state.id ?? contentId(events[0]?.event['id'] ?? events[0]?.event ?? null),
    header: { sessionId: state.id, agent: 'OpenHands', tags: state.tags, metadata: state.metadata },
    spans: withRoot(withModel(spans, state.model), (root) => ({ usage: state.usage, cost: unlessPriced(spans, state.cost), ...(state.failed ? { status: 'error', statusMessage: root.statusMessage ?? 'The run ended in an error.' } : {}) })),
    record: recordOf(first),
  };
}
