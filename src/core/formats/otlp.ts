import { isJsonMap } from '../model/json.ts';
import type { Format, ReadReport, Sample, Source, TraceFragment } from './format.ts';
import { textOf } from './jsonText.ts';
import { readAttributes } from './otlp/anyValue.ts';
import { isNoTime } from './otlp/clock.ts';
import { completeSpan } from './otlp/completeSpan.ts';
import { readLoggedEvents } from './otlp/logEvents.ts';
import { readSpan } from './otlp/readSpan.ts';
import { resourceOf } from './otlp/resource.ts';
import type { FoundSpan } from './spanContainer.ts';
import { readSpanContainer } from './spanContainer.ts';
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
  title: 'OpenTelemetry spans (OTLP/JSON)',
  example: '{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"5b8e…","spanId":"a1b2…","name":"chat","attributes":[]}]}]}]}',
  growth: 'records',

  complete: completeSpan,

  detect(sample: Sample): string | undefined {
    const found = sample.records.flatMap(({ value, line }) => requestsIn(value).flatMap((request) => signals.filter((each) => Array.isArray(request[each])).map((signal) => ({ signal, line }))));
    const first = found.find(({ signal }) => signal === 'resourceSpans') ?? found[0];
    return first && `${first.signal} on line ${first.line}`;
  },

  read(source: Source, report: ReadReport): Iterable<TraceFragment> {
    return readSpanContainer(source, report, function* (value, warn): Generator<FoundSpan> {
      const requests = requestsIn(value);
      if (requests.length === 0) warn('Not an OTLP export request: it has no resourceSpans.');
      for (const request of requests) {
        yield* spansIn(request, warn);
        for (const logged of readLoggedEvents(request.resourceLogs)) yield { is: 'logged', logged };
      }
    });
  },
};

const timeFields = ['startTimeUnixNano', 'endTimeUnixNano'] as const;

/** Every span, in file order; scopes go by two names over the versions of the protocol. */
export function* spansIn(request: OtlpRequest, warn: (message: string) => void): Generator<FoundSpan> {
  for (const group of listOf(request.resourceSpans).filter(isJsonMap)) {
    const resource = resourceOf(readAttributes(isJsonMap(group['resource']) ? group['resource']['attributes'] : undefined));
    for (const scoped of listOf(group['scopeSpans'] ?? group['instrumentationLibrarySpans']).filter(isJsonMap)) {
      const named = scoped['scope'] ?? scoped['instrumentationLibrary'];
      const scope = (isJsonMap(named) ? textOf(named['name']) : null) ?? '';
      for (const raw of listOf(scoped['spans'])) {
        if (!isJsonMap(raw)) {
          warn('A span is not an object; left out.');
          continue;
        }
        const parts = readSpan(raw, scope, resource);
        // Without the value, so that it is said once for a file.
        if (parts.startUs === null || parts.endUs === null) for (const name of timeFields) if (isNoTime(raw[name])) warn(`${name} is no time in nanoseconds since 1970; read as not recorded.`);
        yield { is: 'span', parts };
      }
    }
  }
}
