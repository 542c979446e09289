import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Message } from '../../model/message.ts';
import type { RecordPlace, Span, SpanEvent } from '../../model/span.ts';
import { emptySpan } from '../../model/span.ts';
import { unknownTool } from '../../trajectory/turns.ts';
import { readToolDefinitions } from '../content/toolDefinitions.ts';
import { firstText, readArguments, setKey, textOf } from '../jsonText.ts';
import { listOf, mapOf, mapsIn, saidFields } from '../values/fields.ts';
import { endAfter, readIsoTime, readSeconds } from '../values/times.ts';
import type { Resolve } from './attachments.ts';
import type { MessageReader } from './messages.ts';
import { errorText } from './messages.ts';
import { readUsage } from './usage.ts';

type Draft = { -readonly [Key in keyof Span]: Span[Key] };

type EventContext = {
  readonly resolve: Resolve;
  readonly messages: MessageReader;
  /** Messages that model events refer to by range, instead of repeating them (version 3). */
  readonly pool: readonly Json[];
  readonly place: RecordPlace;
  readonly warn: (message: string) => void;
};

export type ReadEvents = {
  readonly spans: readonly Span[];
  /** What happened outside any span. */
  readonly events: readonly SpanEvent[];
  readonly startUs: number | null;
  readonly endUs: number | null;
  /** Names of scorers that asked a model. */
  readonly judges: ReadonlySet<string>;
};


/** Keys that each event has, and those that are read into the span. */
const envelope = new Set(['event', 'timestamp', 'span_id', 'uuid', 'working_start', 'pending', 'parent_id', 'id', 'name', 'type', 'action']);

