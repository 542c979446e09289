import type { Release } from '../../model/release.ts';
import { autonomyRungs } from '../../model/release.ts';
import type { SettingsContext } from '../settingsContext.ts';
import type { CaseView } from '../caseView.ts';
import type { Finding } from '../rules/rule.ts';
import { isJsonMap } from '../../model/json.ts';
import { gateFindings } from './gates.ts';
import { governanceFindings } from './governance.ts';
import { livePolicyFindings } from './livePolicies.ts';
import { metricFindings, thresholdFindings } from './metrics.ts';
import { isDay } from './forms.ts';
import { known, named, unique } from './settingsRule.ts';
import type { SettingsRule } from './settingsRule.ts';

/** `release.yaml`: what a release is decided by hangs together, and somebody answers for each part. */
export const releaseRule: SettingsRule<Release> = {
  codes: {
    CB811: 'A metric of the scorecard has no owner.',
    CB812: 'The governance has a gap.',
    CB813: 'Looking through the failures is overdue.',
    CB814: 'There is no such metric.',
    CB819: 'A person or a role is not in config.yaml.',
    CB820: 'The shares of the use cases do not make a whole.',
    CB821: 'A span of time is not an ISO duration.',
    CB823: 'An entry lacks what it is for: it compares with nothing, or forbids nothing.',
  },
  *check(release, view, around) {
    const { decisions = [], tiers = {}, phases = [], autonomy = [], useCases, contracts = {} } = release;
    const gates = (release.gates ?? []).map((gate) => gate.id);
    yield* unique(view, decisions.map(({ id }, index) => [['decisions', index, 'id'], id]), 'The decision');
    for (const [index, { gate, owner }] of decisions.entries()) {
      yield* named(view, ['decisions', index, 'gate'], gate, gates, 'There is no gate');
      yield* known(view, ['decisions', index, 'owner'], owner, around);
    }
    for (const [name, { thresholds }] of Object.entries(tiers)) yield* thresholdFindings(view, ['tiers', name, 'thresholds'], thresholds);
    yield* scorecard(release, view, around);
    yield* gateFindings(release, view, around);
    yield* rollout(release, view, around);
    yield* unique(view, phases.map(({ id }, index) => [['phases', index, 'id'], id]), 'The phase');
    yield* unique(view, autonomy.map(({ rung }, index) => [['autonomy', index, 'rung'], rung]), 'The rung');
    const ids = useCases?.map((each) => each.id);
    yield* livePolicyFindings(release, view, around, ids);
    for (const name of Object.keys(contracts)) for (const finding of named(view, ['contracts', name], name, ids, 'There is no use case')) yield { ...finding, at: { key: ['contracts', name] }, fixes: [] };
    yield* shares(release, view);
    if (release.routing?.reviewedAt !== undefined && !isDay(release.routing.reviewedAt)) yield { code: 'CB822', at: ['routing', 'reviewedAt'], message: `${release.routing.reviewedAt} is no day. Write it as 2026-01-31.` };
    yield* governanceFindings(release, view, around);
  },
};

function* scorecard({ scorecard: scores = [] }: Release, view: CaseView, around: SettingsContext): Iterable<Finding> {
  yield* unique(view, scores.map(({ score }, index) => [['scorecard', index, 'score'], score]), 'The score');
  for (const [index, { score, metric, owner }] of scores.entries()) {
    yield* metricFindings(view, ['scorecard', index, 'metric'], metric);
    const at = ['scorecard', index, 'owner'];
    if (owner !== undefined && owner.trim() !== '') yield* known(view, at, owner, around);
    else {
      yield {
        code: 'CB811', at: owner === undefined ? ['scorecard', index, 'score'] : { key: at }, message: `Nobody owns ${score}. A metric without an owner blocks no release: name one, or take the metric out.`,
        fixes: [...(around.config?.owners ?? []).flatMap((each) => view.set(`Set owner: ${each}`, at, each)), ...view.remove(`Remove ${score}`, ['scorecard', index])],
      };
    }
  }
}

function* rollout({ gates, phases = [], autonomy = [], useCases }: Release, view: CaseView, { config }: SettingsContext): Iterable<Finding> {
  const gateIds = (gates ?? []).map((gate) => gate.id);
  const ids = useCases?.map((each) => each.id);
  for (const [index, { gate, users = [], supported }] of phases.entries()) {
    yield* named(view, ['phases', index, 'gate'], gate, gateIds, 'There is no gate');
    yield* unique(view, users.map(({ id }, n) => [['phases', index, 'users', n, 'id'], id]), 'The user');
    for (const [n, { primaryUseCase }] of users.entries()) yield* named(view, ['phases', index, 'users', n, 'primaryUseCase'], primaryUseCase, ids, 'There is no use case');
    for (const [n, { from, to }] of (typeof supported === 'object' ? supported : []).entries()) {
      if (to !== undefined && to < from) yield { code: 'CB822', at: ['phases', index, 'supported', n, 'to'], message: `The last day, ${to}, comes before the first, ${from}.` };
    }
  }
  const groups = Array.isArray(config?.tools) ? [...new Set(config.tools.flatMap((tool) => (isJsonMap(tool) && typeof tool['group'] === 'string' ? [tool['group']] : [])))] : undefined;
  let last = -1;
  for (const [index, { rung, gate, tools = [] }] of autonomy.entries()) {
    const height = autonomyRungs.indexOf(rung);
    if (height < last) yield { code: 'CB822', at: ['autonomy', index, 'rung'], message: `${rung} allows less than the rung before it. Rungs go from ${autonomyRungs.join(' to ')}.` };
    last = Math.max(last, height);
    yield* named(view, ['autonomy', index, 'gate'], gate, gateIds, 'There is no gate');
    for (const [n, group] of tools.entries()) yield* named(view, ['autonomy', index, 'tools', n], group, groups, 'config.yaml has no group of tools');
  }
}

function* shares({ useCases = [] }: Release, view: CaseView): Iterable<Finding> {
  yield* unique(view, useCases.map(({ id }, index) => [['useCases', index, 'id'], id]), 'The use case');
  if (useCases.length === 0 || useCases.some(({ share }) => share === undefined)) return;
  const sum = useCases.reduce((total, { share = 0 }) => total + share, 0);
  if (Math.abs(sum - 1) <= 0.005) return;
  yield { code: 'CB820', at: { key: ['useCases'] }, message: `The shares make ${Number(sum.toFixed(3))}, not 1. ${sum < 1 ? 'List what is missing too: the whole is what a projection is made from.' : 'Each task counts once.'}` };
}
