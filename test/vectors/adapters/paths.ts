import { PathMode, Trajectory } from '../../../src/core/model/evalCase.ts';
import type { Json, JsonMap } from '../../../src/core/model/json.ts';
import type { Adapter, Ours, Vector } from '../vector.ts';
import { calls, hold, list, map, refusalOf, steps, text, values } from './held.ts';

const modeNames: Readonly<Record<string, string>> = { strict: 'exact', superset: 'any_order', ordered: 'in_order' };
const modeOf = (name: string | null): string => modeNames[name ?? ''] ?? name ?? 'any_order';

/** A reference path with every extra call counted against it, as the peers do. */
function along(mode: string, expected: readonly JsonMap[], actual: Json | undefined, more: JsonMap = {}): ReturnType<typeof hold> {
  return hold({ given: { trajectory: { mode, steps: expected, allowExtra: false, ...more } }, trial: { calls: calls(actual) } });
}

const pathMatch = (mode: string, expected: readonly JsonMap[], actual: Json | undefined, more?: JsonMap): number => along(mode, expected, actual, more).metrics['pathMatch'] ?? 0;

const pathEfficiency: Adapter = ({ expected, actual }) => {
  const reference = steps(map(expected)['tools']);
  const { toolPrecision = null, toolRecall = null, toolF1 = null } = along('any_order', reference, actual['tools']).metrics;
  const match = (mode: string): boolean => pathMatch(mode, reference, actual['tools']) === 1;
  return { values: { precision: toolPrecision, recall: toolRecall, f1: toolF1, exact_match: match('exact'), in_order_match: match('in_order'), any_order_match: match('any_order') } };
};

const taskNavigation: Adapter = ({ mode, expected, actual }) => {
  const { pathMatch: pass = null, toolPrecision = null, toolRecall = null, toolF1 = null } = along(modeOf(mode), steps(map(expected)['tool_calls']), actual['tool_calls'], { argsMatch: 'exact' }).metrics;
  return { values: { pass: pass === 1, precision: toolPrecision, recall: toolRecall, f1: toolF1 } };
};

const toolCorrectness: Adapter = ({ mode, expected, actual }) => {
  const held = along(modeOf(mode), steps(map(expected)['tool_calls']), actual['tool_calls'], { argsMatch: 'ignore' });
  return { values: { score: (mode === 'exact' ? held.metrics['pathMatch'] : held.metrics['toolRecall']) ?? null } };
};

const sequenceAlignment: Adapter = ({ mode, expected, actual }) => values(pathMatch(modeOf(mode), steps(map(expected)['tools']), actual['tools']) === 1);

/** Ragas: the names must match as a path, and the arguments count by their quality. Mastra: one tool, or an order, strictly or not. */
const toolCallAccuracy: Adapter = ({ mode, expected, actual, args }) => {
  const { tool_calls: reference, tool, order } = map(expected);
  if (reference !== undefined) {
    const names = along('exact', steps(reference), actual['tool_calls'], { argsMatch: 'ignore' }).metrics['pathMatch'] ?? 0;
    const quality = along('exact', steps(reference), actual['tool_calls'], { argsMatch: 'partial' }).metrics['argumentQuality'] ?? 1;
    return { values: { score: names * quality } };
  }
  const strict = args['strictMode'] === true;
  if (mode === 'ordered') return { values: { score: pathMatch(strict ? 'exact' : 'in_order', steps(order), actual['tools']) } };
  const { toolSelectionAccuracy, toolPrecision } = hold({ given: { expectedTool: text(tool), trajectory: { allowExtra: false } }, trial: { calls: calls(actual['tools']) } }).metrics;
  return { values: { score: strict && toolPrecision !== 1 ? 0 : (toolSelectionAccuracy ?? null) } };
};

/** Names may be given as one text with commas. */
const namesOf = (tools: Json | undefined): readonly string[] => (typeof tools === 'string' ? tools.split(',') : list(tools).map(text)).map((name) => name.trim());

