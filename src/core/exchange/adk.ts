import { expectedToolsOf, groundTruthOf, queryOf } from '../cases/readings.ts';
import { idPattern } from '../model/evalCase.ts';
import type { EvalCase } from '../model/evalCase.ts';
import { isJsonMap } from '../model/json.ts';
import type { Json, JsonMap } from '../model/json.ts';
import { ofPeer } from './account.ts';
import { callsIn, content, invocationsFrom, textIn, turnsOf } from './adk/content.ts';
import type { Call } from './adk/content.ts';
import { evalCasesOf, isOld, listAt, mapAt } from './adk/evalCases.ts';
import { firstMaps } from './documents.ts';
import { asLiteral, isLiteral, literalArgs } from './literals.ts';
import { readMetadata, writeMetadata } from './metadata.ts';
import type { Peer } from './peer.ts';
import { printAs } from './printCases.ts';
import { asAsked } from './templates.ts';

/** ADK asks for both names of a session that sets a state; these stand for any. */
const anyApp = { app_name: 'app', user_id: 'user' } as const;
/** What ADK does with a case that we cannot say; kept where a person sees it. */
const deciding = ['conversation_scenario'] as const;

/** Eval sets of Google's Agent Development Kit. */
export const adk: Peer = {
  id: 'adk',
  title: 'Google ADK eval set',
  calls: 'eval case',
  extensions: ['.json'],

  detect({ root }) {
    if (isJsonMap(root) && (Array.isArray(root['eval_cases']) || Array.isArray(root['evalCases']))) return 'it has eval_cases';
    const items = firstMaps(Array.isArray(root) ? (root as readonly Json[]) : [root]);
    if (items.some((item) => (Object.hasOwn(item, 'eval_id') || Object.hasOwn(item, 'evalId')) && Array.isArray(item['conversation']))) return 'its cases have eval_id and conversation';
    return items.some((item) => isOld(item) && (Array.isArray(item['data']) ? firstMaps(item['data'] as readonly Json[]).some((turn) => Object.hasOwn(turn, 'query')) : true)) ? 'its turns have query with expected_tool_use or reference' : undefined;
  },

  items: evalCasesOf,

  read({ value }) {
    const { eval_id: id, metadata, rubrics, session_input: session, final_session_state: state } = value;
    const conversation = listAt(value, 'conversation').filter(isJsonMap);
    const last = conversation.at(-1);
    const scenario = mapAt(value, 'conversation_scenario');
    const query = last ? textIn(last['user_content']) : typeof scenario['starting_prompt'] === 'string' ? scenario['starting_prompt'] : undefined;
    if (query === undefined || query === '') return { problem: last ? 'Its last invocation has no text of the user.' : 'It has no conversation.' };
    const earlier = conversation.slice(0, -1).flatMap(turnsOf);
    const answer = last ? textIn(last['final_response']) : undefined;
    const vars = isJsonMap(session) && isJsonMap(session['state']) && Object.keys(session['state']).length > 0 ? session['state'] : undefined;
    const statements = [...rubricsIn(rubrics), ...rubricsIn(last?.['rubrics'])];
    const { title, source, ...said } = readMetadata(metadata, ['title', 'source']);
    return {
      case: {
        ...(typeof id === 'string' && idPattern.test(id) ? { id } : {}), ...(title === undefined ? {} : { title }), query,
        ...(earlier.length > 0 ? { messages: [...earlier, { role: 'user', content: query }] } : {}), ...(vars ? { vars } : {}),
        ...readCalls(last ? callsIn(last) : undefined),
        // ADK compares final answers by likeness or by a judge, never letter by letter.
        ...(answer === undefined ? {} : { groundTruth: answer, answer: { match: 'judge' } }),
        ...(statements.length === 0 ? {} : { expectedBehavior: statements.length === 1 ? (statements[0] ?? '') : statements }),
        ...(isJsonMap(state) && Object.keys(state).length > 0 ? { state: Object.entries(state).map(([name, each]) => ({ name, equals: asLiteral(each) })) } : {}),
        ...(source === undefined ? {} : { source }), ...said,
      },
      foreign: deciding.flatMap((key) => (value[key] === undefined || value[key] === null ? [] : [{ [key]: value[key] ?? null }])),
    };
  },

  write(value) {
    const { id, title, source, vars, messages, state } = value;
    const evalCase = value as unknown as EvalCase;
    const foreign = Object.assign({}, ...ofPeer(value, 'adk').filter((raw) => isJsonMap(raw) && deciding.some((key) => Object.hasOwn(raw, key)))) as JsonMap;
    const answer = finalAnswer(value);
    const calls = writeCalls(value);
    const invocation = {
      user_content: content('user', asAsked(queryOf(evalCase), vars)),
      ...(answer === undefined ? {} : { final_response: content('model', answer) }),
      ...(calls ? { intermediate_data: { tool_uses: calls } } : {}),
    };
    const earlier = Array.isArray(messages) ? invocationsFrom((messages as readonly Json[]).slice(0, -1)) : [];
    const end = writeState(state);
    const rubrics = statementsOf(value).map((text, index) => ({ rubric_id: `behavior-${index + 1}`, rubric_content: { text_property: text } }));
    const metadata = writeMetadata(value, 'adk', { ...(title === undefined ? {} : { title }), ...(isJsonMap(source) ? { source } : {}) });
    return {
      eval_id: id ?? null,
      // A case has a conversation or a scenario.
      ...(Object.hasOwn(foreign, 'conversation_scenario') ? {} : { conversation: [...earlier, invocation].map((each, index) => ({ invocation_id: `${String(id)}-${index + 1}`, ...each })) }),
      ...foreign,
      ...(isJsonMap(vars) ? { session_input: { ...anyApp, state: vars } } : {}),
      ...(rubrics.length === 0 ? {} : { rubrics }),
      ...(end ? { final_session_state: end } : {}),
      ...(metadata === undefined ? {} : { metadata }),
    };
  },

  print(items, { name, description }, extension) {
    // ADK takes letters, digits and underscores for the id of a set.
    const id = (name ?? 'casebook').normalize('NFKD').replace(/[^A-Za-z0-9]+/g, '_').replace(/^_+|_+$/g, '');
    return printAs(extension, { eval_set_id: id === '' ? 'casebook' : id, ...(name === null ? {} : { name }), ...(description === null ? {} : { description }), eval_cases: items }, items);
  },
};

