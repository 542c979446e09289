import { outcomeOf } from '../../../src/core/evaluators/evaluate.ts';
import { matchValue } from '../../../src/core/evaluators/matchers.ts';
import { similarity } from '../../../src/core/evaluators/text.ts';
import type { Json, JsonMap } from '../../../src/core/model/json.ts';
import type { Adapter, Vector } from '../vector.ts';
import { calls, hold, list, map, refusalOf, text, values } from './held.ts';

/** What a target would have put into `output`: text as it is, nothing as no text, the rest as JSON. */
function outputOf(output: Json | undefined): string {
  if (output === null || output === undefined) return '';
  return typeof output === 'string' ? output : JSON.stringify(output);
}

/** One argument expectation, put on a step. What a case cannot say is refused by the validator. */
const toolArgsMatch: Adapter = ({ expected, actual, args }) => {
  const value = map(expected)['value'];
  const { name, args: wanted, mode, ignore, defaults } = map(value);
  const step = {
    ...(typeof value === 'string' ? { tool: [value] } : { tool: name ?? null }), ...(wanted === undefined ? {} : { args: wanted }),
    ...(mode === undefined ? {} : { argsMatch: mode }), ...(ignore === undefined ? {} : { ignoreArgs: ignore }), ...(defaults === undefined ? {} : { defaultArgs: defaults }),
  };
  const given = { trajectory: { steps: [step] } };
  // A case writes arguments as a map; the comparison itself takes lists too.
  const refused = Array.isArray(wanted) ? undefined : refusalOf(given);
  if (refused !== undefined) return { refused };
  const pass = hold({ given, trial: { calls: calls(actual['tool_calls']) } }).metrics['pathMatch'] === 1;
  return values(args['inverse'] === true ? !pass : pass);
};

const stateEquals: Adapter = ({ expected, actual, args }) => {
  const name = text(args['name']);
  const { value, state } = map(expected);
  const stated = list(state).map(map).find((each) => each['name'] === name)?.['state'];
  const reported = Object.fromEntries(list(actual['state']).map((each) => [text(map(each)['name']), map(each)['state'] ?? null]));
  return values(hold({ given: { state: [{ name, equals: value ?? stated ?? null }] }, trial: { state: reported } }).outcome === 'pass');
};

const jsonContract: Adapter = ({ expected, actual }) => {
  const schema = map(expected)['schema'] ?? { type: ['object', 'array'] };
  return { values: { score: hold({ given: { outputContract: { schema } }, trial: { output: outputOf(actual['output']) } }).metrics['contractValid'] ?? null } };
};

const stringSimilarity: Adapter = ({ expected, actual }) => ({ values: { score: similarity(text(map(expected)['value']), outputOf(actual['output'])) ?? null } });

const numberLocations: Readonly<Record<string, string>> = { end: 'last', begin: 'first', any: 'any', exact: 'only' };

/** A case's answer for each kind of match; `value` is the reference as the vector gives it. */
const answers: Readonly<Record<string, (value: Json, vector: Vector) => JsonMap>> = {
  equals: (value) => ({ answer: { match: 'equals', value } }),
  contains: (value) => ({ answer: { match: 'contains', value } }),
  icontains: (value) => ({ answer: { match: 'icontains', value } }),
  starts_with: (value) => ({ answer: { match: 'startsWith', value } }),
  contains_all: (value, { args }): JsonMap => (args['case_sensitive'] === false ? { answer: { accept: [{ $all: list(value).map((each): JsonMap => ({ $icontains: each })) }] } } : { answer: { match: 'containsAll', value } }),
  regex: (value, { args }) => ({ answer: { match: 'regex', value: args['full_match'] === true ? `^(?:${text(value)})$` : value } }),
  valid_json: (_, { args }) => ({ outputContract: { schema: args['required_keys'] === undefined ? true : { type: 'object', required: args['required_keys'] } } }),
};

const answerMatch: Adapter = (vector) => {
  const { mode, expected, actual, args } = vector;
  const output = actual['output'];
  if (mode === 'latency') return values(hold({ given: { budgets: { latencyMs: args['maxMs'] ?? 0 } }, trial: { latencyMs: output } }).outcome === 'pass');
  if (mode === 'number_range') return values(matchValue({ $range: args }, typeof output === 'string' ? Number(output) : output).ok);
  if (mode === 'length') {
    const unit = args['unit'] === 'chars' ? 'Chars' : 'Words';
    const length = Object.fromEntries(['min', 'max'].flatMap((bound) => (args[bound] === undefined ? [] : [[`${bound}${unit}`, args[bound]]])));
    return values(hold({ given: { answer: { length } }, trial: { output: outputOf(output) } }).checks.every((check) => check.outcome === 'pass'));
  }
  if (mode?.startsWith('number:')) {
    const [value = null, ...accept] = list(map(expected)['values']);
    const location = numberLocations[mode.slice('number:'.length)] ?? 'last';
    return values(hold({ given: { answer: { match: 'number', value, accept, location } }, trial: { output: outputOf(output) } }).outcome === 'pass');
  }
  const given = answers[mode ?? '']?.(map(expected)['value'] ?? null, vector);
  if (!given) throw new Error(`No answer match for ${mode}`);
  const { outcome, reason } = hold({ given, trial: { output: outputOf(output) } });
  if (outcome === 'error') return { refused: reason ?? '' };
  const pass = outcome === 'pass';
  return values(args['inverse'] === true ? !pass : pass);
};

/** A broken grader is not a failed agent, and a failure outweighs it. */
const aggregate: Adapter = ({ actual }) => {
  const checks = list(actual['components']).map((each, index) => {
    const { pass, graderError } = map(each);
    return { id: String(index), gating: true, outcome: graderError === true ? ('error' as const) : pass === true ? ('pass' as const) : ('fail' as const), reason: 'r' };
  });
  const { outcome } = outcomeOf(checks);
  return { values: { pass: outcome === 'pass', graderError: outcome === 'error', outcome } };
};

export const valueAdapters: Readonly<Record<string, Adapter>> = {
  tool_args_match: toolArgsMatch,
  state_equals: stateEquals,
  json_contract: jsonContract,
  string_similarity: stringSimilarity,
  answer_match: answerMatch,
  aggregate,
};