const toolCallF1: Adapter = ({ mode, expected, actual, args }): Ours => {
  const options = { counting: 'set' } as const;
  if (mode === 'set_name_and_args') {
    const given = { trajectory: { steps: steps(map(expected)['tool_calls']), argsMatch: 'exact', allowExtra: false } };
    return { values: { score: hold({ given, trial: { calls: calls(actual['tool_calls']) }, options }).metrics['callF1'] ?? null } };
  }
  const given = { expectedTool: namesOf(map(expected)['tools']) };
  const refused = refusalOf(given);
  if (refused !== undefined) return { refused };
  const { toolPrecision = null, toolRecall = null, toolF1 = null } = hold({ given: { ...given, trajectory: { allowExtra: false } }, trial: { calls: calls(actual['tools']) }, options }).metrics;
  const reached = (toolF1 ?? 0) >= 1;
  return { values: { score: toolF1, precision: toolPrecision, recall: toolRecall, pass: args['inverse'] === true ? !reached : reached } };
};

const matchTypeName: Adapter = ({ actual }) => {
  const read = Trajectory.safeParse({ mode: actual['name'] });
  return read.success ? { values: { value: String(read.data.mode).toUpperCase() } } : { refused: read.error.message };
};

/** ADK and Ragas count an expected call that was not made as 0. */
const toolParameterMatch: Adapter = ({ expected, actual }) => {
  const reference = steps(map(expected)['tool_calls']);
  const { argumentQuality, toolRecall } = along('in_order', reference, actual['tool_calls'], { argsMatch: 'partial' }).metrics;
  return { values: { score: (argumentQuality ?? 0) * (toolRecall ?? 0) } };
};

const toolTrajectory: Adapter = ({ mode, expected, actual, args }) => {
  const reference = map(expected)['tool_calls'];
  // An evaluation without invocations states no reference.
  if (reference === undefined) return { values: { score: hold({ given: {} }).metrics['pathMatch'] ?? null } };
  return { values: { score: pathMatch(modeOf(mode), steps(reference), actual['tool_calls'], { argsMatch: args['ignore_args'] === true ? 'ignore' : 'exact' }) } };
};

/** The tool calls of a conversation; those of one message are parallel. */
const callsInMessages = (messages: Json | undefined): readonly JsonMap[] =>
  list(messages).flatMap((message, turn) => list(map(message)['tool_calls']).map((call): JsonMap => ({ ...map(call), group: `turn-${turn}` })));

const trajectoryMatch: Adapter = ({ mode, expected, actual, args }) => {
  const overrides = map(args['tool_args_match_overrides']);
  const reference = steps(callsInMessages(map(expected)['messages'])).map((step): JsonMap => (Object.hasOwn(overrides, text(step['tool'])) ? { ...step, argsMatch: overrides[text(step['tool'])] ?? null } : step));
  const made = callsInMessages(actual['messages']).map((call) => ({ name: text(call['name']), args: call['args'], group: text(call['group']) }));
  const argsMatch = text(args['tool_args_match_mode']);
  const given = { trajectory: Trajectory.parse({ mode: modeOf(mode), steps: reference, argsMatch }) as unknown as JsonMap };
  return { values: { score: hold({ given, trial: { calls: made } }).metrics['pathMatch'] ?? null } };
};

const trajectoryAccuracy: Adapter = ({ expected, actual, args }) => {
  const reference = list(map(expected)['steps']).map((step): JsonMap => {
    const { name, args: wanted, result } = map(step);
    return { tool: text(name), ...(args['compareStepData'] === true && wanted !== undefined ? { args: wanted } : {}), ...(result === undefined ? {} : { result }) };
  });
  const held = hold({ given: { trajectory: { mode: 'in_order', steps: reference } }, trial: { calls: calls(actual['steps']) } });
  const resultsHold = held.checks.every((check) => !check.id.endsWith('.result') || check.outcome === 'pass');
  return { values: { score: resultsHold ? (held.metrics['lcsRecall'] ?? null) : 0 } };
};

