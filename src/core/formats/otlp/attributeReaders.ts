import type { Json } from '../../model/json.ts';
import { lookUp, setKey, textOf } from '../jsonText.ts';
import type { Draft, ReadContext } from './draft.ts';
import { readAmount, readCount } from './draft.ts';

/** Reads one attribute into the draft; what it cannot read it keeps as an attribute. */
export type AttributeReader = (value: Json, draft: Draft, context: ReadContext, key: string) => void;
export type AttributeReaders = Readonly<Record<string, AttributeReader>>;

export const keepText = (set: (draft: Draft, text: string) => void): AttributeReader => (value, draft, _context, key) => {
  const text = textOf(value);
  if (text === null) setKey(draft.attributes, key, value);
  else set(draft, text);
};

export const count = (field: keyof Draft['counts']): AttributeReader => (value, draft, context, key) => {
  draft.counts[field] ??= readCount(value, key, context);
  setKey(draft.rawUsage, key, value);
};

/** A count that no field of ours holds: it stands with the raw ones. */
export const rawCount: AttributeReader = (value, draft, _context, key) => { setKey(draft.rawUsage, key, value); };

export const cost: AttributeReader = (value, draft, context, key) => { draft.costUsd ??= readAmount(value, key, context); };

/**
 * Reads each attribute by the first that knows it: `readers` by its name, `other` by what it looks like. What remains is returned where it
 * is of the GenAI conventions (instrumentations mix them with their own), and kept as an attribute where it is not.
 */
export function readEach(attributes: ReadonlyMap<string, Json>, draft: Draft, context: ReadContext, readers: AttributeReaders, other?: (key: string, value: Json) => boolean): ReadonlyMap<string, Json> {
  const conventional = new Map<string, Json>();
  for (const [key, value] of attributes) {
    const reader = lookUp(readers, key);
    if (reader !== undefined) reader(value, draft, context, key);
    else if (other?.(key, value) === true) continue;
    else if (key.startsWith('gen_ai.') || key.startsWith('llm.request.') || key.startsWith('llm.usage.')) conventional.set(key, value);
    else setKey(draft.attributes, key, value);
  }
  return conventional;
}
