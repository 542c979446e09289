import type { Json } from '../model/json.ts';
import type { RetrievedDocument, Span } from '../model/span.ts';
import type { CitedDocument } from './citations.ts';

const titleKeys = ['title', 'document_title', 'doc_title', 'name', 'file_name', 'filename'] as const;

/** What people call a document, as its metadata says. */
export function titleOf({ metadata }: Pick<RetrievedDocument, 'metadata'>): string | null {
  for (const key of titleKeys) {
    const title: Json | undefined = Object.hasOwn(metadata, key) ? metadata[key] : undefined;
    if (typeof title === 'string' && title.trim() !== '') return title.trim();
  }
  return null;
}

/** All documents of a trace in the order in which they were retrieved. */
export function citedDocuments(ordered: readonly Span[]): readonly CitedDocument[] {
  return ordered.flatMap(({ documents }, at) => documents.map((document, index) => ({ at, index, id: document.id, title: titleOf(document), source: document.source })));
}
