import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { RetrievedDocument } from '../../model/span.ts';
import { firstText, unwrapJson } from '../jsonText.ts';
import { hashOf } from '../values/contentId.ts';
import { firstWord, mapOf } from '../values/fields.ts';
import { numberOf } from '../values/numbers.ts';
import { readIsoTime } from '../values/times.ts';

/** A retrieved document; without an id of its own it is known by its content, so that the same one is found again. */
export function readDocument(value: Json): RetrievedDocument | undefined {
  const raw = isJsonMap(value) && isJsonMap(value['document']) ? value['document'] : value;
  if (typeof raw === 'string') return { ...emptyDocument, id: idOfContent(raw), content: raw };
  if (!isJsonMap(raw)) return undefined;
  const unwrapped = unwrapJson(raw['metadata'] ?? null);
  const metadata: JsonMap = mapOf(unwrapped);
  const content = contentOf(raw);
  const id = firstWord(raw, 'id', 'document_id', 'doc_id') ?? firstWord(metadata, 'id', 'document_id', 'doc_id', 'uuid') ?? (content === null ? null : idOfContent(content));
  const version = raw['version'] ?? metadata['version'];
  return {
    id, content, score: numberOf(raw['score'] ?? metadata['score']),
    version: typeof version === 'string' || typeof version === 'number' ? String(version) : null,
    updatedAt: timeOf(firstText({ ...metadata, ...raw }, 'updated_at', 'updatedAt', 'last_modified', 'lastmod')),
    source: firstText(raw, 'source', 'uri', 'url') ?? firstText(metadata, 'source', 'uri', 'url', 'path', 'file_path'),
    metadata,
  };
}

const emptyDocument: RetrievedDocument = { id: null, content: null, score: null, version: null, updatedAt: null, source: null, metadata: {} };

const idOfContent = (content: string) => `sha256:${hashOf(content).slice(0, 16)}`;

function contentOf(raw: JsonMap): string | null {
  const content = raw['content'] ?? raw['page_content'] ?? raw['text'];
  if (content === undefined || content === null) return null;
  return typeof content === 'string' ? content : JSON.stringify(content);
}

function timeOf(text: string | null): string | null {
  if (text === null) return null;
  const us = readIsoTime(text);
  const ms = us === null ? Date.parse(text) : us / 1000;
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}
