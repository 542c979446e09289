import { queryOf } from '../cases/readings.ts';
import { idPattern } from '../model/evalCase.ts';
import type { EvalCase } from '../model/evalCase.ts';
import { isJsonMap } from '../model/json.ts';
import type { Json, JsonMap } from '../model/json.ts';
import { ofPeer } from './account.ts';
import { firstMaps, listIn } from './documents.ts';
import { readMetadata, writeMetadata } from './metadata.ts';
import type { Peer } from './peer.ts';
import { printAs } from './printCases.ts';
import { readAssertions } from './promptfoo/readAssertions.ts';
import { testsOf } from './promptfoo/tests.ts';
import { writeAnswer } from './promptfoo/writeAnswer.ts';
import { listOf, writeTrajectory } from './promptfoo/writeTrajectory.ts';
import type { Assertion } from './promptfoo/writeTrajectory.ts';
import { questionIn, readMessages, withoutKeys } from './rows.ts';

/** Of a test itself, what decides how its answer is judged. */
const deciding = ['threshold', 'assertScoringFunction', 'options', 'provider', 'providers'] as const;

/** promptfoo: the tests of a configuration, or of a file of tests. */
export const promptfoo: Peer = {
  id: 'promptfoo',
  title: 'promptfoo tests',
  calls: 'test',
  extensions: ['.yaml', '.json'],
  // The prompt asks for vars.query.
  additive: ['/vars'],

  detect(document) {
    const { root } = document;
    if (isJsonMap(root) && Object.hasOwn(root, 'tests') && ['prompts', 'providers', 'targets', 'defaultTest', 'evaluateOptions'].some((key) => Object.hasOwn(root, key))) return 'it has tests beside prompts or providers';
    const tests = firstMaps(listIn(document, ['tests'])?.list ?? [root]);
    if (tests.some((test) => Array.isArray(test['assert']) && (test['assert'] as readonly Json[]).every((each) => isJsonMap(each) && (typeof each['type'] === 'string' || typeof each['$ref'] === 'string')))) return 'its tests have assert with types of assertions';
    return tests.some((test) => isJsonMap(test['vars']) && !Object.hasOwn(test, 'input')) ? 'its tests have vars' : undefined;
  },

  items: testsOf,

  read({ value: test, query: asked }, ours) {
    const { description, vars, assert, metadata, ...others } = test;
    if (typeof vars === 'string') return { problem: `Its variables stand in ${vars.slice(0, 200)}; write them into the test.` };
    const given = isJsonMap(vars) ? vars : {};
    const input = readVars(given, asked);
    const checks = readAssertions(Array.isArray(assert) ? (assert as readonly Json[]) : assert === undefined ? [] : [assert], ours ? {} : given);
    const { id, ...said } = readMetadata(metadata, ['id', 'source']);
    const settings = settingsOf(others, given);
    return {
      case: {
        ...(typeof id === 'string' && idPattern.test(id) ? { id } : {}), ...(typeof description === 'string' ? { title: description } : {}),
        ...input, ...checks.case, ...said,
      },
      foreign: [...checks.foreign, ...(Object.keys(settings).length > 0 ? [{ test: settings }] : [])],
    };
  },

  write(value) {
    const { id, title, vars, messages, source } = value;
    const foreign = ofPeer(value, 'promptfoo');
    const settings = foreign.flatMap((raw) => (isWrapped(raw, 'test') && isJsonMap(raw['test']) ? [raw['test']] : []));
    const assertions = foreign.filter((raw) => !isWrapped(raw, 'test')).map((raw) => (isWrapped(raw, 'assert') ? (raw['assert'] ?? null) : raw));
    const written: JsonMap = { ...(isJsonMap(vars) ? vars : {}), query: queryOf(value as unknown as EvalCase), ...(messages === undefined ? {} : { messages }) };
    // Else promptfoo would make a test of each element of a list.
    const options: JsonMap = Object.values(written).some(Array.isArray) ? { disableVarExpansion: true } : {};
    const test = settings.reduce<JsonMap>((all, each) => ({ ...all, ...each }), {});
    const merged = { ...(isJsonMap(test['options']) ? test['options'] : {}), ...options };
    const assert = [...writeChecks(value), ...assertions];
    const metadata = writeMetadata(value, 'promptfoo', { ...(id === undefined ? {} : { id }), ...(isJsonMap(source) ? { source } : {}) });
    return {
      ...(title === undefined ? {} : { description: title }),
      vars: written,
      ...(assert.length === 0 ? {} : { assert }),
      ...test,
      ...(Object.keys(merged).length === 0 ? {} : { options: merged }),
      ...(metadata === undefined ? {} : { metadata }),
    };
  },

  print(items, { description }, extension, repeat) {
    const whole: JsonMap = { ...(description === null ? {} : { description }), prompts: ['{{query}}'], ...(repeat === null ? {} : { evaluateOptions: { repeat } }), tests: items };
    return printAs(extension, whole, items);
  },
};

