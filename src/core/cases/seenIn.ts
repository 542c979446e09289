import type { Catalogue, SeenTool } from '../model/catalogue.ts';
import type { ValidationContext } from './context.ts';

type Seen = Pick<ValidationContext, 'seenTools' | 'seenDocuments'>;

/** The same catalogue serves every check of a file until traces change. */
const known = new WeakMap<Catalogue, Seen>();

/** What rules may take from a catalogue: that something was never seen is only said where all that was seen is known. */
export function seenIn(catalogue: Catalogue | undefined): Seen {
  if (catalogue === undefined || catalogue.traces === 0) return {};
  const before = known.get(catalogue);
  if (before) return before;
  const { tools, documents, left } = catalogue;
  const seen: Seen = {
    ...(left.tools === 0 ? { seenTools: new Map(tools.map((tool): [string, SeenTool] => [tool.name, tool])) } : {}),
    ...(left.documents === 0 ? { seenDocuments: new Set(documents.map((document) => document.id)) } : {}),
  };
  known.set(catalogue, seen);
  return seen;
}
