import { request as httpRequest } from 'node:http';
import { gzipSync } from 'node:zlib';
import { context, propagation, ROOT_CONTEXT, SpanStatusCode, trace, type Context } from '@opentelemetry/api';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { BasicTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonMap } from '../../src/core/model/json.ts';
import { defaultFacts } from '../../src/core/model/config.ts';
import { createPricing } from '../../src/core/pricing/pricing.ts';
import type { CollectedTrace } from '../../src/engine/otlpReceiver/collection.ts';
import { openReceiver, type OtlpReceiver, type TrialSpans } from '../../src/engine/otlpReceiver/receiver.ts';
import { readSpans } from '../../src/engine/targets/spanTrial.ts';

const never = new AbortController().signal;
const atOnce = { firstMs: 0, quietMs: 2000, longestMs: 5000 };
const patient = { firstMs: 5000, quietMs: 2000, longestMs: 10_000 };

let receiver: OtlpReceiver;
beforeAll(async () => {
  receiver = await openReceiver();
});
afterAll(() => receiver.close());

type RawSpan = { readonly traceId: string; readonly spanId: string; readonly parentSpanId?: string; readonly name: string; readonly attributes: readonly JsonMap[]; readonly status?: JsonMap; readonly startTimeUnixNano: string };
type RawRequest = { readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly RawSpan[] }[] }[] };

function spansOf(collected: CollectedTrace | 'full' | null): readonly RawSpan[] {
  if (collected === null || collected === 'full') return [];
  return (collected.requests as unknown as readonly RawRequest[]).flatMap((each) => each.resourceSpans).flatMap((each) => each.scopeSpans).flatMap((each) => each.spans);
}
const traceIdOf = (trial: TrialSpans): string => trial.traceparent.split('-')[1] ?? '';

/** Where a trial's spans are to stand, as an SDK reads it from a traceparent. */
function parentOf({ traceparent }: TrialSpans): Context {
  const [, traceId = '', spanId = ''] = traceparent.split('-');
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: 1, isRemote: true });
}

async function post(path: string, body: string | Uint8Array, headers: Readonly<Record<string, string>> = { 'content-type': 'application/json' }): Promise<Response> {
  return fetch(`${receiver.endpoint}${path}`, { method: 'POST', headers, body: body as BodyInit });
}
const oneSpan = (traceId: string, name: string, parentSpanId?: string): string =>
  JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [{ traceId, spanId: '00f067aa0ba902b7', ...(parentSpanId === undefined ? {} : { parentSpanId }), name, startTimeUnixNano: '1', endTimeUnixNano: '2' }] }] }] });

describe.each([['protobuf', ProtobufExporter], ['JSON', JsonExporter]] as const)('the official SDK, sending %s', (_, Exporter) => {
  test('many trials at once through one exporter are told apart', async () => {
    const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(new Exporter({ url: `${receiver.endpoint}/v1/traces`, compression: 'gzip' as never }))] });
    const tracer = provider.getTracer('agent');
    const trials = Array.from({ length: 8 }, () => receiver.open());
    const runs = trials.map((trial, n) => {
      const root = tracer.startSpan(`run ${n}`, { attributes: { n, ratio: 0.5, ok: true, big: 2 ** 40, list: ['a', 'b'], text: `Grüße ${n}` } }, parentOf(trial));
      return { n, root, inner: tracer.startSpan('execute_tool', { attributes: { 'gen_ai.tool.name': `tool${n}` } }, trace.setSpan(ROOT_CONTEXT, root)) };
    });
    for (const { inner } of runs) inner.setStatus({ code: SpanStatusCode.ERROR, message: 'no' }).end();
    for (const { root } of runs) root.end();
    await provider.forceFlush();
    const collected = await Promise.all(trials.map((trial) => trial.finish(atOnce, never)));
    for (const [n, each] of collected.entries()) {
      const [inner, root] = spansOf(each).toSorted((a, b) => a.name.localeCompare(b.name));
      expect(root).toMatchObject({ name: `run ${n}`, traceId: traceIdOf(trials[n]!) });
      // The span it was told to stand under is nobody's.
      expect(root?.parentSpanId ?? '').toBe('');
      expect(Object.fromEntries(root!.attributes.map(({ key, value }) => [key, value]))).toEqual({
        n: { intValue: expect.anything() as unknown }, ratio: { doubleValue: 0.5 }, ok: { boolValue: true }, big: { intValue: expect.anything() as unknown },
        list: { arrayValue: { values: [{ stringValue: 'a' }, { stringValue: 'b' }] } }, text: { stringValue: `Grüße ${n}` },
      });
      expect(inner).toMatchObject({ name: 'execute_tool', parentSpanId: root!.spanId, status: { code: 2, message: 'no' }, attributes: [{ key: 'gen_ai.tool.name', value: { stringValue: `tool${n}` } }] });
      expect(Number(root!.startTimeUnixNano)).toBeGreaterThan(1.7e18);
      expect(spansOf(each)).toHaveLength(2);
    }
    await provider.shutdown();
  });
});