const isWrapped = (raw: Json, key: 'test' | 'assert'): raw is JsonMap => isJsonMap(raw) && Object.keys(raw).length === 1 && Object.hasOwn(raw, key);

function readVars(vars: JsonMap, asked: string | undefined): JsonMap {
  const messages = readMessages(vars['messages']);
  // What the prompt makes of several variables is no variable itself.
  const key = asked === undefined ? undefined : Object.keys(vars).find((each) => vars[each] === asked);
  const question = asked === undefined ? questionIn(vars) : asked === '' ? undefined : { key, query: asked };
  const used = [...(messages ? ['messages'] : []), ...(question?.key === undefined ? [] : [question.key])];
  const others = withoutKeys(vars, used);
  return { ...(question ? { query: question.query } : {}), ...(messages ? { messages } : {}), ...(Object.keys(others).length > 0 ? { vars: others } : {}) };
}

/** Without the option that an export of ours sets by itself. */
function settingsOf(others: JsonMap, vars: JsonMap): JsonMap {
  return Object.fromEntries(deciding.flatMap((key): readonly (readonly [string, Json])[] => {
    const value = Object.hasOwn(others, key) ? others[key] : undefined;
    if (value === undefined) return [];
    if (key !== 'options' || !isJsonMap(value)) return [[key, value]];
    const left = Object.values(vars).some(Array.isArray) ? withoutKeys(value, ['disableVarExpansion']) : value;
    return Object.keys(left).length > 0 ? [[key, left]] : [];
  }));
}

function writeChecks(value: JsonMap): readonly Assertion[] {
  const { expectedBehavior, judge, outputContract, budgets } = value;
  const { schema } = isJsonMap(outputContract) ? outputContract : {};
  const { latencyMs, costUsd } = isJsonMap(budgets) ? budgets : {};
  const rubric = isJsonMap(judge) ? listOf(judge['rubric']).map((each) => (isJsonMap(each) ? each['text'] : each)) : [];
  const statements = [...(Array.isArray(expectedBehavior) ? (expectedBehavior as readonly Json[]) : [expectedBehavior]), ...rubric];
  return [
    ...writeTrajectory(value),
    ...writeAnswer(value),
    ...statements.flatMap((each) => (typeof each === 'string' && each.trim() !== '' ? [{ type: 'llm-rubric', value: each }] : [])),
    // A schema in a file is found from where the case lies, not from where the tests do.
    ...(schema === true ? [{ type: 'is-json' }] : isJsonMap(schema) && typeof schema['$ref'] !== 'string' ? [{ type: 'is-json', value: schema }] : []),
    ...(latencyMs === undefined ? [] : [{ type: 'latency', threshold: latencyMs }]),
    ...(costUsd === undefined ? [] : [{ type: 'cost', threshold: costUsd }]),
  ];
}
