import { formatCount } from '../display/numbers.ts';
import { documentTitle } from '../display/documentTitle.ts';
import { citedBy } from '../grounding/citations.ts';
import type { CitedDocument } from '../grounding/citations.ts';
import { citedDocuments } from '../grounding/documentNames.ts';
import { evidenceOf, orderOfOutput } from '../grounding/evidence.ts';
import type { Evidence } from '../grounding/evidence.ts';
import { knownBy } from '../grounding/knownBy.ts';
import { mostEvidence } from '../grounding/lookup.ts';
import type { SpokenText } from '../grounding/spokenTexts.ts';
import { longestText, statementsIn } from '../grounding/statements.ts';
import { supportOf } from '../grounding/support.ts';
import type { SaidValue, SaidValues, ValueSource } from '../model/insights.ts';
import type { Slices } from '../support/slices.ts';
import type { Assembled } from '../trajectory/assemble.ts';
import type { Scopes } from '../trajectory/conversation/scopes.ts';

/** How many texts are looked into, from the last on. */
export const mostTexts = 200;

/** The values that models said, and where in the trace each stands; and a sentence for all that was left out. */
export function* saidValues(assembled: Assembled, scopes: Scopes, texts: readonly SpokenText[]): Slices<{ readonly said: readonly SaidValues[]; readonly cut: readonly string[] }> {
  const { steps } = assembled;
  const cut: string[] = [];
  const read = texts.slice(-mostTexts);
  if (read.length < texts.length) cut.push(`Values are looked up in the last ${formatCount(mostTexts)} of ${formatCount(texts.length)} texts of the model.`);
  if (read.some(({ text }) => text.length > longestText)) cut.push(`Of texts longer than ${longestText} characters values are looked up in the beginning.`);
  const stated = read.map((spoken) => {
    const known = knownBy(assembled, scopes, spoken.at);
    return { ...spoken, known, order: orderOfOutput(known), statements: statementsIn(spoken.text) };
  });
  if (stated.every(({ statements }) => statements.length === 0)) return { said: [], cut };

  const evidence = yield* evidenceOf(assembled, scopes);
  const { supported, from } = yield* supportOf(stated, evidence);
  if (from > 0) cut.push(`Values are looked up in the last ${mostEvidence / 1e6} million characters of what the run had at hand.`);
  yield;
  const documents = citedDocuments(assembled.ordered);
  const firstFact = evidence.find(({ source }) => source.in === 'result' || source.in === 'document')?.order ?? Infinity;

  const said = stated.flatMap(({ at, part, text, known, order }, nth): SaidValues[] => {
    // Where there was nothing to stand on yet, standing on nothing says nothing.
    const judged = firstFact <= order && from === 0;
    const values = supported[nth]!.flatMap(({ statement, from: sources, how }): SaidValue[] => {
      const { start, end, loose } = statement;
      const kind = statement.kind === 'ending' ? 'id' : statement.kind;
      if (statement.kind === 'citation') {
        const cited = citedBy(statement, text, documents, known);
        return cited === null ? [] : [{ text: text.slice(start, end), start, end, kind: 'citation', sources: cited.slice(0, 5).map((each) => citedSource(documents[each]!)) }];
      }
      if (sources === null || (sources.length === 0 && (loose || !judged))) return [];
      return [{ text: text.slice(start, end), start, end, kind, sources: sourcesOf(sources, evidence), ...(how === null ? {} : { computed: how }) }];
    });
    // A document's name in brackets states nothing beside itself; one that is quoted belongs to the quote.
    let until = 0;
    const apart = values.filter(({ start, end }) => start >= until && (until = end) > 0);
    return apart.length === 0 ? [] : [{ step: steps[at]!.n, part, values: apart }];
  });
  return { said, cut };

  function citedSource({ at, index }: CitedDocument): ValueSource {
    return { step: steps[at]!.n, in: 'document', document: documentTitle(assembled.ordered[at]!.documents[index]!, index + 1) };
  }
}

function sourcesOf(found: readonly number[], evidence: readonly Evidence[]): readonly ValueSource[] {
  const sources = new Map(found.map((at) => evidence[at]!.source).map((source) => [`${source.step} ${source.in} ${source.document}`, source]));
  return [...sources.values()];
}
