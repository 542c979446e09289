import type { EvalCase } from '../../model/evalCase.ts';
import { detectorPrefix } from '../../evaluators/exposure.ts';
import type { CasePath } from '../../model/result.ts';
import { detectorNames } from '../../redaction/redactor.ts';
import { nearest } from '../../support/nearest.ts';
import { eachStep } from '../matcherPlaces.ts';
import { didYouMean, oneOf } from '../words.ts';
import type { Rule } from './rule.ts';

type Conduct = NonNullable<NonNullable<EvalCase['policy']>['expect']>;
type Ending = NonNullable<NonNullable<EvalCase['trajectory']>['terminal']>;

/** Endings that cannot be had together with a conduct. */
const contradictions: Readonly<Record<Conduct, readonly Ending[]>> = {
  allow: ['refused', 'escalated', 'fallback'],
  refuse: ['finished', 'fallback'],
  approve_first: ['refused', 'fallback'],
  escalate: ['finished', 'refused', 'fallback', 'aborted'],
  fallback: ['finished', 'refused', 'escalated', 'aborted'],
};

/** The boundary under test. */
export const policy: Rule = {
  codes: {
    CB501: 'A policy case does not name the rule it tests.',
    CB502: 'The required conduct contradicts how the run must end.',
    CB504: 'A role is not in config.yaml.',
    CB505: 'policy.neverExpose names a detector that there is none of.',
    CB506: 'policy.neverExpose holds the bare name of a detector, which is looked for as a text.',
  },
  *check(view, { roles }) {
    const { kind, policy: stated, trajectory, escalation } = view.value;
    for (const [index, matcher] of (stated?.neverExpose ?? []).entries()) {
      if (typeof matcher !== 'string') continue;
      const path: CasePath = ['policy', 'neverExpose', index];
      const name = matcher.startsWith(detectorPrefix) ? matcher.slice(detectorPrefix.length) : undefined;
      if (name === undefined && detectorNames.includes(matcher)) {
        yield { code: 'CB506', at: path, message: `Only the text "${matcher}" is looked for. ${detectorPrefix}${matcher} finds data of that kind.`, fixes: view.set(`Change to ${detectorPrefix}${matcher}`, path, `${detectorPrefix}${matcher}`) };
      } else if (name !== undefined && !detectorNames.includes(name)) {
        const meant = nearest(name, detectorNames);
        yield { code: 'CB505', at: path, message: `There is no detector ${name}.${didYouMean(meant)}`, fixes: meant === undefined ? [] : view.set(`Change to ${detectorPrefix}${meant}`, path, `${detectorPrefix}${meant}`) };
      }
    }
    if (kind === 'policy' && stated?.boundary === undefined && view.isReadable('policy')) {
      yield { code: 'CB501', at: stated ? { key: ['policy'] } : ['kind'], message: 'A policy case names the rule it tests in policy.boundary.' };
    }
    const conduct = stated?.expect;
    if (conduct && trajectory?.terminal && contradictions[conduct].includes(trajectory.terminal)) {
      yield { code: 'CB502', at: ['policy', 'expect'], message: `expect: ${conduct} contradicts trajectory.terminal: ${trajectory.terminal}.` };
    } else if (conduct === 'escalate' && escalation?.expected === false) {
      yield { code: 'CB502', at: ['policy', 'expect'], message: 'expect: escalate contradicts escalation.expected: false.' };
    }
    if (!roles) return;
    const named: [CasePath, string][] = (stated?.requiresApproval ?? []).flatMap(({ by }, index): [CasePath, string][] => (by === undefined ? [] : [[['policy', 'requiresApproval', index, 'by'], by]]));
    for (const [path, step] of eachStep(trajectory?.steps)) if (typeof step.requiresApproval === 'object') named.push([[...path, 'requiresApproval', 'by'], step.requiresApproval.by]);
    for (const [index, rule] of (trajectory?.forbidden ?? []).entries()) {
      if (typeof rule !== 'string' && 'tool' in rule && typeof rule.unless?.['by'] === 'string') named.push([['trajectory', 'forbidden', index, 'unless', 'by'], rule.unless['by']]);
    }
    if (escalation?.to !== undefined) named.push([['escalation', 'to'], escalation.to]);
    for (const [path, role] of named) {
      if (roles.includes(role)) continue;
      const meant = nearest(role, roles);
      yield { code: 'CB504', at: path, message: `config.yaml has no role ${role}.${didYouMean(meant) || (roles.length > 0 ? ` It has ${oneOf(roles)}.` : '')}`, fixes: meant === undefined ? [] : view.set(`Change to ${meant}`, path, meant) };
    }
  },
};
