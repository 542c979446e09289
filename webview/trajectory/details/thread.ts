import type { Json } from '../../../src/core/model/json.ts';
import type { Message, MessagePart } from '../../../src/core/model/message.ts';
import type { StepDetail, TrajectoryStep } from '../../../src/core/model/trajectory.ts';

/** The conversation around a step: messages as said, and each tool call with its result as one thing. Pure. */

export type CallView = {
  readonly callId: string | null;
  readonly name: string;
  readonly arguments?: Json | undefined;
  readonly argumentsText?: string | undefined;
  readonly result?: Json | undefined;
  readonly status: 'ok' | 'error' | 'blocked' | null;
  readonly step: number | null;
};

export type ThreadItem = { readonly key: string; readonly step: number | null; readonly current: boolean } & (
  | { readonly type: 'message'; readonly message: Message; readonly answer: boolean }
  | { readonly type: 'call'; readonly call: CallView }
);

type ToolCallPart = Extract<MessagePart, { type: 'toolCall' }>;
type ToolResultPart = Extract<MessagePart, { type: 'toolResult' }>;

/** The agent a step works for: its nearest agent above, or null. */
export function agentsOf(steps: readonly TrajectoryStep[]): ReadonlyMap<number, number | null> {
  const byNumber = new Map(steps.map((step) => [step.n, step]));
  const agents = new Map<number, number | null>();
  for (const step of steps) {
    let above = step.parent === null ? undefined : byNumber.get(step.parent);
    for (let left = steps.length; above && above.kind !== 'agent' && left > 0; left--) {
      if (agents.has(above.n)) {
        above = byNumber.get(agents.get(above.n) ?? -1);
        break;
      }
      above = above.parent === null ? undefined : byNumber.get(above.parent);
    }
    agents.set(step.n, above?.n ?? null);
  }
  return agents;
}

/**
 * The step whose messages show another in its conversation: a model call itself, else the next one of the same agent, which
 * was told the result, else the one before. Where no model call is recorded it is the agent, which has the question and the
 * answer. Null when there is neither.
 */
export function threadSource(steps: readonly TrajectoryStep[], agents: ReadonlyMap<number, number | null>, n: number): number | null {
  const at = steps.findIndex((each) => each.n === n);
  const step = steps[at];
  if (!step) return null;
  if (step.kind === 'llm') return n;
  const agent = step.kind === 'agent' ? n : (agents.get(n) ?? null);
  const isModelCall = (each: TrajectoryStep) => each.kind === 'llm' && agents.get(each.n) === agent;
  const last = steps.findLast(isModelCall)?.n;
  if (step.kind === 'agent') return last ?? steps.findLast((each) => each.kind === 'llm')?.n ?? n;
  // Hidden spans are numbered after all others: the place in reading order says what comes next, not the number.
  return steps.slice(at).find(isModelCall)?.n ?? last ?? agent;
}

const isSaid = (part: MessagePart) => part.type !== 'toolCall' && part.type !== 'toolResult';

function joined(messages: readonly Message[]): { readonly items: readonly (Message | CallView)[]; readonly outputFrom: (index: number) => number } {
  const results = messages.flatMap((message) => message.parts.filter((part): part is ToolResultPart => part.type === 'toolResult'));
  const free = new Set(results);
  const items: (Message | CallView)[] = [];
  const starts: number[] = [];
  const take = (call: ToolCallPart): ToolResultPart | undefined => {
    const found = results.find((each) => free.has(each) && (call.id === null ? each.callId === null && (each.name === undefined || each.name === call.name) : each.callId === call.id));
    if (found) free.delete(found);
    return found;
  };
  for (const message of messages) {
    starts.push(items.length);
    const said = message.parts.filter(isSaid);
    if (said.length > 0 || message.parts.length === 0) items.push({ ...message, parts: said });
    for (const part of message.parts) {
      if (part.type === 'toolCall') {
        const result = take(part);
        items.push({
          callId: part.id, name: part.name, arguments: part.arguments, argumentsText: part.argumentsText, result: result?.result,
          status: result === undefined ? null : result.isError === true ? 'error' : result.isError === false ? 'ok' : null, step: null,
        });
      } else if (part.type === 'toolResult' && free.has(part) && !messages.some((each) => each.parts.some((other) => other.type === 'toolCall' && other.id !== null && other.id === part.callId))) {
        free.delete(part);
        items.push({ callId: part.callId, name: part.name ?? 'Tool result', result: part.result, status: part.isError === true ? 'error' : null, step: null });
      }
    }
  }
  return { items, outputFrom: (index) => starts[index] ?? items.length };
}

const isMessage = (item: Message | CallView): item is Message => 'role' in item;

