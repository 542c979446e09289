import { plural } from '../core/display/numbers.ts';
import type { SeenDocument } from '../core/model/catalogue.ts';
import { inlineCode, strangersText } from './markdown.ts';
import type { Surroundings } from './surroundings.ts';

/** A document as traces and the document index of config.yaml know it. */
export type KnownDocument = { readonly id: string; readonly use: string; readonly seen: SeenDocument | undefined };

/** What traces retrieve most comes first, then what only the index of config.yaml lists. */
export function knownDocuments(uri: string, surroundings: Surroundings): readonly KnownDocument[] {
  const seen = new Map((surroundings.seen(uri)?.documents ?? []).map((each) => [each.id, each]));
  return [...new Set([...seen.keys(), ...(surroundings.documentIds(uri) ?? [])])].map((id) => {
    const document = seen.get(id);
    return { id, use: document ? `in ${plural(document.traces, 'trace')}` : 'in the index, never retrieved', seen: document };
  });
}

/** Title, versions and use, as Markdown. */
export function documentWords({ id, use, seen }: KnownDocument): string {
  const versions = seen?.versions ?? [];
  return [
    `**Document** ${inlineCode(id)}`,
    ...(seen?.title ? [strangersText(seen.title, 200)] : []),
    ...(versions.length > 0 ? [`${versions.length === 1 ? 'Version' : 'Versions'}: ${versions.slice(0, 5).map(inlineCode).join(', ')}${versions.length > 5 ? `, and ${versions.length - 5} more` : ''}`] : []),
    seen ? `Retrieved ${use}.` : 'Listed in the document index; no trace retrieved it.',
  ].join('\n\n');
}
