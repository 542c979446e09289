import type { Json, JsonMap } from '../../model/json.ts';
import type { Message } from '../../model/message.ts';
import type { RecordPlace, Span, ToolDefinition } from '../../model/span.ts';
import type { TraceHeader } from '../../model/trace.ts';
import type { Usage } from '../../model/usage.ts';
import { aborted, compacted, lostCall, sessionTurn, sinceKey, truncated, unknownTool } from '../../trajectory/turns.ts';
import type { CallPart } from '../content/parts.ts';
import type { Source, SourceRecord, TraceFragment } from '../format.ts';
import { placeOf, recordOf } from '../format.ts';
import { createAccounts } from './accounts.ts';
import type { At, Said, ToolAnswer } from './entry.ts';
import { isId } from './entry.ts';
import type { ModelCall, OpenCall, SessionState, SpanRef, Thread } from './state.ts';
import { newState, newThread, stateFrom } from './state.ts';

const runId = 'run';
const mainThread = 'main';
/** A log may come back to a model call that another has followed, but not to one long past. */
const rememberedCalls = 32;
const mostSince = 32;

/**
 * An ordered log of messages, calls and results as spans: a root for the session; a turn for each prompt where there are several; a model
 * call for each assistant message, whose input is what came since the call before; under it a tool span for each call. All are
 * made up, as the log has no spans, and each is told as soon as it is met: what comes later is another account of the same span,
 * for the store to join. So reading can stop after any entry and go on from `state()`.
 *
 * The root has no output: the answer is what the last model call said, and a log that grows gets another one. Its input are all prompts:
 * of a copy that lacks the first ones, that is the shorter list.
 */
