import { isJsonMap } from '../../model/json.ts';
import type { Json } from '../../model/json.ts';
import { metricTable } from '../../evaluators/evaluate.ts';
import { nearest } from '../../support/nearest.ts';
import type { CasePath } from '../../model/result.ts';
import type { CaseView } from '../caseView.ts';
import { metricNames } from '../metricNames.ts';
import type { Finding } from '../rules/rule.ts';
import { didYouMean } from '../words.ts';
import { named } from './settingsRule.ts';

/** A metric that nothing measures can neither pass nor fail. */
export const metricFindings = (view: CaseView, at: CasePath, metric: string): Iterable<Finding> => named(view, at, metric, metricNames, 'There is no metric', 'CB814');

export function* thresholdFindings(view: CaseView, at: CasePath, thresholds: { readonly [metric: string]: number | Json } | undefined): Iterable<Finding> {
  for (const [metric, value] of Object.entries(thresholds ?? {})) {
    const path = [...at, metric];
    if (!metricNames.includes(metric)) {
      const meant = nearest(metric, metricNames);
      yield { code: 'CB814', at: { key: path }, message: `There is no metric ${metric}.${didYouMean(meant)}`, fixes: [...(meant === undefined ? [] : view.rename(`Change to ${meant}`, path, meant)), ...view.remove(`Remove ${metric}`, path)] };
    } else if (isJsonMap(value) && typeof value['min'] !== 'number') yield { code: 'CB822', at: path, message: `A threshold is a number, or {k, min} for passHatK and passAtK.` };
    else if (typeof value === 'number') yield* shareFindings(view, path, metric, value);
  }
}

/** A share written as a percentage would never be reached. */
export function* shareFindings(view: CaseView, at: CasePath, metric: string, value: number): Iterable<Finding> {
  const unit = metricTable.find((each) => each.id === metric)?.unit;
  if ((unit !== 'share' && unit !== 'boolean') || (value >= 0 && value <= 1)) return;
  yield { code: 'CB822', at, message: `${metric} is a share: from 0 to 1.`, fixes: value > 1 && value <= 100 ? view.set(`Change to ${value / 100}`, at, value / 100) : [] };
}
