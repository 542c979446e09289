import type { Json } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import { listOf, readAnyValue, readAttributes } from './anyValue.ts';
import { readId } from './identity.ts';

/** Message content that was logged beside the spans, by `trace id/span id`: some instrumentations keep it out of the span. */
export type LoggedContent = ReadonlyMap<string, ReadonlyMap<string, Json>>;

const detailsEvent = 'gen_ai.client.inference.operation.details';

/**
 * Of log records only the event with a call's content is read; all others belong to no format of ours.
 * @param other told the name of each of these
 */
export function readLoggedContent(resourceLogs: unknown, other: (name: string) => void): LoggedContent {
  const found = new Map<string, Map<string, Json>>();
  for (const resource of listOf(resourceLogs).filter(isJsonMap)) {
    for (const scope of listOf(resource['scopeLogs'] ?? resource['instrumentationLibraryLogs']).filter(isJsonMap)) {
      for (const record of listOf(scope['logRecords']).filter(isJsonMap)) {
        const attributes = readAttributes(record['attributes']);
        const event = record['eventName'] ?? attributes.get('event.name');
        if (event !== detailsEvent) {
          if (typeof event === 'string') other(event);
          continue;
        }
        const key = `${readId(record['traceId'], 16)}/${readId(record['spanId'], 8)}`;
        const body = readAnyValue(record['body']);
        const content = found.get(key) ?? new Map<string, Json>();
        for (const [name, value] of isJsonMap(body) ? Object.entries(body) : []) content.set(name, value);
        for (const [name, value] of attributes) if (name !== 'event.name') content.set(name, value);
        found.set(key, content);
      }
    }
  }
  return found;
}
