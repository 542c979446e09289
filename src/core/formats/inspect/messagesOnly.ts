import type { Json } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Span } from '../../model/span.ts';
import type { Source, SourceRecord } from '../format.ts';
import { spansOfLog } from '../sessionLog.ts';
import type { MessageReader } from './messages.ts';

/** A sample without a transcript, or with one that has no model calls: its messages as steps under `rootId`. */
export function spansOfMessages(messages: readonly Json[], read: MessageReader['message'], rootId: string, model: string | null, source: Source, record: SourceRecord): readonly Span[] {
  const spans = spansOfLog(source, record, (log, at) => {
    const when = at(null);
    for (const raw of messages) {
      const message = read(raw);
      if (message === undefined) continue;
      const error = isJsonMap(raw) && isJsonMap(raw['error']) ? raw['error'] : null;
      if (message.role === 'assistant') log.assistant({ begins: true, parts: message.parts }, when);
      else if (message.role === 'user') log.user(message, when, true);
      else if (message.role === 'system') log.context(message, when);
      for (const part of message.role === 'tool' ? message.parts : []) {
        if (part.type !== 'toolResult') continue;
        const status = error === null ? 'ok' : error['type'] === 'approval' ? 'blocked' : 'error';
        log.result({ callId: part.callId, tool: part.name ?? null, result: part.result, status, ...(error === null ? {} : { attributes: { error } }) }, when);
      }
    }
  });
  return spans.filter((span) => span.parentId !== null).map((span) => ({
    ...span, parentId: span.parentId === 'run' ? rootId : span.parentId, model: span.kind === 'llm' ? model : span.model,
  }));
}
