import type { JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { Format, ReadReport, Sample, Source, TraceFragment } from './format.ts';
import { spansIn } from './otlp.ts';
import { completeSpan } from './otlp/completeSpan.ts';
import type { FoundSpan } from './spanContainer.ts';
import { readSpanContainer } from './spanContainer.ts';

/** What Tempo's first API calls batches and its second the resource spans of a trace is what OTLP calls resource spans. */
function groupsOf(value: JsonMap): readonly unknown[] | undefined {
  const { batches, trace } = value;
  if (Array.isArray(batches) && batches.some(isBatch)) return batches as readonly unknown[];
  return isJsonMap(trace) && Array.isArray(trace['resourceSpans']) ? (trace['resourceSpans'] as readonly unknown[]) : isJsonMap(trace) ? groupsOf({ batches: trace['batches'] ?? null }) : undefined;
}

function isBatch(value: unknown): boolean {
  return isJsonMap(value) && (Array.isArray(value['scopeSpans']) || Array.isArray(value['instrumentationLibrarySpans']));
}

function tracesIn(value: unknown, depth = 0): readonly (readonly unknown[])[] {
  if (Array.isArray(value)) return depth < 3 ? value.flatMap((each: unknown) => tracesIn(each, depth + 1)) : [];
  const groups = isJsonMap(value) ? groupsOf(value) : undefined;
  return groups === undefined ? [] : [groups];
}

/** A trace as Grafana downloads it from Tempo (FORMATS 1b). Times are numbers there, rounded to some hundred nanoseconds. */
export const tempo: Format = {
  id: 'tempo',
  title: 'Grafana Tempo traces',
  example: '{"batches":[{"resource":{"attributes":[]},"scopeSpans":[{"spans":[{"traceId":"W47/95gDgQPSaYZ0FwELpg==","spanId":"obLD1OX2CBk=","name":"chat"}]}]}]}',

  complete: completeSpan,

  detect(sample: Sample): string | undefined {
    const found = sample.records.find(({ value }) => tracesIn(value).length > 0);
    return found && `Tempo's batches on line ${found.line}`;
  },

  read(source: Source, report: ReadReport): Iterable<TraceFragment> {
    return readSpanContainer(source, report, function* (value, warn): Generator<FoundSpan> {
      const traces = tracesIn(value);
      if (traces.length === 0) warn('Not a trace of Tempo: it has no batches.');
      for (const resourceSpans of traces) yield* spansIn({ resourceSpans }, warn);
    });
  },
};
