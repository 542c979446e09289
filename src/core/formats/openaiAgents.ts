import type { Json, JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { TraceHeader } from '../model/trace.ts';
import type { Format, ReadReport, Sample, Source, TraceFragment } from './format.ts';
import { placeOf, recordOf } from './format.ts';
import { firstText, wordOf } from './jsonText.ts';
import { readAgentsSpan } from './openaiAgents/span.ts';
import { findRow, readRows } from './rows.ts';
import { mapOf, nonEmpty } from './values/fields.ts';

const isTrace = (value: JsonMap) => value['object'] === 'trace' && typeof value['id'] === 'string' && 'workflow_name' in value;
const isSpan = (value: JsonMap) => value['object'] === 'trace.span' && isJsonMap(value['span_data']);
const isRow = (value: JsonMap) => isTrace(value) || isSpan(value);

/** Traces and spans as the OpenAI Agents SDK exports them: an object a line, or the bodies that it posts (FORMATS 6). */
export const openaiAgents: Format = {
  id: 'openai-agents',
  title: 'OpenAI Agents SDK traces',
  example: '{"object":"trace.span","id":"span_…","trace_id":"trace_…","parent_id":null,"started_at":"2026-11-20T09:00:00Z","ended_at":"2026-11-20T09:00:02Z","span_data":{"type":"agent","name":"support","tools":["get_order"]},"error":null}',
  documentedOnly: true,
  growth: 'records',

  detect(sample: Sample): string | undefined {
    const found = findRow(sample, isRow);
    return found && `an object ${wordOf(found.row['object'])} on line ${found.line}`;
  },

  *read(source: Source, report: ReadReport): Generator<TraceFragment> {
    for (const { row, record, warn } of readRows(source, report, isRow, 'Neither a trace nor a span; left out.')) {
      const id = firstText(row, 'id');
      const traceId = firstText(row, 'trace_id');
      if (isTrace(row)) yield { nativeId: id ?? 'unnamed', header: headerOf(row), spans: [], record: recordOf(record) };
      else if (traceId === null || id === null) warn('A span has no id or no trace; left out.');
      else yield { nativeId: traceId, header: {}, spans: [readAgentsSpan(row, placeOf(source, record), warn)], record: recordOf(record) };
    }
  },
};

/** The group is the conversation. */
function headerOf(trace: JsonMap): Partial<TraceHeader> {
  const { object: _, id: __, workflow_name: ___, group_id: ____, metadata, ...rest } = trace;
  const kept: Record<string, Json> = { ...mapOf(metadata), ...Object.fromEntries(Object.entries(rest).filter(([key, value]) => value !== null && key !== 'tracing_api_key')) };
  return nonEmpty({ name: firstText(trace, 'workflow_name'), sessionId: firstText(trace, 'group_id'), metadata: kept });
}