export function createSessionLog(kept?: Json) {
  const state: SessionState = kept === undefined ? newState() : stateFrom(kept);
  const root: SpanRef = { id: runId, parentId: null, kind: 'agent', name: 'session', seq: 0 };
  const accounts = createAccounts();
  const { tell } = accounts;

  const next = (id: string, parentId: string, kind: Span['kind'], name: string): SpanRef => ({ id, parentId, kind, name, seq: ++state.spans });

  const idOf = ({ id }: At): string | null => (isId(id) ? id : null);

  function pass(at: At): Thread {
    if (at.timeUs !== null) {
      state.firstUs = Math.min(state.firstUs ?? at.timeUs, at.timeUs);
      state.lastUs = Math.max(state.lastUs ?? at.timeUs, at.timeUs);
    }
    const thread = (at.agent === undefined ? undefined : state.threads[at.agent]) ?? state.threads[mainThread]!;
    if (at.timeUs !== null) thread.lastUs = Math.max(thread.lastUs ?? at.timeUs, at.timeUs);
    return thread;
  }

  function passAll(at: At, { startUs, endUs }: { readonly startUs?: number | null; readonly endUs?: number | null }): Thread {
    for (const timeUs of [startUs, endUs]) if (timeUs !== undefined && timeUs !== null) pass({ ...at, timeUs });
    return pass(at);
  }

  const parentOf = (thread: Thread): string => thread.agent?.id ?? state.turn?.id ?? runId;

  /** A span right under the session moves into the first turn when a second one begins. */
  function child(ref: SpanRef): SpanRef {
    if (ref.parentId === runId && state.prompts.length === 1) state.first?.children.push(ref);
    return ref;
  }

  const turnId = (n: number, id: string | null): string => (id !== null ? `turn:${id}` : `run/turn-${n}`);

  /** @param endedUs when the turn before ended */
  function beginTurn(message: Message, at: At, endedUs: number | null): void {
    state.prompts.push(message);
    const n = state.prompts.length;
    if (n === 1) {
      state.first = { id: idOf(at), message, timeUs: at.timeUs, ...at.place, children: [] };
      return;
    }
    if (state.first !== null) {
      const { id, message: said, timeUs, children, ...place } = state.first;
      const turn = next(turnId(1, id), runId, 'agent', sessionTurn);
      tell(turn, place, { input: [said], startUs: timeUs });
      for (const each of children) tell({ ...each, parentId: turn.id }, at.place, { parentId: turn.id });
      state.turn = turn;
      state.first = null;
    }
    if (state.turn !== null && endedUs !== null) tell(state.turn, at.place, { endUs: endedUs });
    state.turn = next(turnId(n, idOf(at)), runId, 'agent', sessionTurn);
    tell(state.turn, at.place, { input: [message], startUs: at.timeUs });
  }

  /** What was put before the model. `prompt`: a person asked for it, and a turn begins. */
  function user(message: Message, at: At, prompt: boolean): void {
    const { lastUs } = state.threads[mainThread]!;
    const thread = pass(at);
    if (prompt && thread.agent === null) beginTurn(message, at, lastUs);
    else if (prompt && thread.agent !== null && !thread.prompted) {
      thread.prompted = true;
      tell(thread.agent, at.place, { input: [message] });
    }
    thread.pending.push(message);
    if (thread.current) thread.current.followed = true;
  }

  function modelCall(thread: Thread, { id = null, begins, startUs }: Said, at: At): ModelCall {
    const { current } = thread;
    if (current !== null && (id === null ? current.messageId === null && !current.followed && begins !== true : current.messageId === id)) return current;
    if (current !== null && current.messageId !== null) thread.recent = [...thread.recent, current.messageId].slice(-rememberedCalls);
    const n = ++state.calls;
    const own = id === null ? (idOf(at) === null ? `call-${n}` : `llm:${idOf(at)}`) : thread.recent.includes(id) ? `llm:${id}+${n}` : `llm:${id}`;
    const ref = child(next(thread.agent === null || own.startsWith('llm:') ? own : `${thread.agent.id}/${own}`, parentOf(thread), 'llm', 'assistant'));
    tell(ref, at.place, { startUs: startUs ?? at.timeUs, input: thread.pending, ...(thread.since === undefined ? {} : { attributes: { [sinceKey]: thread.since } }) });
    thread.pending = [];
    delete thread.since;
    thread.current = { ref, messageId: id, parts: [], calls: 0, callIds: [], followed: false };
    return thread.current;
  }

  /** Some logs use an id again for a call of another tool. */
  const keyOf = (part: CallPart) => `${part.id}\n${part.name}`;

  function assistant(said: Said, at: At): void {
    const thread = passAll(at, said);
    const call = modelCall(thread, said, at);
    const fresh = said.parts.filter((part) => part.type !== 'toolCall' || part.id === null || !call.callIds.includes(keyOf(part)));
    call.parts = said.whole ? [...said.parts] : [...call.parts, ...fresh];
    const { model, provider, usage, cost, finishReason, toolDefinitions, attributes, error } = said;
    // Most logs write a message when it is done: when it was asked for is not known, and the time between its pieces is no duration.
    const endUs = said.endUs ?? (said.startUs === undefined || said.startUs === null ? null : at.timeUs);
    tell(call.ref, at.place, {
      ...(call.parts.length === 0 ? {} : { output: [{ role: 'assistant', parts: call.parts }] }),
      ...(endUs === null ? {} : { endUs }), ...(model ? { model } : {}), ...(provider ? { provider } : {}), ...(usage ? { usage } : {}), ...(cost ? { cost } : {}),
      ...(finishReason ? { finishReason } : {}), ...(toolDefinitions ? { toolDefinitions } : {}), ...(attributes ? { attributes } : {}),
      ...(error === undefined ? {} : { status: 'error', statusMessage: error }),
    });
    const unnumbered = said.whole ? fresh.filter((part) => part.type === 'toolCall' && part.id === null).slice(call.calls - call.callIds.length) : [];
    // A message that is told again may know more of a call than before.
    if (said.whole) for (const part of said.parts) if (part.type === 'toolCall' && part.id !== null && !fresh.includes(part)) again(call, part, at);
    for (const part of fresh) if (part.type === 'toolCall' && (part.id !== null || !said.whole || unnumbered.includes(part))) begin(call, part, at);
  }

  function begin(call: ModelCall, part: CallPart, at: At): void {
    if (part.id !== null && call.callIds.includes(keyOf(part))) return;
    call.calls++;
    const { type: _, id: callId, name, ...args } = part;
    const isTaken = callId !== null && call.callIds.some((each) => each.startsWith(`${callId}\n`));
    if (callId !== null) call.callIds.push(keyOf(part));
    const ref = next(`${call.ref.id}/${callId ?? call.calls}${isTaken ? `#${call.calls}` : ''}`, call.ref.id, 'tool', name);
    state.open.push({ callId, tool: name, ref });
    tell(ref, at.place, { startUs: at.timeUs, tool: { name, callId, description: null, status: 'ok', ...args } });
  }

  function again(call: ModelCall, { type: _, id, name, ...args }: CallPart, at: At): void {
    const known = [...state.open, ...state.answered].find((each) => each.callId === id && each.tool === name && each.ref.parentId === call.ref.id);
    if (known !== undefined && Object.keys(args).length > 0) tell(known.ref, at.place, { tool: { name, callId: id, description: null, status: 'ok', ...args } });
  }

  /** The call a result belongs to: by its id, else the oldest open one, of that name where one is told. */
  function answeredBy({ callId, tool }: ToolAnswer): OpenCall | undefined {
    const named = (each: OpenCall) => tool === undefined || tool === null || each.tool === tool;
    if (callId === null) return state.open.find(named) ?? (tool === undefined || tool === null ? undefined : state.open.find((each) => each.callId === null));
    return state.open.find((each) => each.callId === callId) ?? state.answered.findLast((each) => each.callId === callId)
      // Some logs give ids to results and none to calls.
      ?? state.open.find((each) => each.callId === null && named(each));
  }

  function result(answer: ToolAnswer, at: At): void {
    const thread = passAll(at, answer);
    const { callId, result: value, attributes, detail = false } = answer;
    const found = answeredBy(answer);
    if (found === undefined && detail) return;
    const call = found ?? lost(thread, answer, at);
    const status = answer.status ?? 'ok';
    const endUs = answer.endUs ?? (detail ? null : at.timeUs);
    tell(call.ref, at.place, {
      ...(status === 'error' ? { status: 'error' } : {}),
      ...(answer.startUs ? { startUs: answer.startUs } : {}), ...(endUs === null ? {} : { endUs }), ...(attributes ? { attributes } : {}),
      tool: { name: call.tool, callId: call.callId, description: null, status, ...(value === undefined ? {} : { result: value }) },
    });
    if (detail) return;
    state.open = state.open.filter((each) => each !== call);
    const again = state.answered.includes(call);
    if (!again) state.answered = [...state.answered, call].slice(-rememberedCalls);
    if (value === undefined || again) return;
    thread.pending.push({ role: 'tool', parts: [{ type: 'toolResult', callId: callId ?? call.callId, ...(call.tool === unknownTool ? {} : { name: call.tool }), result: value, ...(status === 'ok' ? {} : { isError: true }) }] });
    if (thread.current) thread.current.followed = true;
  }

  /** A call that no message in the log asked for, or a result without a call, is shown where it stands, and joins its call where another copy of the log has it. */
  function lost(thread: Thread, { callId, tool }: Pick<ToolAnswer, 'callId' | 'tool'>, at: At): OpenCall {
    const name = tool ?? unknownTool;
    const n = ++state.calls;
    const ref = child(next(isId(callId) ? `${lostCall}${callId}` : `${parentOf(thread)}/result-${n}`, thread.current?.ref.id ?? parentOf(thread), 'tool', name));
    tell(ref, at.place, { startUs: null });
    return { callId, tool: name, ref };
  }

  return {
    user,
    assistant,
    result,

    /** What the model was told besides: part of the input of the next call. */
    context: (message: Message, at: At): void => user(message, at, false),

    /** Usage, cost and the like that the log tells after the call they belong to. Nothing where no call was made. */
    ofLastCall(fields: Pick<Said, 'usage' | 'cost' | 'finishReason' | 'model' | 'attributes' | 'endUs'>, at: At): void {
      const { current } = pass(at);
      if (current === null) return;
      tell(current.ref, at.place, Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined)));
    },

    /** A call that ran and that no model call asked for: a person did, or the log does not say who. */
    unasked({ id: callId, name, ...args }: Omit<CallPart, 'type'>, at: At): void {
      const call = lost(pass(at), { callId, tool: name }, at);
      state.open.push(call);
      tell(call.ref, at.place, { startUs: at.timeUs, tool: { name, callId, description: null, status: 'ok', ...args } });
    },

    /** The log told when it began, apart from what happened in it. */
    began({ timeUs }: At): void {
      if (timeUs !== null) state.firstUs = Math.min(state.firstUs ?? timeUs, timeUs);
    },

    /** The log told a time, and nothing that happened then. */
    passed: (at: At): void => void pass(at),

    /** What the model says next without an id is another call. */
    endOfCall(at: At): void {
      const { current } = pass(at);
      if (current !== null) current.followed = true;
    },

    /** A step that is neither a model call nor a tool: an error that was met, a command a person ran. */
    step(name: string, at: At, fields: Partial<Pick<Span, 'status' | 'statusMessage' | 'attributes' | 'input' | 'output' | 'endUs'>>): void {
      const thread = pass(at);
      const ref = child(next(idOf(at) === null ? `${parentOf(thread)}/step-${state.spans + 1}` : `step:${idOf(at)}`, parentOf(thread), 'other', name));
      tell(ref, at.place, { startUs: at.timeUs, endUs: at.timeUs, ...fields });
    },

    /** Something that happened to the session as a whole. */
    event(name: string, attributes: JsonMap, at: At): void {
      const thread = pass(at);
      if ([compacted, truncated, aborted].some((what) => what.test(name))) thread.since = [...(thread.since ?? []), name].slice(-mostSince);
      tell(root, at.place, { events: [{ name, timeUs: at.timeUs, attributes }] });
    },

    /** What is said of the session as a whole. `error`: it ended with it. */
    session(fields: { attributes?: JsonMap; toolDefinitions?: readonly ToolDefinition[]; usage?: Usage; error?: string }, at: At): void {
      pass(at);
      const { error, ...rest } = fields;
      tell(root, at.place, { ...rest, ...(error === undefined ? {} : { status: 'error', statusMessage: error }) });
    },

    /**
     * A sub-agent, under the call that started it where that is known; its entries carry the key as `At.agent`, here or, where they
     * stand in a file of their own, there. Telling it again adds what was not known.
     */
    agent(key: string, { callId = null, attributes = {}, here = true }: { callId?: string | null; attributes?: JsonMap; here?: boolean }, at: At): void {
      const id = `agent:${key}`;
      const started = callId === null ? undefined : answeredBy({ callId });
      const known = state.threads[key]?.agent;
      if (started === undefined && (known || !here)) return;
      if (state.first !== null) state.first.children = state.first.children.filter((each) => each.id !== id);
      const parentId = started?.ref.id ?? parentOf(state.threads[mainThread]!);
      pass({ place: at.place, timeUs: at.timeUs });
      const ref = known ? { ...known, parentId } : here ? child(next(id, parentId, 'agent', 'sub-agent')) : { id, parentId, kind: 'agent' as const, name: 'sub-agent', seq: state.spans };
      tell(ref, at.place, { attributes, ...(here && !known ? { startUs: at.timeUs } : {}) });
      if (here && key !== mainThread) state.threads[key] = known ? { ...state.threads[key]!, agent: ref } : newThread(ref);
    },
    /** Entries of a sub-agent of which nothing but these is known: kept apart from what the session says, right under it. */
    aside(key: string): void {
      if (key !== mainThread) state.threads[key] ??= { ...newThread(root), prompted: true };
    },
    /** More of a sub-agent that was begun. */
    ofAgent(key: string, attributes: JsonMap, at: At, error?: string): void {
      const agent = key === mainThread ? null : (state.threads[key]?.agent ?? null);
      pass(agent === null ? at : { ...at, agent: key });
      if (agent !== null) tell(agent, at.place, { attributes, ...(error === undefined ? {} : { status: 'error', statusMessage: error }) });
    },
    hasAgent: (key: string): boolean => key !== mainThread && state.threads[key] !== undefined,
    /** The call that was asked for and not answered yet, oldest first. */
    openCalls: (): readonly OpenCall[] => state.open,

    /** What changed since the last time, as a piece of the trace; undefined when nothing did. */
    fragment(nativeId: string, record: SourceRecord, source: Source, header: Partial<TraceHeader> = {}): TraceFragment {
      const place = placeOf(source, record);
      if (!state.begun) {
        // Entries before the session's id was known are told with the one that tells it.
        tell(root, place, { place });
        state.begun = true;
      } else if (Object.keys(header).length > 0) tell(root, place, {});
      return { nativeId, header, spans: accounts.take(), record: recordOf(record) };
    },

    /** What is only known at the end of the records: when the session, the turn and the sub-agents ended so far. */
    end(place: RecordPlace): void {
      // One moment alone tells of no duration.
      tell(root, place, { startUs: state.firstUs, ...(state.firstUs === state.lastUs ? {} : { endUs: state.lastUs }), ...(state.prompts.length === 0 ? {} : { input: [...state.prompts] }) });
      const { lastUs } = state.threads[mainThread]!;
      if (state.turn !== null && lastUs !== null) tell(state.turn, place, { endUs: lastUs });
      for (const each of Object.values(state.threads)) if (each.agent !== null && each.lastUs !== null) tell(each.agent, place, { endUs: each.lastUs });
    },

    state: (): Json => JSON.parse(JSON.stringify(state)) as Json,
  };
}

export type SessionLog = ReturnType<typeof createSessionLog>;