describe('what belongs to a trial', () => {
  test('nothing, when nothing comes, without a wait', async () => {
    const start = performance.now();
    expect(await receiver.open().finish(atOnce, never)).toBeNull();
    expect(performance.now() - start).toBeLessThan(1500);
  });

  test("other people's spans are taken and left out", async () => {
    const trial = receiver.open();
    expect((await post('/v1/traces', oneSpan('4bf92f3577b34da6a3ce929d0e0e4736', 'stranger'))).status).toBe(200);
    expect(await trial.finish(atOnce, never)).toBeNull();
  });

  test('what comes to its own address is its own, under whatever id, unless something carries the id that was given', async () => {
    const alone = receiver.open();
    await post(`${new URL(alone.endpoint).pathname}/v1/traces`, oneSpan('4bf92f3577b34da6a3ce929d0e0e4736', 'made up its own id'));
    const taken = await alone.finish(atOnce, never);
    expect(spansOf(taken)).toMatchObject([{ name: 'made up its own id', traceId: traceIdOf(alone) }]);

    const both = receiver.open();
    await post(`${new URL(both.endpoint).pathname}/v1/traces`, oneSpan('4bf92f3577b34da6a3ce929d0e0e4736', 'stranger'));
    await post('/v1/traces', oneSpan(traceIdOf(both), 'own'));
    expect(spansOf(await both.finish(atOnce, never)).map((each) => each.name)).toEqual(['own']);
  });

  test('messages that were logged beside the spans come to the span they name', async () => {
    const trial = receiver.open();
    const traceId = traceIdOf(trial);
    const chat = { traceId, spanId: '00f067aa0ba902b7', name: 'chat', startTimeUnixNano: '1790000000000000000', endTimeUnixNano: '1790000000000001000', attributes: [{ key: 'gen_ai.operation.name', value: { stringValue: 'chat' } }] };
    const logged = { traceId, spanId: chat.spanId, eventName: 'gen_ai.choice', body: { kvlistValue: { values: [{ key: 'message', value: { kvlistValue: { values: [{ key: 'role', value: { stringValue: 'assistant' } }, { key: 'content', value: { stringValue: 'It is in transit.' } }] } } }] } } };
    expect((await post('/v1/logs', JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [logged] }] }] }))).status).toBe(200);
    await post('/v1/traces', JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [chat] }] }] }));
    const collected = await trial.finish(atOnce, never);
    expect(collected && collected !== 'full' && readSpans(collected, defaultFacts, createPricing()).trial.output).toBe('It is in transit.');
  });

  test('late spans are waited for until the first span of the run has come', async () => {
    const trial = receiver.open();
    const finished = trial.finish(patient, never);
    await post('/v1/traces', oneSpan(traceIdOf(trial), 'inner', 'aaaaaaaaaaaaaaaa'));
    await post('/v1/traces', oneSpan(traceIdOf(trial), 'root', trial.traceparent.split('-')[2]));
    const start = performance.now();
    expect(spansOf(await finished).map((each) => each.name)).toEqual(['inner', 'root']);
    expect(performance.now() - start).toBeLessThan(patient.quietMs);
  });

  test('spans that come when their trial is over are known as late', async () => {
    const own = await openReceiver();
    const trial = own.open();
    await trial.finish(atOnce, never);
    expect(own.hasLate).toBe(false);
    await fetch(`${own.endpoint}/v1/traces`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: oneSpan(traceIdOf(trial), 'late') });
    expect(own.hasLate).toBe(true);
    await own.close();
  });

  test('a cancelled run waits for nothing', async () => {
    const start = performance.now();
    expect(await receiver.open().finish({ firstMs: 60_000, quietMs: 60_000, longestMs: 60_000 }, AbortSignal.timeout(50))).toBeNull();
    expect(performance.now() - start).toBeLessThan(20_000);
  });
});

