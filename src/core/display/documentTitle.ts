import type { RetrievedDocument } from '../model/span.ts';
import { oneLine } from './truncate.ts';

const titleKeys = ['title', 'name', 'file_name', 'filename', 'source', 'url', 'path'];

/** A hash or a generated id tells documents apart and says nothing of them. */
function isOpaque(id: string): boolean {
  return /^(?:\w+:)?[0-9a-f-]{16,}$/iu.test(id) || /^\d+$/u.test(id);
}

/** The beginning of a text in one line of at most so many characters; undefined where there is none. */
export function firstWords(text: string | null, most: number): string | undefined {
  const line = text === null ? '' : oneLine(text, most);
  return line === '' ? undefined : line;
}

function titleIn(metadata: RetrievedDocument['metadata']): string | undefined {
  return titleKeys.map((key) => metadata[key]).find((value): value is string => typeof value === 'string' && value.trim() !== '');
}

/** How people call a retrieved document: its own title, else an id that a person chose, its source, or its first words. `position` counts from 1. */
export function documentTitle(document: RetrievedDocument, position: number): string {
  const { id, source, content, metadata } = document;
  const title = metadata['title'];
  if (typeof title === 'string' && title.trim() !== '') return title;
  return (id !== null && !isOpaque(id) ? id : undefined) ?? source ?? titleIn(metadata) ?? firstWords(content, 80) ?? id ?? `Document ${position}`;
}
