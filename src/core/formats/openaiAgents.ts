import type { Json, JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { TraceHeader } from '../model/trace.ts';
import type { Format, ReadReport, Sample, Source, TraceFragment } from './format.ts';
import { placeOf } from './format.ts';
import { firstText, fitsDepth } from './jsonText.ts';
import { readAgentsSpan } from './openaiAgents/span.ts';
import { rowsIn } from './rows.ts';

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

  detect({ records }: Sample): string | undefined {
    for (const { value, line } of records) {
      for (const row of rowsIn(value, isRow)) if (isJsonMap(row) && isRow(row)) return `an object ${String(row['object'])} on line ${line}`;
    }
    return undefined;
  },

  *read(source: Source, report: ReadReport): Generator<TraceFragment> {
    for (const record of source.records) {
      const warn = (message: string) => report.warn(record.line, message, record.file);
      if (!fitsDepth(record.value)) {
        warn('The record is nested too deep to be read.');
        continue;
      }
      for (const row of rowsIn(record.value, isRow)) {
        const { file, line, offset, length } = record;
        const at = { ...(file === undefined ? {} : { file }), line, offset, length };
        const traceId = isJsonMap(row) ? firstText(row, 'trace_id') : null;
        if (isJsonMap(row) && isTrace(row)) yield { nativeId: firstText(row, 'id') ?? 'unnamed', header: headerOf(row), spans: [], record: at };
        else if (!isJsonMap(row) || !isSpan(row)) warn('Neither a trace nor a span; left out.');
        else if (traceId === null || firstText(row, 'id') === null) warn('A span without an id or without a trace; left out.');
        else yield { nativeId: traceId, header: {}, spans: [readAgentsSpan(row, placeOf(source, record), warn)], record: at };
      }
    }
  },
};

/** The group is the conversation. */
function headerOf(trace: JsonMap): Partial<TraceHeader> {
  const { object: _, id: __, workflow_name: ___, group_id: ____, metadata, ...rest } = trace;
  const name = firstText(trace, 'workflow_name');
  const sessionId = firstText(trace, 'group_id');
  const kept: Record<string, Json> = { ...(isJsonMap(metadata) ? metadata : {}), ...Object.fromEntries(Object.entries(rest).filter(([key, value]) => value !== null && key !== 'tracing_api_key')) };
  return { ...(name === null ? {} : { name }), ...(sessionId === null ? {} : { sessionId }), ...(Object.keys(kept).length === 0 ? {} : { metadata: kept }) };
}
