import type { DocumentStanding } from '../model/insights.ts';
import type { RetrievedDocument } from '../model/span.ts';
import type { Assembled } from '../trajectory/assemble.ts';
import type { Slices } from '../support/slices.ts';
import type { Scopes } from '../trajectory/conversation/scopes.ts';
import { citationsIn } from '../grounding/citations.ts';
import { citedDocuments } from '../grounding/documentNames.ts';
import { knownBy } from '../grounding/knownBy.ts';
import type { SpokenText } from '../grounding/spokenTexts.ts';

/** A document is called stale from this age on: two releases of most knowledge bases, and a year of most prices. */
export const staleAfterDays = 365;

const dayUs = 86_400_000_000;

/** Every retrieved document with its age at the time of the run, where it is cited, and where it had been retrieved before. */
export function* documentStandings(assembled: Assembled, scopes: Scopes, texts: readonly SpokenText[]): Slices<readonly DocumentStanding[]> {
  const { ordered, steps } = assembled;
  const runUs = ordered.reduce<number | null>((first, { startUs }) => (startUs === null || (first !== null && first <= startUs) ? first : startUs), null);
  const all = ordered.flatMap((span, at) => span.documents.map((document, index) => ({ span, at, document, index })));
  if (all.length === 0) return [];
  const cited = yield* citationsIn(texts.map((spoken) => ({ ...spoken, known: knownBy(assembled, scopes, spoken.at) })), citedDocuments(ordered));
  const place = new Map(steps.map((step, at) => [step.n, at]));
  const seen = new Map<string, number>();

  return all.map(({ span, at, document, index }, nth) => {
    const ageDays = ageOf(document, span.startUs ?? runUs);
    const key = identityOf(document);
    const earlier = key === null ? undefined : seen.get(key);
    if (key !== null && (earlier === undefined || !isAround(earlier, at))) seen.set(key, at);
    return {
      step: steps[at]!.n, index, id: document.id, ageDays, stale: ageDays === null ? null : ageDays > staleAfterDays,
      citedAt: cited === null ? null : cited[nth]!.map((each) => steps[each]!.n),
      seenAt: earlier === undefined || earlier === at || isAround(earlier, at) ? null : steps[earlier]!.n,
    };
  });

  /** The same retrieval, recorded once more by a step around it. */
  function isAround(outer: number, at: number): boolean {
    for (let each: number | undefined = at; each !== undefined; each = steps[each]!.parent === null ? undefined : place.get(steps[each]!.parent!)) if (each === outer) return true;
    return false;
  }
}

function ageOf({ updatedAt }: RetrievedDocument, runUs: number | null): number | null {
  if (updatedAt === null || runUs === null) return null;
  const changed = Date.parse(updatedAt);
  return Number.isNaN(changed) ? null : Math.max(0, Math.floor((runUs - changed * 1000) / dayUs));
}

/** By what a document is known again. Chunks of one source are documents of their own. */
function identityOf({ id, source, content }: RetrievedDocument): string | null {
  if (id !== null && id !== '') return `id ${id}`;
  if (content !== null && content !== '') return `content ${source ?? ''} ${content.length} ${content.slice(0, 400)}`;
  return source === null ? null : `source ${source}`;
}
