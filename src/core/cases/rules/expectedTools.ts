import type { Step } from '../../model/evalCase.ts';
import { globMatches } from '../../evaluators/glob.ts';
import { expectedToolsOf, requiredSteps } from '../readings.ts';
import { oneOf } from '../words.ts';
import type { CaseView } from '../caseView.ts';
import type { Finding, Rule } from './rule.ts';

/** Tools that must be called, against each other and against those that must not. */
export const expectedTools: Rule = {
  codes: {
    CB202: 'expectedTool and the required steps name different tools.',
    CB203: 'A tool is required and forbidden.',
    CB205: 'No steps under mode exact.',
  },
  *check(view) {
    const { trajectory } = view.value;
    if (trajectory?.mode === 'exact' && trajectory.steps?.length === 0 && view.value.expectedTool !== null && view.isReadable('expectedTool')) {
      yield { code: 'CB205', at: { key: ['trajectory', 'steps'] }, message: 'An empty list of steps says nothing. Write expectedTool: null to say that no tool may be called.', fixes: view.set('Set expectedTool: null', ['expectedTool'], null) };
    }
    yield* disagreement(view);
    yield* forbiddenAndRequired(view);
  },
};

/** The tools that satisfy a step: one, or one of several; a parallel group needs each of its own. */
function branches(step: Step): readonly (readonly string[])[] {
  if (step.parallel) return step.parallel.filter((inner) => inner.optional !== true).flatMap(branches);
  if (step.anyOf) return [step.anyOf.flatMap((inner) => branches(inner).flat())];
  return step.tool === undefined ? [] : [[step.tool]];
}

function* disagreement(view: CaseView): Iterable<Finding> {
  const expected = expectedToolsOf(view.value);
  const { trajectory } = view.value;
  if (expected === undefined || !trajectory?.steps || trajectory.mode === 'subset') return;
  const required = requiredSteps(view.value).flatMap(branches).filter((tools) => tools.length > 0);
  if (required.length === 0) return;
  if (expected === null) {
    yield { code: 'CB202', at: ['expectedTool'], message: 'expectedTool: null says that no tool may be called, but the trajectory requires steps.', fixes: view.remove('Drop expectedTool', ['expectedTool']) };
    return;
  }
  const agree = (tool: string, tools: readonly string[]): boolean => tools.some((each) => each === tool || globMatches(each, tool) || globMatches(tool, each));
  const unmatched = expected.filter((tool) => !required.some((tools) => agree(tool, tools)));
  const unnamed = required.filter((tools) => !expected.some((tool) => agree(tool, tools)));
  if (unmatched.length === 0 && unnamed.length === 0) return;
  const names = required.map((tools) => tools[0] ?? '');
  const said = unmatched.length > 0 ? `No required step calls ${oneOf(unmatched)}.` : `The trajectory also requires ${unnamed.map(oneOf).join(', ')}.`;
  yield {
    code: 'CB202', at: ['expectedTool'], message: `expectedTool disagrees with the required steps. ${said}`,
    fixes: [...view.set('Take the tools of the steps', ['expectedTool'], names.length === 1 ? (names[0] ?? '') : [...new Set(names)]), ...view.remove('Drop expectedTool', ['expectedTool'])],
  };
}

function* forbiddenAndRequired(view: CaseView): Iterable<Finding> {
  const forbidden = view.value.trajectory?.forbidden ?? [];
  if (forbidden.length === 0) return;
  const required = [...requiredSteps(view.value).flatMap(branches), ...(expectedToolsOf(view.value) ?? []).map((tool) => [tool])];
  for (const [index, rule] of forbidden.entries()) {
    // Certain arguments, or calls without approval, may be forbidden of a tool that is required.
    if (typeof rule !== 'string' && ('sequence' in rule || rule.args !== undefined || rule.unless !== undefined)) continue;
    const pattern = typeof rule === 'string' ? rule : rule.tool;
    const clash = required.find((tools) => tools.length > 0 && tools.every((tool) => globMatches(pattern, tool)));
    if (!clash) continue;
    yield {
      code: 'CB203', at: typeof rule === 'string' ? ['trajectory', 'forbidden', index] : ['trajectory', 'forbidden', index, 'tool'],
      message: `${clash.join(' or ')} is required and forbidden: no run can pass.`, fixes: view.remove('Remove it from forbidden', ['trajectory', 'forbidden', index]),
    };
  }
}
