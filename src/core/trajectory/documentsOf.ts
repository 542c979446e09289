import type { Json } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import { messageText } from '../model/message.ts';
import type { Span } from '../model/span.ts';

const found = 'documents?|docs|results?|matches|hits|chunks|nodes|sources';
const listKey = new RegExp(`(?:^|[._])(?:${found}|outputs?|response)(?:\\.value)?$`, 'i');
const countKey = new RegExp(`(?:^|[._])(?:${found})[._]?(?:count|length|size)$|^(?:num|n|count)_(?:${found})$`, 'i');

/** How many documents a step got; null where it retrieves none, or where nothing tells what came back: that is not none. */
export function documentsOf({ kind, documents, tool, output, attributes }: Span): number | null {
  if (documents.length > 0) return documents.length;
  if (kind !== 'retrieval') return null;
  const saysNone = isNothing(tool?.result)
    || output.some((message) => isNothing(messageText(message)) || message.parts.some((part) => part.type === 'other' && isNothing(part.value)))
    || Object.entries(attributes).some(([key, value]) => (countKey.test(key) && (value === 0 || value === '0')) || (listKey.test(key) && isNothing(value)));
  return saysNone ? 0 : null;
}

/** An empty list, or a map of one, as JSON or as its text. */
function isNothing(value: Json | undefined): boolean {
  if (typeof value === 'string') return /^\s*(?:\[\s*\]|\{\s*"[\w.]+"\s*:\s*\[\s*\]\s*\})\s*$/.test(value);
  if (Array.isArray(value)) return value.length === 0;
  return isJsonMap(value) && Object.entries(value).some(([key, each]) => listKey.test(key) && Array.isArray(each) && each.length === 0);
}
