import type { Json } from '../model/json.ts';
import type { RetrievedDocument } from '../model/span.ts';

const titleKeys = ['title', 'document_title', 'doc_title', 'name', 'file_name', 'filename'] as const;

/** What people call a document, as its metadata says. */
export function titleOf({ metadata }: Pick<RetrievedDocument, 'metadata'>): string | null {
  for (const key of titleKeys) {
    const title: Json | undefined = Object.hasOwn(metadata, key) ? metadata[key] : undefined;
    if (typeof title === 'string' && title.trim() !== '') return title.trim();
  }
  return null;
}
