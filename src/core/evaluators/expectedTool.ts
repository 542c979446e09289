import { expectedToolsOf } from '../cases/readings.ts';
import type { EvalCase } from '../model/evalCase.ts';
import type { Trial } from '../model/trace.ts';
import { attemptsAmong, attemptsOf, blockedCalls, calledNames, whereIs } from './calls.ts';
import type { Evaluator, Finding } from './evaluator.ts';
import { expectedToolReference } from './expectedCalls.ts';
import { callCheck, fail, pass } from './finding.ts';
import { globMatches } from './glob.ts';
import { analysePath } from './path.ts';
import { pathMetrics } from './pathMetrics.ts';

const list = (names: readonly string[]): string => (names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`);

function noTool(trial: Trial): Finding {
  const [first, ...others] = attemptsOf(trial);
  if (!first) return pass('no tool was called', { expected: null, actual: [] });
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return fail(`${first.name} was called at ${whereIs(first.first)}${more}, no tool may be called`, { expected: null, actual: [first, ...others].map((attempt) => attempt.name), at: first.first });
}

function allOf(evalCase: EvalCase, tools: readonly string[], trial: Trial): Finding {
  const reference = expectedToolReference(evalCase);
  const attempts = attemptsAmong(trial, tools);
  const actual = attempts.map((attempt) => attempt.name);
  const pairs = reference ? analysePath(reference, attempts).byName : [];
  const missing = tools.filter((_, index) => !pairs[index]);
  const compared = { expected: tools.length === 1 ? (tools[0] ?? null) : tools, actual, score: (tools.length - missing.length) / tools.length };
  const [at] = pairs;
  if (missing.length === 0) return pass(`${list(tools)} ${tools.length === 1 ? 'was' : 'were'} called`, { ...compared, at: at?.first });
  const [only = ''] = missing;
  const refused = blockedCalls(trial).find((call) => globMatches(only, call.name));
  if (missing.length === 1 && refused) return fail(`${only} was blocked at ${whereIs(refused)} and never ran`, { ...compared, at: refused });
  const again = missing.length === 1 && actual.some((name) => globMatches(only, name));
  if (again) return fail(`${only} was called less often than expected`, { ...compared, at: attempts[0]?.first });
  return fail(`${list(missing)} ${missing.length === 1 ? 'was' : 'were'} never called; ${calledNames(attempts)}`, { ...compared, at: attempts[0]?.first });
}

/** `expectedTool`: the tools that must be called, or none at all (METRICS 2). It carries the metrics of sections 2 to 5. */
export const expectedTool: Evaluator = {
  id: 'expectedTool',
  metrics: pathMetrics,
  plan(evalCase) {
    const tools = expectedToolsOf(evalCase);
    // An empty list asks for nothing, so nothing is checked (CB008).
    if (tools === undefined || tools?.length === 0) return [];
    return [callCheck('expectedTool', ['expectedTool'], 'toolSelectionAccuracy', (trial) => (tools === null ? noTool(trial) : allOf(evalCase, tools, trial)))];
  },
};
