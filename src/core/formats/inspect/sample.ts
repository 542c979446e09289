import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Message } from '../../model/message.ts';
import { messageText } from '../../model/message.ts';
import type { Span } from '../../model/span.ts';
import { emptySpan } from '../../model/span.ts';
import type { TraceHeader } from '../../model/trace.ts';
import { latencyKey } from '../../trajectory/totals.ts';
import { textMessage } from '../content/parts.ts';
import type { Source, SourceRecord } from '../format.ts';
import { placeOf } from '../format.ts';
import { textOf, wordOf } from '../jsonText.ts';
import { contentId } from '../values/contentId.ts';
import { listOf, mapOf, mapsIn, saidFields } from '../values/fields.ts';
import { readSeconds } from '../values/times.ts';
import { createResolver } from './attachments.ts';
import type { EvalRun } from './evalLog.ts';
import type { ReadEvents } from './events.ts';
import { readEvents } from './events.ts';
import { createMessageReader, errorText } from './messages.ts';
import { spansOfMessages } from './messagesOnly.ts';
import { readScores } from './scores.ts';
import { readUsage, sumOfModels } from './usage.ts';

type SampleTrace = { readonly nativeId: string; readonly header: Partial<TraceHeader>; readonly spans: readonly Span[] };

const rootId = 'sample';

/** A sample of a log, or its line in the summaries of an unfinished one. */
export function isSample(value: unknown): value is JsonMap {
  return isJsonMap(value) && (typeof value['id'] === 'string' || typeof value['id'] === 'number') && typeof value['epoch'] === 'number' && 'input' in value;
}

/** A summary holds what a list shows, not what happened. */
export function isWhole(sample: JsonMap): boolean {
  return ['messages', 'events', 'output', 'transcript'].some((key) => key in sample);
}

/** Known by its own id in newer logs, which a retried log takes over; else by run, sample and epoch. */
export function sampleId(sample: JsonMap, run: EvalRun): string {
  const own = `${wordOf(sample['id'])}/${wordOf(sample['epoch'])}`;
  return textOf(sample['uuid']) ?? (run.id === null ? `${own}/${contentId([sample['input'] ?? null, sample['target'] ?? null])}` : `${run.id}/${own}`);
}

export function readSample(sample: JsonMap, run: EvalRun, source: Source, record: SourceRecord, warn: (message: string) => void): SampleTrace {
  const place = placeOf(source, record);
  const transcript = mapOf(sample['transcript']);
  const resolve = createResolver(isJsonMap(sample['attachments']) ? sample['attachments'] : transcript['content']);
  const messages = createMessageReader(resolve);
  const poolOf = isJsonMap(sample['events_data']) ? sample['events_data']['messages'] : sample['message_pool'];
  const pool = listOf(poolOf);
  const told = readEvents(mapsIn(sample['events'] ?? transcript['events']), rootId, { resolve, messages, pool, place, warn });

  const raws = listOf(sample['messages']);
  const said = raws.flatMap((raw) => messages.message(raw) ?? []);
  const output = mapOf(sample['output']);
  const answer = mapsIn(output['choices']).flatMap((choice) => messages.message(choice['message'] ?? null) ?? []).find(speaks) ?? said.findLast((message) => message.role === 'assistant' && speaks(message));
  const failed = isJsonMap(sample['error']) ? errorText(resolve(sample['error'])) : textOf(sample['error']);
  const root: Span = {
    ...emptySpan(rootId, 0, run.task ?? 'sample'), kind: 'agent', synthetic: true, place, startUs: told.startUs, endUs: told.endUs,
    status: failed === null ? 'unset' : 'error', statusMessage: failed ?? limitText(sample['limit']), usage: sumOfModels(sample['model_usage']) ?? (said.filter((message) => message.role === 'assistant').length === 1 ? readUsage(output['usage'], 'aggregate') : null),
    input: asked(resolve(sample['input'] ?? null), messages.message), output: answer === undefined ? [] : [spoken(answer)],
    attributes: kept(sample, resolve, 'target', 'choices', 'files', 'setup', 'sandbox', 'store', 'limit', 'error', 'error_retries', 'model_usage', 'invalidation'), events: told.events,
  };
  return {
    nativeId: sampleId(sample, run),
    header: headerOf(sample, run, told, resolve),
    spans: [root, ...told.spans, ...(told.spans.some((span) => span.kind === 'llm') ? [] : spansOfMessages(raws, messages.message, rootId, textOf(output['model']) ?? run.model, source, record))],
  };
}

function headerOf(sample: JsonMap, run: EvalRun, told: ReadEvents, resolve: <T extends Json>(value: T) => T): Partial<TraceHeader> {
  const id = wordOf(sample['id']);
  const epoch = sample['epoch'] === 1 ? '' : `, epoch ${wordOf(sample['epoch'])}`;
  const took = readSeconds(sample['total_time']) ?? readSeconds(sample['working_time']);
  return {
    name: `sample ${id}${epoch}`, app: run.task, tags: run.tags, scores: readScores(resolve(sample['scores'] ?? sample['score'] ?? null), told.judges),
    metadata: {
      eval: run.metadata, sample: { id: sample['id'] ?? null, epoch: sample['epoch'] ?? null, ...kept(sample, resolve, 'target', 'metadata', 'total_time', 'working_time') },
      ...(told.endUs === null && took !== null ? { [latencyKey]: took / 1000 } : {}),
    },
  };
}

const speaks = (message: Message) => messageText(message).trim() !== '';

/** The run's answer is what was said; calls in the same message belong to the model call, and so does its reasoning. */
function spoken(message: Message): Message {
  return { ...message, parts: message.parts.filter((part) => part.type === 'text') };
}

function asked(input: Json, read: (raw: Json) => Message | undefined): readonly Message[] {
  if (Array.isArray(input)) return (input as readonly Json[]).flatMap((each) => read(each) ?? []);
  return typeof input === 'string' && input !== '' ? [textMessage('user', input)] : [];
}

function limitText(limit: Json | undefined): string | null {
  if (!isJsonMap(limit)) return null;
  return `Stopped by the ${wordOf(limit['type']) || 'run'} limit${wordOf(limit['limit']) === '' ? '' : ` of ${wordOf(limit['limit'])}`}.`;
}

function kept(map: JsonMap, resolve: <T extends Json>(value: T) => T, ...keys: readonly string[]): JsonMap {
  return resolve(saidFields(map, ...keys));
}