/** A sample's transcript as spans under `rootId`: its spans and steps, model calls and tool calls; all else becomes their events. */
export function readEvents(events: readonly JsonMap[], rootId: string, context: EventContext): ReadEvents {
  const spans: Draft[] = [];
  const byId = new Map<string, Draft>();
  const begun = new Set(events.flatMap((event) => (event['event'] === 'span_begin' ? (textOf(event['id']) ?? []) : [])));
  const unclaimed: Draft[] = [];
  const numbers = new Map<string, number>();
  const loose: SpanEvent[] = [];
  const judges = new Set<string>();
  let startUs = Infinity;
  let endUs = -Infinity;

  function freshId(wanted: string | null, kind: string): string {
    const n = (numbers.get(kind) ?? 0) + 1;
    numbers.set(kind, n);
    let id = wanted ?? `${kind}-${n}`;
    while (id === rootId || byId.has(id)) id = `${id}+`;
    return id;
  }

  function open(id: string, name: string, parentId: string, event: JsonMap): Draft {
    const span: Draft = { ...emptySpan(id, spans.length + 1, name), parentId, startUs: timeOf(event['timestamp']), place: context.place };
    spans.push(span);
    byId.set(id, span);
    return span;
  }

  function timeOf(value: Json | undefined): number | null {
    const time = readIsoTime(value);
    if (time !== null) {
      startUs = Math.min(startUs, time);
      endUs = Math.max(endUs, time);
    }
    return time;
  }

  function walk(list: readonly JsonMap[], outer: string): void {
    const steps: Draft[] = [];
    for (const event of list) {
      const parent = parentOf(event, steps.at(-1)?.id ?? outer);
      switch (event['event']) {
        case 'span_begin': beginSpan(event, steps.at(-1)?.id ?? outer); break;
        case 'span_end': endSpan(byId.get(textOf(event['id']) ?? ''), event); break;
        case 'step':
          if (event['action'] === 'end') endStep(steps, event);
          else steps.push(beginStep(event, parent));
          break;
        case 'model': readModel(event, parent); break;
        case 'tool': readTool(event, parent); break;
        case 'subtask': readSubtask(event, parent); break;
        // Repeats the sample itself.
        case 'sample_init': timeOf(event['timestamp']); break;
        default: note(event, parent);
      }
    }
  }

  function parentOf(event: JsonMap, outer: string): string {
    const id = textOf(event['span_id']);
    return id !== null && (byId.has(id) || begun.has(id)) ? id : outer;
  }

  function beginSpan(event: JsonMap, outer: string): void {
    const parent = textOf(event['parent_id']);
    const span = open(freshId(textOf(event['id']), 'span'), textOf(event['name']) ?? 'span', parent !== null && begun.has(parent) ? parent : outer, event);
    const type = textOf(event['type']);
    if (type === 'agent') span.kind = 'agent';
    if (type === 'tool') unclaimed.push(span);
    span.attributes = { ...(type === null ? {} : { type }), ...(isJsonMap(event['metadata']) ? { metadata: context.resolve(event['metadata']) } : {}) };
  }

  function endSpan(span: Draft | undefined, event: JsonMap): void {
    const time = timeOf(event['timestamp']);
    if (span !== undefined) span.endUs ??= time;
  }

  function beginStep(event: JsonMap, parent: string): Draft {
    const span = open(freshId(null, 'step'), textOf(event['name']) ?? 'step', parent, event);
    const type = textOf(event['type']);
    if (type !== null) span.attributes = { type };
    return span;
  }

  function endStep(steps: Draft[], event: JsonMap): void {
    const at = steps.findLastIndex((step) => step.name === event['name']);
    if (at >= 0) for (const step of steps.splice(at)) endSpan(step, event);
  }

  /** The scorer an event happened in. Its model calls judge the run and are none of it. */
  function scorerAround(id: string): Draft | undefined {
    for (let at = byId.get(id), depth = 0; at !== undefined && depth < 100; at = byId.get(at.parentId ?? ''), depth++) {
      if (at.attributes['type'] === 'scorer') return at;
    }
    return undefined;
  }

  function readModel(event: JsonMap, parent: string): void {
    const output = mapOf(event['output']);
    const [provider, named] = splitModel(textOf(event['model']));
    const span = open(freshId(textOf(event['uuid']), 'model'), named ?? 'model', parent, event);
    const choices = mapsIn(output['choices']);
    const fromCache = event['cache'] === 'read';
    const failed = textOf(context.resolve(event['error'] ?? null));
    Object.assign(span, {
      kind: 'llm', provider, model: splitModel(textOf(output['model']))[1] ?? named,
      usage: fromCache ? null : readUsage(output['usage'], 'leaf'),
      finishReason: choices[0] === undefined ? null : textOf(choices[0]['stop_reason']),
      toolDefinitions: Array.isArray(event['tools']) ? readToolDefinitions(context.resolve(event['tools'] as Json)) : null,
      input: inputOf(event), output: choices.flatMap((choice) => context.messages.message(choice['message'] ?? null) ?? []),
      endUs: endOf(span.startUs, event, output['time']),
      status: failed === null && textOf(output['error']) === null ? 'unset' : 'error', statusMessage: failed ?? textOf(output['error']),
      attributes: {
        ...kept(event, 'tool_choice', 'config', 'role', 'retries', 'cache', 'working_time', 'traceback'),
        ...(fromCache && isJsonMap(output['usage']) ? { 'usage of the cached call': output['usage'] } : {}),
      },
    } satisfies Partial<Draft>);
    const scorer = scorerAround(parent);
    if (scorer === undefined) return;
    judges.add(scorer.name);
    span.counted = false;
  }

  function inputOf(event: JsonMap): readonly Message[] {
    const own = listOf(event['input']);
    const raws = own.length === 0 ? rangesOf(event['input_refs']).flatMap(([from, to]) => context.pool.slice(from, to)) : own;
    return raws.flatMap((raw) => context.messages.message(raw) ?? []);
  }

  function rangesOf(refs: Json | undefined): readonly (readonly [number, number])[] {
    const ranges = listOf(refs).filter((each): each is readonly [number, number] => Array.isArray(each) && each.every((at) => Number.isSafeInteger(at) && Number(at) >= 0) && each.length === 2);
    if (ranges.some(([, to]) => to > context.pool.length)) context.warn('A model call refers to messages that the log does not hold; they are missing from its input.');
    return ranges;
  }

  /** The call's own span, begun around it in newer logs, else one made for it. */
  function spanOfCall(event: JsonMap, name: string, parent: string): Draft {
    const at = unclaimed.findIndex((span) => span.name === name && (span.id === parent || span.parentId === parent));
    const [found] = at < 0 ? [] : unclaimed.splice(at, 1);
    if (found === undefined) return open(freshId(textOf(event['uuid']), 'tool'), name, parent, event);
    const time = timeOf(event['timestamp']);
    found.startUs = time ?? found.startUs;
    return found;
  }

  function readTool(event: JsonMap, parent: string): void {
    const name = textOf(event['function']) ?? unknownTool;
    const span = spanOfCall(event, name, parent);
    const error = context.resolve(event['error'] ?? null);
    const failed = errorText(error);
    const refused = isJsonMap(error) && error['type'] === 'approval';
    Object.assign(span, {
      kind: 'tool', status: failed === null ? 'unset' : 'error', statusMessage: failed, endUs: endOf(span.startUs, event, null) ?? span.endUs,
      tool: {
        name, callId: textOf(event['id']), description: null, ...readArguments(context.resolve(event['arguments'] ?? null)),
        ...(event['result'] === undefined ? {} : { result: context.messages.result(event['result']) }),
        status: refused ? 'blocked' : failed === null ? 'ok' : 'error',
      },
      attributes: { ...span.attributes, ...kept(event, 'truncated', 'agent', 'working_time', 'message_id') },
    } satisfies Partial<Draft>);
    if (Array.isArray(event['events'])) walk(mapsIn(event['events']), span.id);
  }

  function readSubtask(event: JsonMap, parent: string): void {
    const span = open(freshId(textOf(event['uuid']), 'subtask'), textOf(event['name']) ?? 'subtask', parent, event);
    span.endUs = endOf(span.startUs, event, null);
    span.attributes = kept(event, 'type', 'input', 'result', 'working_time');
    walk(mapsIn(event['events']), span.id);
  }

  function note(event: JsonMap, parent: string): void {
    const happened = { name: firstText(event, 'event') ?? 'event', timeUs: timeOf(event['timestamp']), attributes: attributesOf(event) };
    timeOf(event['completed']);
    const span = byId.get(parent);
    if (span === undefined) loose.push(happened);
    else span.events = [...span.events, happened];
  }

  function attributesOf(event: JsonMap): JsonMap {
    // A state's changes repeat the messages that model calls have; which parts changed is what they add.
    if (event['event'] === 'state') return { changes: mapsIn(event['changes']).map((change) => kept(change, 'op', 'path')) };
    const attributes: Record<string, Json> = {};
    for (const [key, value] of Object.entries(event)) if (!envelope.has(key) || (key === 'action')) setKey(attributes, key, context.resolve(value));
    return attributes;
  }

  function kept(map: JsonMap, ...keys: readonly string[]): JsonMap {
    return context.resolve(saidFields(map, ...keys));
  }

  /** Older logs have no `completed`, and give how long a model call took. */
  function endOf(start: number | null, event: JsonMap, seconds: Json | undefined): number | null {
    const completed = timeOf(event['completed']);
    const took = readSeconds(seconds);
    const end = completed ?? endAfter(start, took);
    if (end !== null) endUs = Math.max(endUs, end);
    return end;
  }

  walk(events, rootId);
  return { spans, events: loose, startUs: startUs === Infinity ? null : startUs, endUs: endUs === -Infinity ? null : endUs, judges };
}

/** `openai/gpt-4o` as provider and model. */
function splitModel(name: string | null): readonly [string | null, string | null] {
  const slash = name?.indexOf('/') ?? -1;
  return name === null || slash < 1 ? [null, name] : [name.slice(0, slash), name.slice(slash + 1)];
}
