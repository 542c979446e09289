import type { EvalCase } from '../../model/evalCase.ts';
import type { CasePath } from '../../model/result.ts';
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
  },
  *check(view, { roles }) {
    const { kind, policy: stated, trajectory, escalation } = view.value;
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