describe('what is refused', () => {
  const protobuf = { 'content-type': 'application/x-protobuf' };
  const json = { 'content-type': 'application/json' };
  test.each<[string, string, string | Uint8Array, Readonly<Record<string, string>>, number]>([
    ['another path', '/v1/nothing', '{}', json, 404],
    ['a name of every object', '/v1/constructor', '{}', json, 404],
    ['another content type', '/v1/traces', '{}', { 'content-type': 'text/plain' }, 415],
    ['another encoding', '/v1/traces', '{}', { ...json, 'content-encoding': 'br' }, 415],
    ['broken JSON', '/v1/traces', '{"resourceSpans": [', json, 400],
    ['JSON of something else', '/v1/traces', '[1]', json, 400],
    ['absurdly deep JSON', '/v1/traces', `{"resourceSpans": [${'['.repeat(100_000)}${']'.repeat(100_000)}]}`, json, 400],
    ['bytes that are no protobuf', '/v1/traces', new Uint8Array([0xff, 0xff, 0xff, 0x00]), protobuf, 400],
    ['gzip that is none', '/v1/traces', 'plain', { ...protobuf, 'content-encoding': 'gzip' }, 400],
    ['a gzip bomb', '/v1/traces', gzipSync(Buffer.alloc(65 * 1024 * 1024)), { ...json, 'content-encoding': 'gzip' }, 413],
  ])('%s', async (_, path, body, headers, status) => {
    const response = await post(path, body, headers);
    expect(response.status).toBe(status);
    expect(Buffer.from(await response.arrayBuffer()).length).toBeGreaterThan(5);
  });

  test('another method', async () => expect((await fetch(`${receiver.endpoint}/v1/traces`)).status).toBe(405));

  test.each([['that says its length', true], ['in pieces', false]])('a body of 100 MB %s; the next one is taken', async (_, sized) => {
    const chunk = Buffer.alloc(1024 * 1024, ' ');
    const status = await new Promise<number | string>((resolve) => {
      const request = httpRequest(`${receiver.endpoint}/v1/traces`, { method: 'POST', headers: { 'content-type': 'application/json', ...(sized ? { 'content-length': String(100 * chunk.length) } : {}) } }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      request.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
      let sent = 0;
      const pour = (): void => {
        while (sent < 100 && !request.destroyed) if (sent++, !request.write(chunk)) return void request.once('drain', pour);
        request.end();
      };
      pour();
    });
    expect(status).toBe(413);
    const trial = receiver.open();
    expect((await post('/v1/traces', oneSpan(traceIdOf(trial), 'next'))).status).toBe(200);
    expect(spansOf(await trial.finish(atOnce, never))).toHaveLength(1);
  });

  test('empty requests, metrics and what has no trace id are taken', async () => {
    expect((await post('/v1/traces', '{}')).status).toBe(200);
    expect((await post('/v1/traces', new Uint8Array(), protobuf)).status).toBe(200);
    expect((await post('/v1/metrics', 'whatever', protobuf)).status).toBe(200);
    expect((await post('/v1/traces', '{"resourceSpans":[null,{"scopeSpans":[{"spans":[null,3,{"name":"x"}]}]}]}')).status).toBe(200);
  });

  test('a port that is taken, with what to do', async () => {
    await expect(openReceiver(Number(new URL(receiver.endpoint).port))).rejects.toThrow(/^No OTLP receiver could be opened on 127\.0\.0\.1 at port \d+: /);
  });
});

// Nothing of the SDK is set for the whole process.
test('no global is left behind', () => expect([context.active(), propagation.fields()]).toEqual([ROOT_CONTEXT, []]));
