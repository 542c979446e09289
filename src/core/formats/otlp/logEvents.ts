import type { Json } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { SpanEvent } from '../../model/span.ts';
import { setKey, textOf, unwrapJson } from '../jsonText.ts';
import { listOf } from '../values/fields.ts';
import { readAnyValue, readAttributes } from './anyValue.ts';
import { readTime } from './clock.ts';
import { readId } from './identity.ts';
import { detailsEvent, holdsMessages } from './messageEvents.ts';

/** Content that was logged beside the spans: some instrumentations keep it out of them. The ids are null where the record has none. */
export type LoggedEvent = { readonly traceId: string | null; readonly spanId: string | null; readonly event: SpanEvent };

/** Of log records only the events with messages are read; all others belong to no format of ours. */
export function* readLoggedEvents(resourceLogs: unknown): Generator<LoggedEvent> {
  for (const resource of listOf(resourceLogs).filter(isJsonMap)) {
    for (const scope of listOf(resource['scopeLogs'] ?? resource['instrumentationLibraryLogs']).filter(isJsonMap)) {
      for (const record of listOf(scope['logRecords']).filter(isJsonMap)) {
        const attributes = readAttributes(record['attributes']);
        const name = textOf(record['eventName']) ?? textOf(attributes.get('event.name'));
        if (name === null || !(name === detailsEvent || name === 'gen_ai.evaluation.result' || holdsMessages(name))) continue;
        attributes.delete('event.name');
        const timeUs = readTime(record['timeUnixNano']) ?? readTime(record['observedTimeUnixNano']);
        yield { traceId: readId(record['traceId'], 16), spanId: readId(record['spanId'], 8), event: { name, timeUs, attributes: contentOf(readAnyValue(record['body']), attributes) } };
      }
    }
  }
}

/** A body that is a map says what attributes would; another is the content itself. */
function contentOf(body: Json, attributes: ReadonlyMap<string, Json>): Record<string, Json> {
  const content: Record<string, Json> = {};
  for (const [key, value] of attributes) setKey(content, key, value);
  const said = unwrapJson(body);
  if (isJsonMap(said)) for (const [key, value] of Object.entries(said)) setKey(content, key, value);
  else if (body !== null && body !== '') content['content'] ??= body;
  return content;
}
