import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseJson } from '../../core/formats/jsonText.ts';
import { readProtobuf } from '../../core/formats/otlp/protobuf.ts';
import type { Json } from '../../core/model/json.ts';
import { messageOf, UserError } from '../../core/support/errors.ts';
import { Collection, type CollectedTrace, type Patience } from './collection.ts';
import { readBody } from './requestBody.ts';
import { sortByTrace, type Signal } from './sortByTrace.ts';

/** A place on loopback where a target's OpenTelemetry exporter sends to (OTLP over HTTP), in protobuf or JSON. */
export interface OtlpReceiver {
  /** For a target that serves many trials: they are told apart by trace id. */
  readonly endpoint: string;
  /** Begins to gather what belongs to one trial. */
  open(): TrialSpans;
  /** Spans of trials that had ended have come: this target sends late. */
  readonly hasLate: boolean;
  close(): Promise<void>;
}

export type TrialSpans = {
  /** The trial's own address: whatever comes there is of this trial. */
  readonly endpoint: string;
  readonly traceparent: string;
  /** Waits for what is on its way, then gathers no more. Null where nothing came; `full` where more came than is kept. */
  finish(patience: Patience, signal: AbortSignal): Promise<CollectedTrace | 'full' | null>;
};

/** Longest body, unpacked; and all that is kept of one trial. */
const mostBytes = 64 * 1024 * 1024;
/** Ended trials whose late spans are still known as theirs. */
const mostEnded = 1000;
const signals: Readonly<Record<string, Signal | 'metrics'>> = { traces: 'traces', logs: 'logs', metrics: 'metrics' };
/** How long the rest of a refused body may take. */
const longestRestMs = 10_000;
const protobufType = 'application/x-protobuf';

/** @param port 0 for any free one. A UserError where the port is taken. */
export async function openReceiver(port = 0): Promise<OtlpReceiver> {
  const open = new Map<string, Collection>();
  const ended = new Set<string>();
  let late = false;
  let busy = 0;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const type = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
    const isProtobuf = type === protobufType;
    const reply = (status: number, said: string): void => {
      const body = Buffer.from(status === 200 ? (isProtobuf ? '' : '{}') : isProtobuf ? statusMessage(said) : JSON.stringify({ message: said }));
      response.writeHead(status, { 'content-type': isProtobuf ? protobufType : 'application/json', 'content-length': body.length, ...(status === 405 ? { allow: 'POST' } : {}), ...(status === 200 ? {} : { connection: 'close' }) });
      if (request.complete) return void response.end(body);
      // Who is still sending reads the answer only if the line stays open; the rest is thrown away as it comes, for a while.
      response.write(body);
      const timer = setTimeout(() => request.destroy(), longestRestMs);
      request.resume().once('close', () => {
        clearTimeout(timer);
        response.end();
      });
    };
    const [, own, name = ''] = /^(?:\/([0-9a-f]{32}))?\/v1\/(\w+)\/?$/.exec((request.url ?? '').split('?', 1)[0] ?? '') ?? [];
    const signal = Object.hasOwn(signals, name) ? signals[name] : undefined;
    if (signal === undefined) return reply(404, 'Send to /v1/traces or /v1/logs.');
    if (request.method !== 'POST') return reply(405, 'Send a POST request.');
    if (!isProtobuf && type !== 'application/json') return reply(415, `Send ${protobufType} or application/json.`);
    const { bytes, refusal } = await readBody(request, mostBytes);
    if (refusal) return reply(refusal.status, refusal.said);
    if (signal === 'metrics') return reply(200, '');
    const read = isProtobuf ? readProtobuf(bytes, signal) : readJson(bytes);
    if (read.problem !== null) return reply(400, `The body ${read.problem}.`);
    const parts = sortByTrace(read.value, signal);
    if (!parts) return reply(400, 'The body is not an OTLP export request.');
    for (const part of parts) {
      if (ended.has(part.traceId)) late = true;
      (open.get(part.traceId) ?? (own === undefined ? undefined : open.get(own)))?.add(part, signal, bytes.length);
    }
    reply(200, '');
  }

  const server = createServer((request, response) => {
    busy++;
    response.on('close', () => {
      busy--;
      if (busy === 0) for (const each of open.values()) each.wake();
    });
    answer(request, response).catch((error: unknown) => {
      response.writeHead(500, { 'content-type': 'application/json', connection: 'close' });
      response.end(JSON.stringify({ message: messageOf(error) }));
    });
  });
  await listen(server, port);
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    endpoint,
    get hasLate() {
      return late;
    },
    open() {
      const collection = new Collection(mostBytes);
      open.set(collection.traceId, collection);
      return {
        endpoint: `${endpoint}/${collection.traceId}`,
        traceparent: collection.traceparent,
        async finish(patience, signal) {
          await collection.wait(patience, () => busy > 0, signal);
          open.delete(collection.traceId);
          ended.add(collection.traceId);
          const [oldest] = ended;
          if (ended.size > mostEnded && oldest !== undefined) ended.delete(oldest);
          return collection.isFull ? 'full' : collection.taken();
        },
      };
    },
    async close() {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      server.closeAllConnections();
      await closed.promise;
    },
  };
}

async function listen(server: Server, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, '127.0.0.1', resolve);
  try {
    await promise;
  } catch (error) {
    throw new UserError('no-receiver', `No OTLP receiver could be opened on 127.0.0.1${port === 0 ? '' : ` at port ${port}`}: ${messageOf(error)}.`, 'Free the port, set another one as otlpPort in casebook/config.yaml, or do without spans with spans: off.');
  } finally {
    server.off('error', reject);
  }
}

function readJson(bytes: Buffer): { readonly value: Json; readonly problem: null } | { readonly value: null; readonly problem: string } {
  const value = parseJson(bytes.toString('utf8'));
  return value === undefined ? { value: null, problem: 'is not JSON, or nested too deep' } : { value, problem: null };
}

/** A refusal in protobuf (google.rpc.Status): its message alone, in one byte of length. */
function statusMessage(said: string): Buffer {
  const text = Buffer.from(said).subarray(0, 127);
  return Buffer.concat([Buffer.from([0x12, text.length]), text]);
}
