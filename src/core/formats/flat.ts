import type { Json, JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { Message } from '../model/message.ts';
import type { Span, ToolDefinition } from '../model/span.ts';
import { emptySpan } from '../model/span.ts';
import { Feedback } from '../model/trace.ts';
import { latencyKey } from '../trajectory/totals.ts';
import { placeOf, recordOf } from './format.ts';
import type { Format, ReadReport, Sample, Source, SourceRecord, TraceFragment } from './format.ts';
import { setKey, textOf, wordOf } from './jsonText.ts';
import { findRow, readRows } from './rows.ts';
import { contentId } from './values/contentId.ts';
import { amountOf } from './values/numbers.ts';

function isFlatRow(value: JsonMap): boolean {
  return 'runId' in value && ('toolSelected' in value || 'toolsConsidered' in value);
}

/** The minimum trace of the rollout playbook (S0 step 2): one record a run, one tool at most, no arguments (FORMATS 13). */
export const flat: Format = {
  id: 'flat',
  title: 'Flat run records',
  example: '{"runId":"r1","userId":"ana","query":"…","toolsConsidered":["getOrder"],"toolSelected":"getOrder","response":"…","userFeedback":null,"latencyMs":950}',
  documentedOnly: true,
  repeats: 'separate',
  growth: 'records',

  detect(sample: Sample): string | undefined {
    const found = findRow(sample, isFlatRow);
    return found && `runId and ${'toolSelected' in found.row ? 'toolSelected' : 'toolsConsidered'} on line ${found.line}`;
  },

  *read(source: Source, report: ReadReport): Generator<TraceFragment> {
    for (const { row, record, warn } of readRows(source, report, isFlatRow, 'Not a run record: runId with toolSelected or toolsConsidered is missing; left out.')) yield readRow(row, source, record, warn);
  },
};

function readRow(row: JsonMap, source: Source, record: SourceRecord, warn: (message: string) => void): TraceFragment {
  const { runId, userId, query, toolsConsidered, toolSelected, contextSummary, response, userFeedback, latencyMs, ...rest } = row;
  const place = placeOf(source, record);
  const attributes: Record<string, Json> = {};
  for (const [key, value] of Object.entries(rest)) setKey(attributes, key, value);

  const offered = readOffered(toolsConsidered, warn);
  const called = readCalled(toolSelected, warn);
  if (toolSelected === null) attributes['toolSelected'] = null;
  for (const name of called) {
    if (offered !== null && !offered.some((tool) => tool.name === name)) warn(`toolSelected ${name} is not among toolsConsidered.`);
  }

  const metadata: Record<string, Json> = {};
  if (contextSummary !== undefined) attributes['contextSummary'] = metadata['contextSummary'] = contextSummary;
  const latency = readLatency(latencyMs, warn);
  if (latency !== null) metadata[latencyKey] = latency;
  else if (latencyMs !== undefined) attributes['latencyMs'] = latencyMs === Infinity ? endless : latencyMs;

  const feedback = Feedback.safeParse(typeof userFeedback === 'string' ? userFeedback.toLowerCase() : undefined);
  if (!feedback.success && userFeedback !== undefined) {
    attributes['userFeedback'] = userFeedback;
    if (userFeedback !== null) warn(`userFeedback ${JSON.stringify(userFeedback).slice(0, 40)} is none of accepted, edited, rejected and null; read as not recorded.`);
  }

  const root: Span = {
    ...emptySpan('run', 0, 'run'), kind: 'agent', synthetic: true, toolDefinitions: offered,
    input: said('user', query), output: said('assistant', response), attributes, place,
  };
  const tools = called.map((name, index): Span => ({
    ...emptySpan(`tool-${index + 1}`, index + 1, name), parentId: root.id, kind: 'tool', synthetic: true, place,
    tool: { name, callId: null, description: null, status: 'ok' },
  }));
  return {
    nativeId: wordOf(runId) || missingId(row, warn),
    header: { metadata, ...(wordOf(userId) === '' ? {} : { userId: wordOf(userId) }), ...(feedback.success ? { facts: { feedback: feedback.data } } : {}) },
    spans: [root, ...tools],
    record: recordOf(record),
  };
}

function missingId(row: JsonMap, warn: (message: string) => void): string {
  warn('runId is empty; the run is known by its content.');
  return `unnamed-${contentId(row, 12)}`;
}

function said(role: Message['role'], value: Json | undefined): readonly Message[] {
  if (value === undefined || value === null) return [];
  return [{ role, parts: [typeof value === 'string' ? { type: 'text', text: value } : { type: 'other', value }] }];
}

/** Null: not recorded. An empty list: none was offered. */
function readOffered(value: Json | undefined, warn: (message: string) => void): readonly ToolDefinition[] | null {
  if (value === undefined || value === null) return null;
  let names: readonly Json[] = Array.isArray(value) ? (value as readonly Json[]) : [value];
  if (typeof value === 'string') {
    warn('toolsConsidered is one text, not a list; read as names with commas between them.');
    names = value.split(',').map((name) => name.trim()).filter((name) => name !== '');
  }
  return names.flatMap((each) => {
    const name = textOf(each) ?? (isJsonMap(each) ? textOf(each['name']) : null);
    if (name === null) warn('A name in toolsConsidered is not a text; left out.');
    return name === null ? [] : [{ name, description: null, schema: null }];
  });
}

function readCalled(value: Json | undefined, warn: (message: string) => void): readonly string[] {
  if (value === null) return [];
  if (value === undefined) {
    warn('toolSelected is missing: whether a tool was called is not recorded. Write null where none was.');
    return [];
  }
  if (value === '') {
    warn('toolSelected is an empty text; read as none. Write null where no tool was called.');
    return [];
  }
  const names = (Array.isArray(value) ? (value as readonly Json[]) : [value]).flatMap((each) => textOf(each) ?? []);
  if (Array.isArray(value)) warn('toolSelected is a list; each name is read as a call.');
  else if (names.length === 0) warn('toolSelected is not a text; left out.');
  return names;
}

/** Numbers in JSON have no end; those that can be read do. */
const endless = 'of more than 1.8e308';

/** Milliseconds; null where what is recorded is no duration. */
function readLatency(value: Json | undefined, warn: (message: string) => void): number | null {
  if (value === undefined || value === null) return null;
  const number = amountOf(value);
  if (number === null) {
    const written = value === Infinity ? endless : JSON.stringify(value).slice(0, 40);
    warn(`latencyMs ${written} is no duration in milliseconds; read as not recorded.`);
    return null;
  }
  if (number === 0) warn('latencyMs is 0; kept as recorded, though no run takes no time. Check where it is measured.');
  if (typeof value === 'string') warn('latencyMs is a text; read as the number it holds.');
  return number;
}
