import { isJsonMap } from '../model/json.ts';
import type { Format, ReadReport, Sample, Source, TraceFragment } from './format.ts';
import { textOf } from './jsonText.ts';
import { readAttributes } from './otlp/anyValue.ts';
import { completeSpan } from './otlp/completeSpan.ts';
import { readLoggedEvents } from './otlp/logEvents.ts';
import { createMessageMemory } from './otlp/messageMemory.ts';
import { readSpan } from './otlp/readSpan.ts';
import type { Resource } from './otlp/spanParts.ts';
import { createTraceSorter } from './otlp/traces.ts';
import { listOf } from './values/fields.ts';

type OtlpRequest = { readonly resourceSpans?: unknown; readonly resourceLogs?: unknown; readonly resourceMetrics?: unknown };

const signals = ['resourceSpans', 'resourceLogs', 'resourceMetrics'] as const;

/** The export requests in one JSON value: the value, or the elements of a list. */
function requestsIn(value: unknown, depth = 0): readonly OtlpRequest[] {
  if (Array.isArray(value)) return depth < 3 ? value.flatMap((each: unknown) => requestsIn(each, depth + 1)) : [];
  return isJsonMap(value) && signals.some((signal) => Array.isArray(value[signal])) ? [value] : [];
}

/** OTLP/JSON as the OpenTelemetry collector's file exporter and OTLP dumps write it (FORMATS 1). */
export const otlp: Format = {
  id: 'otlp',
  title: 'OTLP/JSON (OpenTelemetry)',
  example: '{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"5b8e…","spanId":"a1b2…","name":"chat","attributes":[]}]}]}]}',
  growth: 'records',

  complete: completeSpan,

  detect(sample: Sample): string | undefined {
    const found = sample.records.flatMap(({ value, line }) => requestsIn(value).flatMap((request) => signals.filter((each) => Array.isArray(request[each])).map((signal) => ({ signal, line }))));
    const first = found.find(({ signal }) => signal === 'resourceSpans') ?? found[0];
    return first && `${first.signal} on line ${first.line}`;
  },

  *read(source: Source, report: ReadReport): Generator<TraceFragment> {
    const sorter = createTraceSorter(source);
    const memory = createMessageMemory();
    for (const record of source.records) {
      const requests = requestsIn(record.value);
      if (requests.length === 0) report.warn(record.line, 'Not an OTLP export request: it has no resourceSpans.');
      const context = { memory, warn: (message: string) => report.warn(record.line, message) };
      const traces = sorter.openRecord(record);
      for (const request of requests) {
        for (const { raw, scope, resource } of spansIn(request)) {
          if (!isJsonMap(raw)) {
            context.warn('A span is not an object; left out.');
            continue;
          }
          traces.add(readSpan(raw, scope, resource), context);
        }
        for (const logged of readLoggedEvents(request.resourceLogs)) traces.log(logged);
      }
      yield* traces.fragments();
    }
    for (const message of sorter.warnings()) report.warn(null, message);
  },
};

/** Every span with its scope's name and its resource, in file order; scopes go by two names over the versions of the protocol. */
export function* spansIn(request: OtlpRequest): Generator<{ raw: unknown; scope: string; resource: Resource }> {
  for (const group of listOf(request.resourceSpans).filter(isJsonMap)) {
    const attributes = readAttributes(isJsonMap(group['resource']) ? group['resource']['attributes'] : undefined);
    const service = textOf(attributes.get('service.name'));
    const resource = { app: service === null || service.startsWith('unknown_service') ? null : service, attributes };
    for (const scoped of listOf(group['scopeSpans'] ?? group['instrumentationLibrarySpans']).filter(isJsonMap)) {
      const named = scoped['scope'] ?? scoped['instrumentationLibrary'];
      const scope = (isJsonMap(named) ? textOf(named['name']) : null) ?? '';
      for (const raw of listOf(scoped['spans'])) yield { raw, scope, resource };
    }
  }
}
