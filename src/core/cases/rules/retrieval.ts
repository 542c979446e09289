import { durationMs } from '../../evaluators/duration.ts';
import { nearest } from '../../support/nearest.ts';
import type { CasePath } from '../../model/result.ts';
import type { CaseView } from '../caseView.ts';
import type { ValidationContext } from '../context.ts';
import { didYouMean } from '../words.ts';
import type { Finding, Rule } from './rule.ts';

/** Documents that must be found and cited. */
export const retrieval: Rule = {
  codes: {
    CB401: 'No trace and no index has this document.',
    CB402: 'A relevant document is listed twice.',
    CB403: 'The cut-off k is below 1.',
    CB404: 'The age limit is not an ISO duration.',
    CB406: 'A document must be cited that is not relevant.',
  },
  *check(view, context) {
    const { retrieval: stated, grounding } = view.value;
    const ids = (stated?.relevant ?? []).map((each) => (typeof each === 'string' ? each : each.id));
    for (const [index, each] of (stated?.relevant ?? []).entries()) {
      const key = typeof each === 'string' ? each : `${each.id}#${each.chunk ?? ''}`;
      const first = (stated?.relevant ?? []).findIndex((other) => (typeof other === 'string' ? other : `${other.id}#${other.chunk ?? ''}`) === key || (typeof other === 'string' ? `${other}#` === key : `${key}#` === `${other.id}#${other.chunk ?? ''}`));
      if (first >= index) continue;
      yield { code: 'CB402', at: typeof each === 'string' ? ['retrieval', 'relevant', index] : ['retrieval', 'relevant', index, 'id'], message: `${ids[index]} is listed twice.`, fixes: view.remove('Remove the second', ['retrieval', 'relevant', index]) };
    }
    yield* neverSeen(view, context);
    if (stated?.k !== undefined && stated.k < 1) yield { code: 'CB403', at: ['retrieval', 'k'], message: 'k counts documents: it is 1 or more.' };
    const maxAge = stated?.freshness?.maxAge;
    if (maxAge !== undefined && durationMs(maxAge) === undefined) {
      const meant = /^\s*(\d+)\s*(d|days?|w|weeks?|m|months?|y|years?|h|hours?)\s*$/i.exec(maxAge);
      const unit = meant?.[2]?.[0]?.toUpperCase();
      const iso = meant && unit ? (unit === 'H' ? `PT${meant[1]}H` : `P${meant[1]}${unit}`) : undefined;
      yield { code: 'CB404', at: ['retrieval', 'freshness', 'maxAge'], message: `${maxAge} is not an ISO duration such as P90D or PT12H.`, fixes: iso === undefined ? [] : view.set(`Change to ${iso}`, ['retrieval', 'freshness', 'maxAge'], iso) };
    }
    if (!stated?.relevant) return;
    for (const [index, id] of (grounding?.mustCite ?? []).entries()) {
      if (ids.includes(id)) continue;
      const meant = nearest(id, ids);
      yield {
        code: 'CB406', at: ['grounding', 'mustCite', index], message: `${id} is not among the relevant documents.${didYouMean(meant)}`,
        fixes: meant === undefined ? view.set('Add it to relevant', ['retrieval', 'relevant', stated.relevant.length], id) : view.set(`Change to ${meant}`, ['grounding', 'mustCite', index], meant),
      };
    }
  },
};

/** Silent where neither an index nor traces are known. */
function* neverSeen(view: CaseView, { documents, seenDocuments }: ValidationContext): Iterable<Finding> {
  if (!documents && !seenDocuments) return;
  const { relevant = [], anyOf = [], distractors = [] } = view.value.retrieval ?? {};
  const places: readonly (readonly [CasePath, string])[] = [
    ...relevant.map((each, index): [CasePath, string] => (typeof each === 'string' ? [['retrieval', 'relevant', index], each] : [['retrieval', 'relevant', index, 'id'], each.id])),
    ...anyOf.flatMap((set, index) => set.map((id, n): [CasePath, string] => [['retrieval', 'anyOf', index, n], id])),
    ...distractors.map((id, index): [CasePath, string] => [['retrieval', 'distractors', index], id]),
  ];
  for (const [at, id] of places) {
    if (documents?.has(id) || seenDocuments?.has(id)) continue;
    const meant = nearest(id, [...(documents ?? []), ...(seenDocuments ?? [])]);
    yield { code: 'CB401', at, message: `No trace has retrieved ${id}${documents ? ', and the document index does not list it' : ''}.${didYouMean(meant)}`, fixes: meant === undefined ? [] : view.set(`Change to ${meant}`, at, meant) };
  }
}