function rubricsIn(rubrics: Json | undefined): readonly string[] {
  return (Array.isArray(rubrics) ? (rubrics as readonly Json[]) : []).flatMap((rubric) => {
    const text = isJsonMap(rubric) ? mapAt(rubric, 'rubric_content')['text_property'] : undefined;
    return typeof text === 'string' && text.trim() !== '' ? [text] : [];
  });
}

const statementsOf = ({ expectedBehavior }: JsonMap): readonly string[] => (Array.isArray(expectedBehavior) ? (expectedBehavior as readonly Json[]) : [expectedBehavior]).filter((each): each is string => typeof each === 'string' && each.trim() !== '');

/** Unless a test configuration says otherwise, ADK holds the calls against these one by one, with their arguments. */
function readCalls(calls: readonly Call[] | undefined): JsonMap {
  if (!calls) return {};
  if (calls.length === 0) return { expectedTool: null };
  const isNamesOnly = calls.every(({ args }) => args === undefined || Object.keys(args).length === 0);
  const names = calls.map(({ name }) => name);
  if (isNamesOnly && new Set(names).size === names.length) return { expectedTool: names.length === 1 ? (names[0] ?? '') : names };
  return {
    trajectory: {
      mode: 'exact', argsMatch: 'exact',
      steps: calls.map(({ name, args }) => ({ tool: name, ...(args === undefined ? {} : { args: Object.fromEntries(Object.entries(args).map(([key, each]) => [key, asLiteral(each)])) }) })),
    },
  };
}

/** The calls of the reference path that are plain: one call each, in this order. */
function writeCalls(value: JsonMap): readonly JsonMap[] | undefined {
  const expected = expectedToolsOf(value as unknown as EvalCase);
  if (expected === null) return [];
  const steps = isJsonMap(value['trajectory']) ? listAt(value['trajectory'], 'steps') : [];
  const planned = steps.filter(isJsonMap).flatMap(({ tool, args, optional, min }) => (typeof tool === 'string' && optional !== true && min !== 0 ? [{ name: tool, ...(isJsonMap(args) ? { args: literalArgs(args) } : {}) }] : []));
  const named = (expected ?? []).filter((tool) => !planned.some(({ name }) => name === tool)).map((name) => ({ name }));
  const calls = [...planned, ...named];
  return calls.length > 0 ? calls : undefined;
}

/** A text that the answer is likened to: nothing for values inside a structured output, and nothing for matchers. */
function finalAnswer(value: JsonMap): string | undefined {
  const answer = isJsonMap(value['answer']) ? value['answer'] : {};
  const { match } = answer;
  const reference = answer['value'] ?? groundTruthOf(value as unknown as EvalCase)?.value;
  if (answer['path'] !== undefined || match === 'regex') return undefined;
  if (typeof reference === 'string') return reference === '' ? undefined : reference;
  return typeof reference === 'number' ? String(reference) : undefined;
}

/** Values that the end state equals; what is said by a matcher is ours alone. */
function writeState(state: Json | undefined): JsonMap | undefined {
  const entries = (Array.isArray(state) ? (state as readonly Json[]) : []).flatMap((each): readonly (readonly [string, Json])[] => (isJsonMap(each) && typeof each['name'] === 'string' && each['equals'] !== undefined && isLiteral(each['equals']) ? [[each['name'], each['equals']]] : []));
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}
