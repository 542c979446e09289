import type { EvalCase } from '../model/evalCase.ts';
import type { CasePath } from '../model/result.ts';
import type { Check, Evaluator } from './evaluator.ts';
import { check, notMeasured } from './finding.ts';

type Unmeasured = { readonly id: string; readonly path: CasePath; readonly missing: string; isStated(evalCase: EvalCase): boolean };

/** Expectations that only a judge can decide, and assertions that only their own tool understands. Each is shown as n/a with its reason, so that none looks like a pass. */
const unmeasured: readonly Unmeasured[] = [
  { id: 'expectedBehavior', path: ['expectedBehavior'], missing: 'a judge', isStated: (each) => each.expectedBehavior !== undefined },
  { id: 'judge', path: ['judge'], missing: 'a judge', isStated: (each) => each.judge !== undefined },
  { id: 'grounding.method', path: ['grounding', 'method'], missing: 'a judge', isStated: (each) => each.grounding?.method === 'judge' },
  { id: 'foreign', path: ['foreign'], missing: 'a counterpart of these assertions', isStated: (each) => (each.foreign ?? []).length > 0 },
];

const asCheck = ({ id, path, missing }: Unmeasured): Check => check(id, path, null, () => notMeasured(`needs ${missing}`), false);

export const notMeasuredYet: Evaluator = { id: 'notMeasured', metrics: [], plan: (evalCase) => unmeasured.filter((each) => each.isStated(evalCase)).map(asCheck) };
