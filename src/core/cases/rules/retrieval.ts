import { durationMs } from '../../evaluators/duration.ts';
import { nearest } from '../../support/nearest.ts';
import { didYouMean } from '../words.ts';
import type { Rule } from './rule.ts';

/** Documents that must be found and cited. */
export const retrieval: Rule = {
  codes: {
    CB402: 'A relevant document is listed twice.',
    CB403: 'The cut-off k is below 1.',
    CB404: 'The age limit is not an ISO duration.',
    CB406: 'A document must be cited that is not relevant.',
  },
  *check(view) {
    const { retrieval: stated, grounding } = view.value;
    const ids = (stated?.relevant ?? []).map((each) => (typeof each === 'string' ? each : each.id));
    for (const [index, each] of (stated?.relevant ?? []).entries()) {
      const key = typeof each === 'string' ? each : `${each.id}#${each.chunk ?? ''}`;
      const first = (stated?.relevant ?? []).findIndex((other) => (typeof other === 'string' ? other : `${other.id}#${other.chunk ?? ''}`) === key || (typeof other === 'string' ? `${other}#` === key : `${key}#` === `${other.id}#${other.chunk ?? ''}`));
      if (first >= index) continue;
      yield { code: 'CB402', at: typeof each === 'string' ? ['retrieval', 'relevant', index] : ['retrieval', 'relevant', index, 'id'], message: `${ids[index]} is listed twice.`, fixes: view.remove('Remove the second', ['retrieval', 'relevant', index]) };
    }
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