const trajectoryScore: Adapter = ({ expected, actual }) => {
  const { steps: reference, maxSteps, blacklistedTools } = map(expected);
  const made = list(actual['steps']).map((step) => ({ name: text(map(step)['name']), status: map(step)['success'] === false ? 'error' : 'ok' }));
  const trajectory = { ...(reference === undefined ? {} : { mode: 'in_order', steps: steps(reference) }), ...(maxSteps === undefined ? {} : { maxCalls: maxSteps }), ...(blacklistedTools === undefined ? {} : { forbidden: blacklistedTools }) };
  return { values: { score: hold({ given: { trajectory }, trial: { calls: made } }).outcome === 'pass' ? 1 : 0 } };
};

const partialCredit: Adapter = ({ mode, expected, actual }) => {
  const { toolRecall, lcsRecall } = along(modeOf(mode), steps(map(expected)['tools']), actual['tools']).metrics;
  return { values: { score: (mode === 'in_order' ? lcsRecall : toolRecall) ?? null } };
};

const inverted = (vector: Vector, pass: boolean): Ours => values(vector.args['inverse'] === true ? !pass : pass);

const toolSequence: Adapter = (vector) => {
  const value = map(vector.expected)['value'];
  const { steps: listed = value, mode = 'in_order' } = map(value);
  // What is no name is handed on as it is: the validator must refuse it.
  const reference = list(listed).map((step): Json => (typeof step === 'string' ? { tool: step } : step));
  const refused = refusalOf({ trajectory: { mode, steps: reference } });
  if (refused !== undefined) return { refused };
  return inverted(vector, pathMatch(PathMode.parse(mode), steps(listed), vector.actual['tool_calls']) === 1);
};

const toolUsed: Adapter = ({ expected, actual, args }) => {
  const value = map(expected)['value'];
  const names = typeof value === 'string' ? [value] : Array.isArray(value) ? list(value).map(text) : [text(map(value)['name'])];
  const given: JsonMap = args['inverse'] === true ? { trajectory: { forbidden: names } } : { expectedTool: names };
  return values(hold({ given, trial: { calls: calls(actual['tool_calls']) } }).outcome === 'pass');
};

const toolCalled: Adapter = ({ expected, actual }) => values(hold({ given: { expectedTool: text(map(expected)['tool']) }, trial: { calls: calls(actual['tools']) } }).outcome === 'pass');

/** Steps of one type are the calls; a step that stands for any of them, so many times. */
const stepCount: Adapter = ({ expected, actual }) => {
  const value = map(expected)['value'];
  const { type, min, max } = map(value);
  if (type === undefined) return { refused: refusalOf({ trajectory: { maxCalls: value ?? null } }) ?? '' };
  const made = list(actual['steps']).filter((step) => map(step)['type'] === type).map((step) => text(map(step)['name']));
  const given = { trajectory: { mode: 'exact', steps: [{ tool: '*', min: min ?? 0, ...(max === undefined ? {} : { max }) }] } };
  return values(hold({ given, trial: { calls: made } }).outcome === 'pass');
};

export const pathAdapters: Readonly<Record<string, Adapter>> = {
  path_efficiency: pathEfficiency,
  task_navigation_efficiency: taskNavigation,
  tool_correctness: toolCorrectness,
  sequence_alignment: sequenceAlignment,
  tool_call_accuracy: toolCallAccuracy,
  tool_call_f1: toolCallF1,
  match_type_name: matchTypeName,
  tool_parameter_match: toolParameterMatch,
  tool_trajectory_avg_score: toolTrajectory,
  tool_trajectory_score: toolTrajectory,
  trajectory_match: trajectoryMatch,
  trajectory_accuracy: trajectoryAccuracy,
  trajectory_score: trajectoryScore,
  trajectory_match_partial_credit: partialCredit,
  tool_sequence: toolSequence,
  tool_used: toolUsed,
  tool_called: toolCalled,
  step_count: stepCount,
};
