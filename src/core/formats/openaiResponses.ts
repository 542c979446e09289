import type { Json, JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { TraceHeader } from '../model/trace.ts';
import type { Format, ReadReport, Sample, Source, SourceRecord, TraceFragment } from './format.ts';
import { placeOf, recordOf } from './format.ts';
import { firstText, textOf } from './jsonText.ts';
import type { Exchange } from './openaiResponses/exchange.ts';
import { exchangeIn } from './openaiResponses/exchange.ts';
import type { IssuedCall } from './openaiResponses/turn.ts';
import { resultSpans, turnSpans } from './openaiResponses/turn.ts';
import { findRow, readRows } from './rows.ts';
import { derivedId } from './values/contentId.ts';
import { mapOf, nonEmpty } from './values/fields.ts';

const isExchange = (value: JsonMap) => exchangeIn(value) !== undefined;

/** What an application logged of its calls to OpenAI: Responses, or completions with their request, one a record (FORMATS 6). */
export const openaiResponses: Format = {
  id: 'openai-responses',
  title: 'OpenAI Responses and completion logs',
  example: '{"id":"resp_…","object":"response","created_at":1795165200,"model":"gpt-5","input":"…","output":[{"type":"message","role":"assistant","content":[{"type":"output_text","text":"…"}]}],"usage":{"input_tokens":9,"output_tokens":4}}',
  documentedOnly: true,

  detect(sample: Sample): string | undefined {
    const found = findRow(sample, isExchange);
    return found && `${exchangeIn(found.row)?.kind === 'response' ? 'a response with its items' : 'a request with its completion'} on line ${found.line}`;
  },

  *read(source: Source, report: ReadReport): Generator<TraceFragment> {
    /** Of each response in these records, and of each call in it, the trace it belongs to. */
    const traces = new Map<string, string>();
    const calls = new Map<string, IssuedCall>();
    const met = new Set<string>();

    for (const { row, record, warn } of readRows(source, report, isExchange, 'Neither a response nor a request with its completion; left out.')) {
      const exchange = exchangeIn(row);
      if (exchange !== undefined) yield readExchange(exchange, record, warn);
    }

    function readExchange(exchange: Exchange, record: SourceRecord, warn: (message: string) => void): TraceFragment {
      const { previous } = exchange;
      const id = exchange.id ?? derivedId(exchange.raw, record.line);
      const trace = (previous === null ? undefined : traces.get(previous)) ?? previous ?? id;
      if (previous !== null && !traces.has(previous)) warn(`The messages before this response are not in the export: they stand with OpenAI, at ${previous} (previous_response_id).`);
      traces.set(id, trace);
      const place = placeOf(source, record);
      const isFirst = !met.has(trace);
      met.add(trace);
      const turn = turnSpans(exchange, id, isFirst ? null : previous, place);
      const answered = resultSpans(exchange, (callId) => calls.get(callId), trace, place);
      for (const part of turn.calls) if (part.id !== null) calls.set(part.id, { part, trace, turn: id });
      return { nativeId: trace, header: headerOf(exchange), spans: distinct([...turn.spans, ...answered]), record: recordOf(record) };
    }
  },
};

function distinct<T extends { readonly id: string }>(spans: readonly T[]): readonly T[] {
  return [...new Map(spans.toReversed().map((span) => [span.id, span])).values()].toReversed();
}

function headerOf({ request, response }: Exchange): Partial<TraceHeader> {
  const conversation: Json | undefined = response['conversation'] ?? request['conversation'];
  const sessionId = isJsonMap(conversation) ? firstText(conversation, 'id') : textOf(conversation);
  const userId = firstText(response, 'user', 'safety_identifier') ?? firstText(request, 'user', 'safety_identifier');
  const metadata = [response['metadata'], request['metadata']].map(mapOf).find((each) => Object.keys(each).length > 0);
  return nonEmpty({ sessionId, userId, metadata });
}
