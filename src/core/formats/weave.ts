import type { Json, JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { RecordPlace, Span, SpanKind } from '../model/span.ts';
import { emptySpan } from '../model/span.ts';
import type { Score } from '../model/trace.ts';
import { withFrameworkContent } from './content/frameworkShapes.ts';
import type { Format, ReadReport, Sample, Source, TraceFragment } from './format.ts';
import { placeOf, recordOf } from './format.ts';
import { firstText, lookUp, setKey, textOf, wordOf } from './jsonText.ts';
import { findRow, readRows } from './rows.ts';
import { listOf, mapOf, nonEmpty } from './values/fields.ts';
import { amountOf } from './values/numbers.ts';
import { reportedCost } from './values/reportedCost.ts';
import { scoreValue } from './values/scoreValue.ts';
import { readIsoTime } from './values/times.ts';
import { sumOfUsages } from './values/tokenCounts.ts';
import { readUsage } from './values/tokenUsage.ts';

const isCall = (raw: JsonMap) => typeof raw['op_name'] === 'string' && wordOf(raw['trace_id']) !== '' && wordOf(raw['id']) !== '' && 'started_at' in raw;

/** W&B Weave: calls of ops, one a record (FORMATS 12). */
export const weave: Format = {
  id: 'weave',
  title: 'W&B Weave calls',
  example: '{"id":"0193…","op_name":"weave:///team/shop/op/answer:v1","trace_id":"0193…","parent_id":null,"started_at":"2026-03-02T09:00:00Z","inputs":{},"output":"…"}',
  growth: 'records',

  detect(sample: Sample): string | undefined {
    const found = findRow(sample, isCall);
    return found && `a call with op_name on line ${found.line}`;
  },

  *read(source: Source, report: ReadReport): Generator<TraceFragment> {
    for (const { row, record } of readRows(source, report, isCall, 'Not a Weave call: id, trace_id, op_name or started_at is missing; left out.')) yield { ...readCall(row, placeOf(source, record)), record: recordOf(record) };
  },
};

const kinds: Readonly<Record<string, SpanKind>> = { llm: 'llm', tool: 'tool', agent: 'agent', retriever: 'retrieval', guardrail: 'guardrail', chain: 'other', scorer: 'other' };
/** Ops that Weave's integrations make of the vendors' clients. */
const vendors = /^(?:openai|anthropic|litellm|mistralai|cohere|groq|google|vertexai|together|cerebras|bedrock|huggingface_hub|azure|ollama)[.-]/i;
const told: ReadonlySet<string> = new Set(['id', 'project_id', 'op_name', 'display_name', 'trace_id', 'parent_id', 'started_at', 'ended_at', 'inputs', 'output', 'exception', 'attributes', 'summary', 'thread_id', 'wb_user_id', 'deleted_at']);

function readCall(raw: JsonMap, place: RecordPlace): Omit<TraceFragment, 'record'> {
  const id = wordOf(raw['id']);
  const parentId = wordOf(raw['parent_id']) || null;
  const summary = mapOf(raw['summary']);
  const ours = mapOf(summary['weave']);
  const attributes = mapOf(raw['attributes']);
  const op = opOf(wordOf(raw['op_name']));
  const kind = kindOf(raw, attributes, op);
  const exception = textOf(raw['exception']);
  const failed = exception !== null || ours['status'] === 'error';
  const isRun = parentId === null && kind === 'other';
  const base: Span = {
    ...emptySpan(id, 0, textOf(raw['display_name']) ?? op), parentId, kind: isRun ? 'agent' : kind,
    startUs: readIsoTime(raw['started_at']), endUs: readIsoTime(raw['ended_at']),
    status: failed ? 'error' : ours['status'] === 'success' || ours['status'] === 'descendant_error' ? 'ok' : 'unset', statusMessage: exception,
    tool: kind === 'tool' ? { name: op, callId: null, description: null, status: failed ? 'error' : 'ok' } : null,
    attributes: restOf(raw, attributes, summary), place,
  };
  const span = withSums(withFrameworkContent(base, { input: raw['inputs'] ?? undefined, output: raw['output'] ?? undefined }, { input: 'inputs', output: 'output' }), summary);
  const metadata: Record<string, Json> = {};
  if (parentId === null) for (const key of ['project_id', 'wb_user_id', 'wb_run_id', 'turn_id'] as const) if (wordOf(raw[key]) !== '') metadata[key] = raw[key] ?? null;
  const scores = readFeedback(ours['feedback'], id);
  return {
    nativeId: wordOf(raw['trace_id']), spans: [span],
    header: {
      ...(parentId === null ? { name: span.name } : {}), ...(kind === 'agent' ? { agent: span.name } : {}), sessionId: wordOf(raw['thread_id']) || null,
      ...nonEmpty({ metadata, scores }),
    },
  };
}


/** `weave:///entity/project/op/NAME:HASH`, or the name alone. */
function opOf(ref: string): string {
  return /^weave:\/\/\/.*\/op\/([^:]+)(?::|$)/.exec(ref)?.[1] ?? (ref || 'unnamed');
}

/** As the attributes say; else a vendor's client, or what has a model's request and answer, is a model call. */
function kindOf(raw: JsonMap, attributes: JsonMap, op: string): SpanKind {
  const kind = lookUp(kinds, wordOf(mapOf(attributes['weave'])['kind'] ?? attributes['kind']).toLowerCase());
  if (kind !== undefined) return kind;
  const inputs = mapOf(raw['inputs']);
  const output = mapOf(raw['output']);
  const request = ['messages', 'contents', 'prompt', 'input'].some((key) => key in inputs);
  const answer = ['choices', 'candidates', 'content', 'generations', 'output'].some((key) => Array.isArray(output[key]));
  return request && (answer || vendors.test(op)) ? 'llm' : 'other';
}

function restOf(raw: JsonMap, attributes: JsonMap, summary: JsonMap): JsonMap {
  const rest: Record<string, Json> = {};
  const { weave: _, ...own } = attributes;
  for (const [key, value] of Object.entries(own)) setKey(rest, key, value);
  for (const [key, value] of Object.entries(raw)) if (!told.has(key) && value !== null) setKey(rest, key, value);
  for (const [key, value] of Object.entries(summary)) if (key !== 'usage' && key !== 'weave') setKey(rest, `summary.${key}`, value);
  return rest;
}

/** Usage and costs stand by model; a call above others sums those below it. */
function withSums(span: Span, summary: JsonMap): Span {
  const byModel = Object.entries(mapOf(summary['usage'])).filter((each): each is [string, JsonMap] => isJsonMap(each[1]));
  const usages = byModel.flatMap(([, raw]) => readUsage(raw) ?? []);
  const prices = Object.values(mapOf(mapOf(summary['weave'])['costs'])).filter(isJsonMap).flatMap((cost) => Object.entries(cost).flatMap(([key, value]) => (key.endsWith('_total_cost') ? (amountOf(value) ?? []) : [])));
  const isCall = span.kind === 'llm' && byModel.length < 2;
  const usage = sumOfUsages(usages, isCall ? 'leaf' : 'aggregate', mapOf(summary['usage']));
  return {
    ...span, usage: usage ?? span.usage, counted: isCall || (usage === null && prices.length === 0),
    model: span.kind === 'llm' ? (span.model ?? (byModel.length === 1 ? (byModel[0]?.[0] ?? null) : null)) : span.model,
    cost: prices.length === 0 ? null : reportedCost(prices.reduce((sum, price) => sum + price, 0)),
  };
}

/** Reactions and notes are of people, annotations of reviewers; what a scorer gave does not say whether it asked a model. */
function readFeedback(list: Json | undefined, spanId: string): readonly Score[] {
  return listOf(list).flatMap((each): readonly Score[] => {
    if (!isJsonMap(each)) return [];
    const type = wordOf(each['feedback_type']);
    const payload = mapOf(each['payload']);
    const name = type.split('.').slice(2).join('.');
    if (type.startsWith('wandb.reaction.')) return [{ name: 'reaction', value: firstText(payload, 'emoji', 'alias'), source: 'human', comment: null, spanId }];
    if (type.startsWith('wandb.note.')) return [{ name: 'note', value: null, source: 'human', comment: textOf(payload['note']), spanId }];
    if (type.startsWith('wandb.annotation.')) return [{ name: name || 'annotation', value: scoreValue(payload['value']), source: 'human', comment: null, spanId }];
    const output = payload['output'] ?? payload['value'] ?? (Object.keys(payload).length === 0 ? null : payload);
    return type === '' ? [] : [{ name: (type.startsWith('wandb.runnable.') ? name : type) || type, value: scoreValue(output), source: 'unknown', comment: null, spanId }];
  });
}
