import type { Json, JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { SpanEvent } from '../model/span.ts';
import type { Format, ReadReport, Sample, Source, TraceFragment } from './format.ts';
import { textOf } from './jsonText.ts';
import { readInteger } from './otlp/anyValue.ts';
import { completeSpan } from './otlp/completeSpan.ts';
import { readAnyId } from './otlp/identity.ts';
import { plainAttributes, plainValue } from './otlp/plainSpan.ts';
import type { Resource } from './otlp/resource.ts';
import { appOf, noResource } from './otlp/resource.ts';
import type { SpanParts } from './otlp/spanParts.ts';
import { readSpanKind, readStatus } from './otlp/spanParts.ts';
import type { FoundSpan } from './spanContainer.ts';
import { readSpanContainer } from './spanContainer.ts';
import { listOf, textsIn } from './values/fields.ts';
import { endAfter, microseconds } from './values/times.ts';

function isSpan(value: unknown): boolean {
  return isJsonMap(value) && typeof value['operationName'] === 'string' && 'spanID' in value && 'startTime' in value;
}

/** Traces of a search or download, a trace by itself, or spans alone as the storage holds them. */
function tracesIn(value: unknown, depth = 0): readonly JsonMap[] {
  if (Array.isArray(value)) return depth < 3 ? value.flatMap((each: unknown) => tracesIn(each, depth + 1)) : [];
  if (!isJsonMap(value)) return [];
  if (isSpan(value)) return [{ spans: [value] }];
  if (isJsonMap(value['_source'])) return isSpan(value['_source']) ? [{ spans: [value['_source']] }] : [];
  const { spans, data } = value;
  if (Array.isArray(spans)) return spans.some(isSpan) ? [value] : [];
  return Array.isArray(data) ? tracesIn(data, depth + 1) : [];
}

/** Jaeger's JSON, as its page downloads it and its API answers (FORMATS 1b). */
export const jaeger: Format = {
  id: 'jaeger',
  title: 'Jaeger traces',
  example: '{"data":[{"traceID":"5b8efff798038103","spans":[{"traceID":"5b8efff798038103","spanID":"a1b2c3d4e5f60819","operationName":"chat","references":[],"startTime":1767225600000000,"duration":950000,"tags":[],"logs":[],"processID":"p1"}],"processes":{"p1":{"serviceName":"shop","tags":[]}}}]}',

  complete: completeSpan,

  detect(sample: Sample): string | undefined {
    const found = sample.records.find(({ value }) => tracesIn(value).length > 0);
    return found && `Jaeger's spans with operationName on line ${found.line}`;
  },

  read(source: Source, report: ReadReport): Iterable<TraceFragment> {
    return readSpanContainer(source, report, function* (value, warn): Generator<FoundSpan> {
      const traces = tracesIn(value);
      if (traces.length === 0) warn('Not a trace of Jaeger: it has no spans with operationName.');
      for (const trace of traces) yield* readTrace(trace, warn);
    });
  },
};

function* readTrace(trace: JsonMap, warn: (message: string) => void): Generator<FoundSpan> {
  const resources = readProcesses(trace['processes']);
  const warnings = [...textsIn(trace['warnings'])];
  for (const raw of listOf(trace['spans'])) {
    if (!isJsonMap(raw) || !isSpan(raw)) {
      warn('A span has no operationName or no id; left out.');
      continue;
    }
    const own = textsIn(raw['warnings']);
    warnings.push(...own);
    const resource = resources.get(textOf(raw['processID']) ?? '') ?? readProcess(raw['process']);
    yield { is: 'span', parts: readJaegerSpan(raw, textOf(trace['traceID']), resource, own) };
  }
  if (warnings.length > 0) warn(`Jaeger itself warns of ${warnings.length === 1 ? 'something' : `${warnings.length} things, first`}: ${warnings[0]!.slice(0, 200)}`);
}

function readJaegerSpan(raw: JsonMap, traceId: string | null, resource: Resource, warnings: readonly string[]): SpanParts {
  const attributes = readTags(raw['tags']);
  // Where spans are kept in Elasticsearch with tags as fields, dots in their names are written as @.
  for (const [key, value] of plainAttributes(raw['tag'])) attributes.set(key.replaceAll('@', '.'), value);
  const take = (key: string) => {
    const value = attributes.get(key);
    attributes.delete(key);
    return value;
  };
  const scope = textOf(take('otel.scope.name') ?? take('otel.library.name')) ?? '';
  const failed = take('error');
  const status = readStatus(take('otel.status_code'));
  if (failed !== undefined && typeof failed !== 'boolean' && failed !== 'true' && failed !== 'false') attributes.set('error', failed);
  const described = textOf(take('otel.status_description'));
  if (warnings.length > 0) attributes.set('jaeger.warnings', warnings);

  const id = readJaegerId(raw['traceID'] ?? traceId, 16);
  const references = listOf(raw['references']).filter(isJsonMap).map((each) => ({ type: each['refType'], traceId: readJaegerId(each['traceID'], 16), spanId: readJaegerId(each['spanID'], 8) }));
  const parent = references.find((each) => each.type === 'CHILD_OF' && (each.traceId === null || each.traceId === id));
  const startUs = readMicroseconds(raw['startTime']);
  const duration = readMicroseconds(raw['duration']) ?? (raw['duration'] === 0 ? 0 : null);
  return {
    traceId: id, spanId: readJaegerId(raw['spanID'], 8), parentId: parent?.spanId ?? readJaegerId(raw['parentSpanID'], 8),
    name: textOf(raw['operationName']) ?? 'unnamed', kind: readSpanKind(take('span.kind')),
    startUs, endUs: endAfter(startUs, duration),
    status: failed === true || failed === 'true' ? 'error' : status, statusMessage: described,
    attributes, events: listOf(raw['logs']).filter(isJsonMap).map(readLog),
    links: references.filter((each) => each !== parent).map(({ traceId: trace, spanId }) => ({ traceId: trace, spanId })),
    scope, resource,
  };
}

/** Jaeger leaves zeros at the start of an id away. */
function readJaegerId(value: unknown, bytes: 8 | 16): string | null {
  return readAnyId(typeof value === 'string' && /^[0-9a-f]{1,32}$/i.test(value) ? value.padStart(bytes * 2, '0') : value, bytes);
}

function readMicroseconds(value: unknown): number | null {
  const us = readInteger(value);
  return typeof us === 'number' && us > 0 ? microseconds(us) : null;
}

/** `{key, type, value}`; numbers of 64 bits may be text. */
function readTags(list: unknown): Map<string, Json> {
  const map = new Map<string, Json>();
  for (const tag of listOf(list).filter(isJsonMap)) {
    const { key, type, value } = tag;
    if (typeof key === 'string') map.set(key, type === 'int64' ? readInteger(value) : type === 'bool' && typeof value === 'string' ? value === 'true' : plainValue(value));
  }
  return map;
}

function readLog(raw: JsonMap): SpanEvent {
  const fields = readTags(raw['fields']);
  const key = ['event', 'name', 'message'].find((each) => textOf(fields.get(each)) !== null);
  const name = key === undefined ? 'log' : (textOf(fields.get(key)) ?? 'log');
  if (key !== undefined && key !== 'message') fields.delete(key);
  return { name: name.slice(0, 200), timeUs: readMicroseconds(raw['timestamp']), attributes: Object.fromEntries(fields) };
}

function readProcesses(value: unknown): Map<string, Resource> {
  return new Map(isJsonMap(value) ? Object.entries(value).map(([id, process]) => [id, readProcess(process)]) : []);
}

function readProcess(value: unknown): Resource {
  if (!isJsonMap(value)) return noResource;
  return { app: appOf(value['serviceName']), attributes: readTags(value['tags']) };
}
