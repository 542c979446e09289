import type { Json } from '../../model/json.ts';
import { setKey, textOf, unwrapJson } from '../jsonText.ts';
import { textsIn } from '../values/fields.ts';
import type { Draft } from './draft.ts';
import { readInputOutput } from './inputOutput.ts';

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
  readTrace(draft);
  const error = draft.attributes['error.type'];
  draft.errorType = typeof error === 'string' ? error : null;
}

const traceMetadata = 'langfuse.trace.metadata.';

/** What Langfuse has spans of any instrumentation say of their trace. */
function readTrace(draft: Draft): void {
  const { attributes } = draft;
  for (const key in attributes) {
    if (!key.startsWith('langfuse.')) continue;
    const value = attributes[key] ?? null;
    if (key.startsWith(traceMetadata)) setKey(draft.metadata, key.slice(traceMetadata.length), unwrapJson(value));
    else if (key === 'langfuse.trace.tags') draft.tags = [...draft.tags, ...textsIn(unwrapJson(value))];
    else if (key === 'langfuse.trace.name' && typeof value === 'string' && value !== '') draft.traceName = value;
    else if (key === 'langfuse.trace.input' || key === 'langfuse.trace.output') {
      // The trace's question and answer are those of its first span; on another they are its own once more, or told of the run.
      if (draft.isRoot) continue;
      setKey(draft.metadata, key, unwrapJson(value));
    } else if (/^langfuse\.(?:trace\.public|version|release|environment)$/.test(key)) setKey(draft.metadata, key, value);
    else continue;
    delete attributes[key];
  }
  if (!draft.isRoot || (attributes['langfuse.trace.input'] === undefined && attributes['langfuse.trace.output'] === undefined)) return;
  const { 'langfuse.trace.input': input, 'langfuse.trace.output': output, ...rest } = attributes;
  draft.attributes = rest;
  readInputOutput({ ...(draft.input.length > 0 ? {} : { input }), ...(draft.output.length > 0 ? {} : { output }) }, draft, { input: 'langfuse.trace.input', output: 'langfuse.trace.output' });
}
