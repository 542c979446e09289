import type { Json } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { MessagePart } from '../../model/message.ts';
import { mapsIn } from '../values/fields.ts';

/** Ids that several calls of a run have: some adapters number the calls of each message from 0. Such calls are told apart by their order alone. */
export function repeatedCallIds(messages: readonly Json[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const message of messages) {
    for (const { id } of isJsonMap(message) ? mapsIn(message['tool_calls']) : []) {
      if (typeof id !== 'string') continue;
      if (seen.has(id)) repeated.add(id);
      seen.add(id);
    }
  }
  return repeated;
}

export function withoutIds(parts: readonly MessagePart[], ids: ReadonlySet<string>): readonly MessagePart[] {
  return parts.map((part) => (part.type === 'toolCall' && part.id !== null && ids.has(part.id) ? { ...part, id: null } : part));
}
