import type { Json, JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { Span } from '../model/span.ts';
import { emptySpan } from '../model/span.ts';
import type { TraceHeader } from '../model/trace.ts';
import { withContent } from './content/stepContent.ts';
import { readScores, readSpan, spanLists } from './deepeval/span.ts';
import type { Format, ReadReport, Sample, Source, SourceRecord, TraceFragment } from './format.ts';
import { placeOf, recordOf } from './format.ts';
import { firstText, setKey, textOf } from './jsonText.ts';
import { findRow, readRows } from './rows.ts';
import { listOf, mapOf, nonEmpty, textsIn } from './values/fields.ts';
import { readIsoTime } from './values/times.ts';

function isTrace(value: JsonMap): boolean {
  return typeof value['uuid'] === 'string' && value['uuid'] !== '' && spanLists.filter(([key]) => Array.isArray(value[key])).length > 1;
}

/** DeepEval traces: one object a run, its spans in a list for each kind (FORMATS 12). */
export const deepeval: Format = {
  id: 'deepeval',
  title: 'DeepEval traces',
  example: '{"uuid":"…","baseSpans":[],"agentSpans":[],"llmSpans":[{"uuid":"…","name":"chat","type":"llm","status":"SUCCESS","input":"…","output":"…"}],"retrieverSpans":[],"toolSpans":[]}',

  detect(sample: Sample): string | undefined {
    const found = findRow(sample, isTrace);
    return found && `spans grouped by kind (llmSpans, toolSpans…) on line ${found.line}`;
  },

  *read(source: Source, report: ReadReport): Generator<TraceFragment> {
    for (const { row, record, warn } of readRows(source, report, isTrace, 'Not a DeepEval trace: uuid or the lists of spans are missing; left out.')) yield readTrace(row, source, record, warn);
  },
};

const handled = new Set(['uuid', 'name', 'startTime', 'endTime', 'status', 'input', 'output', 'metadata', 'tags', 'threadId', 'userId', 'metricsData', ...spanLists.map(([key]) => key)]);

function readTrace(raw: JsonMap, source: Source, record: SourceRecord, warn: (message: string) => void): TraceFragment {
  const place = placeOf(source, record);
  const uuid = String(raw['uuid']);
  const spans: Span[] = [];
  const scores = readScores(raw['metricsData'], null);
  const ids = new Set<string>();
  for (const [key, kind] of spanLists) {
    for (const each of listOf(raw[key])) {
      const id = isJsonMap(each) ? textOf(each['uuid']) : null;
      if (!isJsonMap(each) || id === null) warn(`A span in ${key} has no uuid; left out.`);
      else if (ids.has(id)) warn(`Two spans have the uuid ${id}; the second, in ${key}, is left out.`);
      else {
        ids.add(id);
        spans.push(readSpan(each, id, kind, spans.length + 1, place));
        scores.push(...readScores(each['metricsData'], id));
      }
    }
  }
  const attributes: Record<string, Json> = {};
  for (const [key, value] of Object.entries(raw)) if (!handled.has(key) && value !== null) setKey(attributes, key, value);
  const { environment, ...rest } = attributes;
  const metadata = mapOf(raw['metadata']);
  const about = { ...metadata, ...(environment === undefined ? {} : { environment }), ...rest };
    const header: Partial<TraceHeader> = nonEmpty({ name: firstText(raw, 'name'), userId: firstText(raw, 'userId'), sessionId: firstText(raw, 'threadId'), tags: textsIn(raw['tags']), scores, metadata: about });
  return { nativeId: uuid, header, spans: withRoot(raw, spans, uuid, place), record: recordOf(record) };
}

/** The trace's own question and answer stand at its one first span, or at a root made up where there are several. */
function withRoot(raw: JsonMap, spans: readonly Span[], uuid: string, place: Span['place']): readonly Span[] {
  const content = { input: raw['input'] ?? undefined, output: raw['output'] ?? undefined };
  const keys = { input: 'input', output: 'output' };
  const roots = spans.filter((span) => span.parentId === null);
  const [only] = roots;
  if (only !== undefined && roots.length === 1) {
    const root: Span = only.kind === 'other' ? withContent({ ...only, kind: 'agent', input: [], output: [], attributes: without(only.attributes, 'input', 'output') }, { input: only.attributes['input'], output: only.attributes['output'] }, keys) : only;
    const open = { input: root.input.length === 0 ? content.input : undefined, output: root.output.length === 0 ? content.output : undefined };
    return spans.map((span) => (span === only ? (root.kind === 'tool' ? root : withContent(root, open, keys)) : span));
  }
  const failed = raw['status'] === 'ERRORED';
  const root: Span = {
    ...emptySpan(spans.some(({ id }) => id === uuid) ? `${uuid}/trace` : uuid, 0, firstText(raw, 'name') ?? 'trace'), kind: 'agent', synthetic: true, place,
    startUs: readIsoTime(raw['startTime']), endUs: readIsoTime(raw['endTime']), status: failed ? 'error' : raw['status'] === 'SUCCESS' ? 'ok' : 'unset',
  };
  return [withContent(root, content, keys), ...spans.map((span) => (span.parentId === null ? { ...span, parentId: root.id } : span))];
}

function without(attributes: JsonMap, ...keys: readonly string[]): JsonMap {
  return Object.fromEntries(Object.entries(attributes).filter(([key]) => !keys.includes(key)));
}