/** Steps of the calls, by call id where the source says so, by order where a name was called exactly as often as it has steps. */
function withSteps(calls: readonly CallView[], source: StepDetail, own: StepDetail, steps: readonly TrajectoryStep[], agents: ReadonlyMap<number, number | null>): readonly CallView[] {
  const byId = new Map([...source.calls, ...own.calls].flatMap((call) => (call.callId !== null && call.step !== null ? [[call.callId, call] as const] : [])));
  const agent = agents.get(source.n) ?? null;
  const candidates = Map.groupBy(steps.filter((step) => (step.kind === 'tool' || step.kind === 'retrieval') && agents.get(step.n) === agent), (step) => step.name);
  const asked = Map.groupBy(calls, (call) => call.name);
  return calls.map((call) => {
    const known = call.callId === null ? undefined : byId.get(call.callId);
    if (known) return { ...call, step: known.step, status: known.status ?? call.status, result: call.result ?? known.result };
    const same = asked.get(call.name) ?? [];
    const ran = candidates.get(call.name) ?? [];
    const step = same.length === ran.length ? ran[same.indexOf(call)] : undefined;
    return { ...call, step: step?.n ?? null, status: call.status ?? (step?.failed === true ? 'error' : step?.blocked === true ? 'blocked' : null) };
  });
}

/** `source` is the detail of `threadSource`; without one the step's own messages are the thread. */
export function threadOf(own: StepDetail, source: StepDetail | undefined, steps: readonly TrajectoryStep[], agents: ReadonlyMap<number, number | null>): readonly ThreadItem[] {
  const isCall = own.span.kind === 'tool' || own.span.kind === 'retrieval';
  // An agent's question and answer are context for a call; another step's own words say more than they do.
  const from = source?.span.kind === 'agent' && !isCall && own.span.input.length + own.span.output.length > 0 ? own : (source ?? own);
  const { items, outputFrom } = joined([...from.span.input, ...from.span.output]);
  const output = outputFrom(from.span.input.length);
  const calls = withSteps(items.filter((item): item is CallView => !isMessage(item)), from, own, steps, agents);
  let next = 0;
  const lastSaid = items.findLastIndex((item) => isMessage(item) && item.role === 'assistant' && item.parts.some((part) => part.type === 'text'));
  const lastModelCall = steps.findLast((step) => step.kind === 'llm')?.n;
  const isLastTurn = lastModelCall === undefined ? from.span.kind === 'agent' : from.n === lastModelCall;
  const thread: ThreadItem[] = items.map((item, index) => {
    const key = String(index);
    if (isMessage(item)) {
      return { key, type: 'message', message: item, step: index >= output ? from.n : null, current: own.n === from.n && index >= output, answer: index === lastSaid && index >= output && isLastTurn };
    }
    const call = calls[next++] ?? item;
    return { key, type: 'call', call, step: call.step, current: call.step === own.n };
  });
  if (!isCall || thread.some((item) => item.current)) return thread;
  const ownCalls = own.calls.map((call, index): ThreadItem => ({ key: `own${index}`, type: 'call', call: { ...call, step: own.n }, step: own.n, current: true }));
  // An agent answers after its calls; a model call was made before what it does not tell of.
  return from.span.kind === 'agent' ? [...thread.slice(0, output), ...ownCalls, ...thread.slice(output)] : [...thread, ...ownCalls];
}

export type ThreadRun = { readonly type: 'item'; readonly item: ThreadItem } | { readonly type: 'fold'; readonly from: number; readonly items: readonly ThreadItem[] };

/**
 * Long threads show their beginning, what is around the step, and their end; what lies between is one line that says what
 * it is. `unfolded` says how many of a run that begins at an index were asked for.
 */
export function foldThread(items: readonly ThreadItem[], unfolded: ReadonlyMap<number, number>): readonly ThreadRun[] {
  const firstUser = items.findIndex((item) => item.type === 'message' && item.message.role === 'user');
  const firstCurrent = items.findIndex((item) => item.current);
  const keep = (index: number) => index <= Math.max(0, firstUser) && index < 3 || index >= items.length - 2
    || (firstCurrent >= 0 && index >= firstCurrent && index <= firstCurrent + 3) || items[index]?.current === true;
  const asRun = (item: ThreadItem): ThreadRun => ({ type: 'item', item });
  const runs: ThreadRun[] = [];
  let index = 0;
  while (index < items.length) {
    const from = index;
    while (index < items.length && !keep(index)) index++;
    const between = items.slice(from, index);
    const shown = between.length < 3 ? between.length : (unfolded.get(from) ?? 0);
    runs.push(...between.slice(0, shown).map(asRun));
    if (shown < between.length) runs.push({ type: 'fold', from, items: between.slice(shown) });
    const kept = items[index++];
    if (kept) runs.push(asRun(kept));
  }
  return runs;
}
