import { classesInUse } from '../../model/failureClass.ts';
import { durationMs } from '../../evaluators/duration.ts';
import type { GateRule, Release } from '../../model/release.ts';
import type { CasePath } from '../../model/result.ts';
import type { CaseView } from '../caseView.ts';
import type { Finding } from '../rules/rule.ts';
import type { SettingsContext } from '../settingsContext.ts';
import { metricFindings, shareFindings } from './metrics.ts';
import { known, named, unique } from './settingsRule.ts';

/** Gates: each rule compares something that is measured with something that is stated. */
export function* gateFindings({ gates = [], tiers = {} }: Release, view: CaseView, around: SettingsContext): Iterable<Finding> {
  yield* unique(view, gates.map(({ id }, index) => [['gates', index, 'id'], id]), 'The gate');
  const classes = classesInUse(around.taxonomy).map((each) => each.id);
  for (const [index, { rules = [], blockers, override, rollback }] of gates.entries()) {
    const at = ['gates', index];
    if (rules.length === 0 && !blockers) yield { code: 'CB823', at: [...at, 'id'], message: 'This gate lets everything pass: give it rules or blockers.' };
    for (const [n, rule] of rules.entries()) yield* ruleFindings(view, [...at, 'rules', n], rule, tiers);
    for (const [n, id] of (blockers?.failureClass ?? []).entries()) yield* named(view, [...at, 'blockers', 'failureClass', n], id, classes, 'The taxonomy has no class');
    for (const [n, role] of (override?.by ?? []).entries()) yield* known(view, [...at, 'override', 'by', n], role, around, true);
    for (const [n, metric] of (override?.neverFor ?? []).entries()) yield* metricFindings(view, [...at, 'override', 'neverFor', n], metric);
    yield* known(view, [...at, 'rollback', 'owner'], rollback?.owner, around, true);
    for (const [n, { metric, drop, rise, window }] of (rollback?.when ?? []).entries()) {
      const when = [...at, 'rollback', 'when', n];
      yield* metricFindings(view, [...when, 'metric'], metric);
      if (drop === undefined && rise === undefined) yield { code: 'CB823', at: [...when, 'metric'], message: 'This says of no change when it is too much: give it drop or rise.' };
      if (window !== undefined && durationMs(window) === undefined) yield { code: 'CB821', at: [...when, 'window'], message: `${window} is not an ISO duration such as P1D or PT12H.` };
    }
  }
}

function* ruleFindings(view: CaseView, at: CasePath, rule: GateRule, tiers: NonNullable<Release['tiers']>): Iterable<Finding> {
  const { metric, op, value, maxDrop, maxIncrease, tier } = rule;
  yield* metricFindings(view, [...at, 'metric'], metric);
  yield* named(view, [...at, 'tier'], tier, ['default', ...Object.keys(tiers)], 'There is no tier');
  if (op !== undefined && value === undefined) yield { code: 'CB823', at: { key: [...at, 'op'] }, message: 'The key value is missing beside op.' };
  if (value !== undefined && op === undefined) yield { code: 'CB823', at: { key: [...at, 'value'] }, message: 'The key op is missing beside value: >=, >, <=, < or ==.', fixes: view.set('Set op: ">="', [...at, 'op'], '>=') };
  if (op === undefined && value === undefined && maxDrop === undefined && maxIncrease === undefined && tier === undefined) {
    yield { code: 'CB823', at: [...at, 'metric'], message: 'This rule compares with nothing: give it op and value, maxDrop, maxIncrease, or a tier.' };
  }
  if (value !== undefined) yield* shareFindings(view, [...at, 'value'], metric, value);
}
