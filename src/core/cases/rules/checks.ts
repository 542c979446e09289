import { canFail } from '../../evaluators/evaluate.ts';
import type { EvalCase } from '../../model/evalCase.ts';
import { matcherPlaces } from '../matcherPlaces.ts';
import type { Rule } from './rule.ts';

/** A case that cannot fail is a problem, not a pass. */
export const checks: Rule = {
  codes: {
    CB008: 'The case checks nothing: no expectation of it can fail.',
    CB009: 'Only a judge could say whether the case passes, and no calibrated judge is there.',
  },
  *check(view, { calibratedJudges }) {
    if (!view.whole || canFail(view.value)) return;
    if (!isJudged(view.value)) yield { code: 'CB008', at: { key: ['id'] }, message: 'This case checks nothing. Add expectedTool, groundTruth, a trajectory or a budget, so that it can fail.' };
    else if (!calibratedJudges || calibratedJudges.length === 0) {
      yield { code: 'CB009', at: { key: ['id'] }, message: 'Only a judge could say whether this case passes, and no judge is calibrated. Add an expectation that needs none.' };
    }
  },
};

function isJudged(evalCase: EvalCase): boolean {
  const { expectedBehavior, judge, answer, grounding, groundTruth } = evalCase;
  if (expectedBehavior?.length || judge?.rubric?.length || judge?.criteria?.length || answer?.match === 'judge' || grounding?.method === 'judge' || typeof groundTruth === 'boolean') return true;
  return matcherPlaces(evalCase).some(([, value]) => JSON.stringify(value).includes('"$judge"'));
}
