import type { Json } from '../../model/json.ts';
import { textOf, unwrapJson } from '../jsonText.ts';
import type { Draft } from './draft.ts';

/** Attributes of no dialect in particular that tell who and which conversation; they move to the trace's header. */
const readers: Readonly<Record<string, (draft: Draft, text: string, value: Json) => void>> = {
  'session.id': (draft, id) => { draft.sessionId ??= id; },
  'langfuse.session.id': (draft, id) => { draft.sessionId ??= id; },
  'user.id': (draft, id) => { draft.userId ??= id; },
  'enduser.id': (draft, id) => { draft.userId ??= id; },
  'langfuse.user.id': (draft, id) => { draft.userId ??= id; },
};

export function readCommon(draft: Draft): void {
  for (const key in readers) {
    const text = textOf(draft.attributes[key]);
    if (text === null) continue;
    readers[key]?.(draft, text, text);
    delete draft.attributes[key];
  }
  const tags = draft.attributes['langfuse.trace.tags'];
  if (tags !== undefined) {
    const list = unwrapJson(tags);
    draft.tags = (Array.isArray(list) ? (list as readonly Json[]) : [list]).filter((tag) => typeof tag === 'string');
    delete draft.attributes['langfuse.trace.tags'];
  }
  const error = draft.attributes['error.type'];
  draft.errorType = typeof error === 'string' ? error : null;
}
