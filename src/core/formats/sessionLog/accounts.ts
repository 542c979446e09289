import type { RecordPlace, Span } from '../../model/span.ts';
import { emptySpan } from '../../model/span.ts';
import type { SpanRef } from './state.ts';

/** A span that moves under another one keeps the longer of the two ids, as it does where accounts are joined. */
const deeper = (a: string | null, b: string | null): string | null => ((a?.length ?? 0) >= (b?.length ?? 0) ? a : b);

/** What was told of spans since it was last taken: each is one account more, for the store to join. */
export function createAccounts() {
  let changed = new Map<string, Span>();
  return {
    /** Maps are joined, other fields are set. */
    tell(ref: SpanRef, place: RecordPlace, fields: Partial<Span>): void {
      const span = changed.get(ref.id) ?? { ...emptySpan(ref.id, ref.seq, ref.name), parentId: ref.parentId, kind: ref.kind, synthetic: true, place };
      changed.set(ref.id, {
        ...span, ...fields, parentId: deeper(span.parentId, ref.parentId),
        ...(fields.attributes ? { attributes: { ...span.attributes, ...fields.attributes } } : {}),
        ...(fields.tool && span.tool ? { tool: { ...span.tool, ...fields.tool, status: fields.tool.status === 'ok' ? span.tool.status : fields.tool.status } } : {}),
        ...(fields.events ? { events: [...span.events, ...fields.events] } : {}),
      });
    },
    take(): readonly Span[] {
      const spans = [...changed.values()];
      changed = new Map();
      return spans;
    },
  };
}
