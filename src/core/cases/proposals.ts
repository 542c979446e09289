import { plural } from '../display/numbers.ts';
import { oneLine } from '../display/truncate.ts';
import { citedDocumentsOf } from '../evaluators/citedIn.ts';
import type { EvalCase, Forbidden, Step } from '../model/evalCase.ts';
import type { Json, JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { Decision, Decisions, Proposal, TitlePart } from '../model/proposal.ts';
import type { CasePath } from '../model/result.ts';
import type { Call } from '../model/trace.ts';
import { answerProposals } from './answerProposals.ts';
import type { Draft, DraftSource } from './draft.ts';
import { draftCase, judgeCalls } from './draft.ts';
import { limitProposals } from './limitProposals.ts';
import { isPhrase, looserMatcher, looserStates, looserThan, typeOf } from './looser.ts';
import { code, plain, stepsOf, words } from './openProposal.ts';
import type { OpenCase, OpenProposal } from './openProposal.ts';
import { hasPlaceholder } from './sensitive.ts';

export type Proposed = { readonly draft: Draft; readonly proposals: readonly (Proposal & { readonly path: CasePath | undefined })[] };

/** More arguments and documents than a person decides on one by one stay as drafted. */
const mostArguments = 100;
const mostDocuments = 30;

const literal = (value: Json | undefined): TitlePart => ({ text: oneLine(JSON.stringify(value) ?? '', 80), code: true });

/** The draft of a trace and its label after a person's decisions; without any it is just what `draftCase` says. */
export function proposeCase(from: DraftSource, decisions: Decisions = {}): Proposed {
  const draft = draftCase(from);
  const value = structuredClone(draft.value) as OpenCase;
  const open = [...inputs(from, value), ...expectations(from, value), ...answerProposals(from, value), ...limitProposals(from, value)];
  const decided = open.map((each) => {
    const wanted = Object.hasOwn(decisions, each.id) ? decisions[each.id]! : each.proposed;
    const state = each.states.includes(wanted) ? wanted : each.proposed;
    if (state !== each.proposed) each.put(state);
    return { each, state };
  });
  if (decided.some(({ each, state }) => state !== each.proposed)) tidy(value, draft.value);
  const kept = new Set(decided.flatMap(({ each: { id }, state }) => (state === 'kept' ? [id] : [])));
  const proposals = decided.map(({ each: { put: _, proposed: __, within, title, place, states, ...each }, state }) => {
    if (within !== undefined && !kept.has(within)) return { ...each, title: title(state), why: 'Goes with its call, of which it is a part', states: ['dropped' as const], state: 'dropped' as const, looser: null, path: undefined };
    const looser = looserThan(states, state);
    return { ...each, title: title(state), states, state, looser: looser === undefined ? null : { state: looser, title: title(looser) }, path: state === 'dropped' ? undefined : place() };
  });
  return { draft: { ...draft, value: value as EvalCase }, proposals };
}

function inputs({ query, askedAt }: DraftSource, value: OpenCase): OpenProposal[] {
  const first = [askedAt?.query ?? 1];
  const earlier = value.messages;
  return [
    { id: 'query', group: 'input', title: () => [words('Asks '), { text: `“${oneLine(query, 80)}”` }], why: 'What the user asked, word for word', steps: first, states: ['kept'], proposed: 'kept', put: () => undefined, place: () => ['query'] },
    ...(earlier === undefined ? [] : [{
      id: 'messages', group: 'input' as const, title: () => [words(plural(earlier.length - 1, 'earlier message'))], why: 'Said before the query; the system prompt stays out, it belongs to the agent', steps: askedAt && askedAt.earlier.length > 0 ? askedAt.earlier : first,
      states: ['kept', 'dropped'] as const, proposed: 'kept' as const, put: () => { delete value.messages; }, place: () => ['messages'],
    }]),
  ];
}

function expectations(from: DraftSource, value: OpenCase): OpenProposal[] {
  const { failure, wrong, sound } = judgeCalls(from);
  const seen = failure ? 'Called before the failure' : 'Called in this run';
  const corrected = failure?.class === 'tool_arguments' ? wrong : [];
  const calls = [...sound, ...corrected];
  const trajectory = value.trajectory;
  // The steps of the draft are those of the calls, in their order; without arguments there are none.
  const steps = trajectory?.steps;
  const stepAt = new Map(calls.map((call, at) => [call, steps?.[at]]));
  const names = [...new Set(calls.map((call) => call.name))];
  let left = mostArguments;
  const found: OpenProposal[] = [];
  if (value.expectedTool === null) found.push({ ...plain('noTool', 'expectations', [words('Calls no tool')], 'No tool was called in this run', []), put: () => { delete value.expectedTool; }, place: () => ['expectedTool'] });
  for (const name of value.expectedTool ? names : []) {
    const own = calls.filter((call) => call.name === name);
    found.push(toolProposal(value, name, own, own.flatMap((call) => stepAt.get(call) ?? []), own.some((call) => corrected.includes(call)) ? 'The right tool; what it was given was wrong' : seen));
    for (const call of own) {
      const step = stepAt.get(call);
      const fields = argumentProposals(value, call, step, calls.indexOf(call), corrected.includes(call)).slice(0, left);
      left -= fields.length;
      found.push(...fields);
    }
  }
  found.push(...forbiddenProposals(value, wrong));
  for (const [at, each] of (value.policy?.requiresApproval ?? []).entries()) {
    found.push({ ...plain(`approval:${at}`, 'expectations', [words('Asks for approval before '), ...each.tools.flatMap((tool, n) => (n === 0 ? [code(tool)] : [words(', '), code(tool)]))], 'The call crossed a boundary without one', stepsOf(wrong)), put: () => { delete value.policy; }, place: () => ['policy', 'requiresApproval', at] });
  }
  return [...found, ...documents(from, value)];
}

function toolProposal(value: OpenCase, name: string, calls: readonly Call[], steps: readonly Step[], why: string): OpenProposal {
  const withArguments = steps.some((step) => step.args !== undefined);
  return {
    id: `tool:${name}`, group: 'expectations', why, steps: stepsOf(calls), states: withArguments ? ['kept', 'loosened', 'dropped'] : ['kept', 'dropped'], proposed: 'kept',
    title: (state) => (state === 'loosened' ? [words('Calls '), code(name), words(' with any arguments')] : [words('Calls '), code(name)]),
    put: (state) => {
      if (state === 'loosened') for (const step of steps) delete (step as { args?: JsonMap }).args;
      if (state !== 'dropped') return;
      const own = new Set(steps);
      if (value.trajectory?.steps) value.trajectory.steps = value.trajectory.steps.filter((step) => !own.has(step));
      const left = [value.expectedTool ?? []].flat().filter((each) => each !== name);
      if (left.length === 0) delete value.expectedTool;
      else value.expectedTool = left.length === 1 ? left[0]! : left;
    },
    place: () => ['expectedTool', ...(Array.isArray(value.expectedTool) ? [value.expectedTool.indexOf(name)] : [])],
  };
}

function argumentProposals(value: OpenCase, call: Call, step: Step | undefined, at: number, corrected: boolean): OpenProposal[] {
  if (!step?.args || !isJsonMap(call.args)) return [];
  const given = call.args;
  const drafted = step.args as JsonMap;
  return Object.keys(drafted).map((key): OpenProposal => {
    const isAny = isMatcher(drafted[key], '$any');
    const readable = !hasPlaceholder(JSON.stringify(given[key]) ?? '');
    const observed = given[key] ?? null;
    return {
      id: `argument:${at}:${key}`, within: `tool:${call.name}`, group: 'expectations', steps: stepsOf([call]),
      states: corrected ? ['kept', 'loosened', 'dropped'] : [...(readable ? ['kept' as const, ...looserStates(observed)] : ['loosened' as const]), 'dropped'], proposed: isAny && !corrected ? 'loosened' : 'kept',
      title: (state) => [words('Its '), code(key), ...argumentTitle(state, observed, corrected)],
      why: corrected ? 'The argument that was wrong' : !readable ? 'Redacted: it cannot be compared' : isAny ? `Was ${oneLine(JSON.stringify(given[key]) ?? '', 60)}, likely different in every run` : 'As it was given in the recorded run',
      put: (state) => {
        // A tool whose arguments are all loosened has none to change.
        const args = step.args as JsonMap | undefined;
        if (!args) return;
        if (state === 'dropped') Reflect.deleteProperty(args, key);
        else if (state !== 'kept') setOwn(args, key, looserMatcher(observed, state));
        else if (!corrected) setOwn(args, key, asLiteral(observed));
      },
      place: () => (step.args && Object.hasOwn(step.args, key) ? ['trajectory', 'steps', value.trajectory?.steps?.indexOf(step) ?? 0, 'args', key] : undefined),
    };
  });
}

function argumentTitle(state: Decision, observed: Json, corrected: boolean): readonly TitlePart[] {
  if (state === 'loosened') return [words(' may be anything')];
  if (state === 'typed') return [words(` is ${/^[aeiou]/u.test(typeOf(observed)) ? 'an' : 'a'} ${typeOf(observed)}`)];
  if (state === 'worded') return [words(isPhrase(observed) ? ' holds ' : ' is '), literal(observed), words(', however it is written')];
  return [words(corrected ? ' is not ' : ' is '), literal(observed)];
}

function forbiddenProposals(value: OpenCase, wrong: readonly Call[]): OpenProposal[] {
  const list = value.trajectory?.forbidden ?? [];
  return list.map((drafted): OpenProposal => {
    let entry = drafted;
    const name = typeof drafted === 'string' ? drafted : ('tool' in drafted ? drafted.tool : '');
    const calls = wrong.filter((call) => call.name === name);
    const args = calls[0]?.args;
    const canLoosen = typeof drafted === 'string' && isJsonMap(args) && Object.keys(args).length > 0;
    const narrow = [words('Never calls '), code(name), words(' with these arguments')];
    const place = () => value.trajectory?.forbidden?.indexOf(entry) ?? -1;
    return {
      id: `forbidden:${list.indexOf(drafted)}:${name}`, group: 'expectations', steps: stepsOf(calls), why: 'The call at the first wrong step', proposed: 'kept',
      states: canLoosen ? ['kept', 'loosened', 'dropped'] : ['kept', 'dropped'],
      title: (state) => (state === 'loosened' || typeof drafted !== 'string' ? narrow : [words('Never calls '), code(name)]),
      put: (state) => {
        const forbidden = value.trajectory!.forbidden!;
        if (state === 'dropped') value.trajectory!.forbidden = forbidden.filter((each) => each !== entry);
        else if (isJsonMap(args)) {
          const next: Forbidden = { tool: name, args: structuredClone(args) };
          forbidden[place()] = next;
          entry = next;
        }
      },
      place: () => ['trajectory', 'forbidden', place()],
    };
  });
}

function documents({ trial }: DraftSource, value: OpenCase): OpenProposal[] {
  const cited = [...(citedDocumentsOf(trial) ?? [])].flatMap((index) => trial.retrieved?.[index]?.id ?? []);
  return [...new Set(cited)].slice(0, mostDocuments).map((id) => ({
    ...plain(`document:${id}`, 'expectations', [words('Retrieves '), code(id)], 'The answer cites it', []), proposed: 'dropped',
    put: () => { value.retrieval = { ...value.retrieval, relevant: [...(value.retrieval?.relevant ?? []), id] }; },
    place: () => ['retrieval', 'relevant', value.retrieval?.relevant?.indexOf(id) ?? 0],
  }));
}

/** What decisions left empty goes; steps that say no more than expectedTool go, as the draft leaves them out too. */
function tidy(value: OpenCase, drafted: EvalCase): void {
  const { trajectory } = value;
  if (trajectory) {
    for (const step of trajectory.steps ?? []) if (step.args && Object.keys(step.args).length === 0) delete (step as { args?: JsonMap }).args;
    if (trajectory.steps && !trajectory.steps.some((step) => step.args !== undefined)) delete trajectory.steps;
    if (trajectory.forbidden?.length === 0) delete trajectory.forbidden;
    if (Object.keys(trajectory).length === 0) delete value.trajectory;
  }
  if (value.budgets && Object.keys(value.budgets).length === 0) delete value.budgets;
  if (value.answer && Object.keys(value.answer).length === 0) delete value.answer;
  // In the order of the draft, and of the schema for what it lacks.
  const order = [...Object.keys(drafted), 'trajectory', 'answer', 'retrieval', 'budgets'];
  const sourceLast = Object.entries(value).sort(([a], [b]) => Number(a === 'source') - Number(b === 'source') || order.indexOf(a) - order.indexOf(b));
  for (const key of Object.keys(value)) delete (value as Record<string, unknown>)[key];
  Object.assign(value, Object.fromEntries(sourceLast));
}

const isMatcher = (value: Json | undefined, name: string): boolean => isJsonMap(value) && Object.keys(value).length === 1 && Object.hasOwn(value, name);

/** A map that looks like a matcher is data here. */
function asLiteral(value: Json): Json {
  if (Array.isArray(value)) return value.map(asLiteral);
  if (!isJsonMap(value)) return value;
  const entries = Object.entries(value);
  return entries.length === 1 && entries[0]![0].startsWith('$') ? { $literal: value } : Object.fromEntries(entries.map(([key, each]) => [key, asLiteral(each)]));
}

/** `__proto__` is a name like any other. */
function setOwn(map: JsonMap, key: string, value: Json): void {
  Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
}
