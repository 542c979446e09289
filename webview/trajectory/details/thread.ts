import type { Message } from '../../../src/core/model/message.ts';
import type { StepDetail, TrajectoryStep } from '../../../src/core/model/trajectory.ts';
import { callOfStep, completed, toolSteps, withSteps } from './callSteps.ts';
import { joinCalls } from './joinCalls.ts';
import type { CallView } from './joinCalls.ts';
import { saidText } from './saidText.ts';
import { stepsBelow, tellsAll } from './threadSource.ts';
import type { Agents } from './threadSource.ts';

/** The conversation around a step: messages as said, and each tool call with its result as one thing. Pure. */

export type ThreadItem = { readonly key: string; readonly step: number | null; readonly current: boolean } & (
  | { readonly type: 'message'; readonly message: Message; readonly answer: boolean }
  /** A call of a known step that lacks its arguments or result is completed from that step when it is shown. */
  | { readonly type: 'call'; readonly call: CallView }
);

export type ThreadContext = {
  readonly steps: readonly TrajectoryStep[];
  readonly agents: Agents;
  /** The answer of the whole run, whose words can be labelled as wrong. */
  readonly answer: string | null;
};

type Said = { readonly message: Message; readonly step: number | null };

const isMessage = (item: Message | CallView): item is Message => 'role' in item;
const hasText = (message: Message) => saidText(message).trim() !== '';
const hasMessages = (detail: StepDetail) => detail.span.input.length + detail.span.output.length > 0;
const saidBy = (messages: readonly Message[], role: Message['role'], step: number | null): readonly Said[] =>
  messages.filter((message) => message.role === role && hasText(message)).map((message) => ({ message, step }));

/** `source` is the detail of `threadSource`; without one the step's own messages are the thread. */
export function threadOf(own: StepDetail, source: StepDetail | undefined, context: ThreadContext): readonly ThreadItem[] {
  const { steps, agents } = context;
  const self = steps.find((step) => step.n === own.n);
  const isCall = own.span.kind === 'tool' || own.span.kind === 'retrieval';
  const all = self !== undefined && tellsAll(steps, self);
  // An agent's question and answer are context for a call; another step's own words say more than they do.
  const ownIsBetter = !source || (hasMessages(own) && (!hasMessages(source) || (source.span.kind === 'agent' && !isCall)));
  const from = ownIsBetter ? own : source;
  const agent = agents.get(from.n) ?? null;
  const ran = toolSteps(all ? stepsBelow(steps, self) : steps.filter((step) => agents.get(step.n) === (from.span.kind === 'agent' ? from.n : agent)));

  const { items, startOf } = joinCalls([...from.span.input, ...from.span.output]);
  const output = startOf(from.span.input.length);
  const calls = withSteps(items.filter((item): item is CallView => !isMessage(item)), [from, own], ran, all);
  const lastSaid = items.findLastIndex((item) => isMessage(item) && item.role === 'assistant' && hasText(item));
  const lastModelCall = steps.findLast((step) => step.kind === 'llm')?.n;
  const isLastTurn = lastModelCall === undefined ? from.span.kind === 'agent' : from.n === lastModelCall;
  const isAnswer = (message: Message, index: number) =>
    index >= output && message.role === 'assistant' && ((index === lastSaid && isLastTurn) || (context.answer !== null && saidText(message) === context.answer));

  const messageItem = (said: Said, key: string, answer: boolean): ThreadItem => ({ key, type: 'message', message: said.message, step: said.step, current: said.step === own.n && !all, answer });
  const callItem = (call: CallView, key: string): ThreadItem => ({ key, type: 'call', call: call.step === own.n ? completed(call, own) : call, step: call.step, current: call.step === own.n });
  let next = 0;
  const thread = items.map((item, index) =>
    isMessage(item) ? messageItem({ message: item, step: index >= output ? from.n : null }, String(index), isAnswer(item, index)) : callItem(calls[next++] ?? item, String(index)));

  if (all) {
    const between = withMissing(thread, ran, steps, from.span.kind === 'llm' ? from.n : null);
    if (from.n === own.n) return between;
    // A model call may lack what the agent was asked, or what it answered in the end.
    const asked = items.some((item) => isMessage(item) && item.role === 'user' && hasText(item)) ? [] : saidBy(own.span.input, 'user', null);
    const answered = items.some((item, index) => index >= output && isMessage(item) && hasText(item)) ? [] : saidBy(own.span.output, 'assistant', own.n);
    return [...asked.map((said, index) => messageItem(said, `asked${index}`, false)), ...between, ...answered.map((said, index) => messageItem(said, `answered${index}`, index === answered.length - 1))];
  }
  if (!isCall || thread.some((item) => item.current)) return thread;
  const ownCalls = own.calls.map((call, index) => callItem({ ...call, step: own.n }, `own${index}`));
  // An agent answers after its calls; a model call was made before what it does not tell of.
  return from.span.kind === 'agent' ? [...thread.slice(0, output), ...ownCalls, ...thread.slice(output)] : [...thread, ...ownCalls];
}

/**
 * Tool steps that the messages do not tell of, put where they ran: after the call before them, else before the first thing
 * that came later. `teller` is the model call whose messages these are; an agent's own answer comes after all calls.
 */
function withMissing(thread: readonly ThreadItem[], ran: readonly TrajectoryStep[], steps: readonly TrajectoryStep[], teller: number | null): readonly ThreadItem[] {
  const place = new Map(steps.map((step, index) => [step.n, index]));
  const placeOf = (item: ThreadItem) => (item.step === null ? undefined : item.type === 'message' && item.step !== teller ? Infinity : place.get(item.step));
  const told = new Set(thread.flatMap((item) => (item.type === 'call' && item.step !== null ? [item.step] : [])));
  const untold = Map.groupBy(thread.filter((item) => item.type === 'call' && item.step === null), (item) => (item.type === 'call' ? item.call.name : ''));
  const whole = [...thread];
  for (const step of ran) {
    // A call of this name stands there without its step: it may well be this one.
    if (told.has(step.n) || untold.has(step.name)) continue;
    const at = place.get(step.n) ?? 0;
    const before = whole.findLastIndex((item) => item.type === 'call' && (placeOf(item) ?? Infinity) < at);
    const later = whole.findIndex((item) => (placeOf(item) ?? -1) > at);
    const index = before >= 0 ? before + 1 : later >= 0 ? later : whole.length;
    whole.splice(index, 0, { key: `step${step.n}`, type: 'call', call: callOfStep(step), step: step.n, current: false });
  }
  return whole;
}
