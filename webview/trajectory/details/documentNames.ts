import { oneLine } from '../../../src/core/display/truncate.ts';
import type { RetrievedDocument } from '../../../src/core/model/span.ts';

/** How people call a retrieved document. Pure. */

const titleKeys = ['title', 'name', 'file_name', 'filename', 'source', 'url', 'path'];

/** A hash or a generated id tells documents apart and says nothing of them. */
export function isOpaque(id: string): boolean {
  return /^(?:\w+:)?[0-9a-f-]{16,}$/iu.test(id) || /^\d+$/u.test(id);
}

function words(text: string | null, most: number): string | undefined {
  const line = text === null ? '' : oneLine(text, most);
  return line === '' ? undefined : line;
}

function titleIn(metadata: RetrievedDocument['metadata']): string | undefined {
  return titleKeys.map((key) => metadata[key]).find((value): value is string => typeof value === 'string' && value.trim() !== '');
}

/** Its own title, else an id that a person chose, its source, or its first words. `position` counts from 1. */
export function documentTitle(document: RetrievedDocument, position: number): string {
  const { id, source, content, metadata } = document;
  const title = metadata['title'];
  if (typeof title === 'string' && title.trim() !== '') return title;
  return (id !== null && !isOpaque(id) ? id : undefined) ?? source ?? titleIn(metadata) ?? words(content, 80) ?? id ?? `Document ${position}`;
}

/** What else tells it apart, in the order of what people read first: its source, its first words, its id. */
export function documentMore(document: RetrievedDocument, title: string): readonly string[] {
  const { id, source, content } = document;
  const shown = [source, words(content, 60), id].filter((text): text is string => text !== null && text !== undefined);
  return shown.filter((text) => !title.startsWith(text.replace(/…$/u, '')));
}
