import { firstWords } from '../../../src/core/display/documentTitle.ts';
import type { RetrievedDocument } from '../../../src/core/model/span.ts';

/** What else tells a document apart from its title, in the order of what people read first: its source, its first words, its id. */
export function documentMore(document: RetrievedDocument, title: string): readonly string[] {
  const { id, source, content } = document;
  const shown = [source, firstWords(content, 60), id].filter((text): text is string => text !== null && text !== undefined);
  return shown.filter((text) => !title.startsWith(text.replace(/…$/u, '')));
}
