import type { Json, JsonMap } from '../../model/json.ts';
import { messageOf } from '../../support/errors.ts';
import { WireError, WireReader } from './protobufWire.ts';

/**
 * OTLP export requests in protobuf, as the same values that OTLP/JSON writes, so that one reader reads both. Only the stable fields of
 * the protocol that the reader looks at are known; all others are skipped, as protobuf asks. Written by hand, as it is a table of
 * fourteen small messages, and a library would bring its schema compiler and no bound on depth.
 */

type Scalar = 'text' | 'id' | 'bytes' | 'time' | 'integer' | 'double' | 'bool' | 'enum';
/** Field number → name in OTLP/JSON, and what it holds: a scalar, or a message. */
type Field = { readonly name: string; readonly of: Scalar | (() => Message); readonly repeated?: true };
type Message = Readonly<Record<number, Field>>;

const one = (name: string, of: Field['of']): Field => ({ name, of });
const many = (name: string, of: Field['of']): Field => ({ name, of, repeated: true });

const anyValue: Message = {
  1: one('stringValue', 'text'), 2: one('boolValue', 'bool'), 3: one('intValue', 'integer'), 4: one('doubleValue', 'double'),
  5: one('arrayValue', () => anyValues), 6: one('kvlistValue', () => keyValues), 7: one('bytesValue', 'bytes'),
};
const anyValues: Message = { 1: many('values', () => anyValue) };
const keyValue: Message = { 1: one('key', 'text'), 2: one('value', () => anyValue) };
const keyValues: Message = { 1: many('values', () => keyValue) };
const attributes = many('attributes', () => keyValue);
const resource: Message = { 1: attributes };
const scope: Message = { 1: one('name', 'text'), 2: one('version', 'text'), 3: attributes };
const event: Message = { 1: one('timeUnixNano', 'time'), 2: one('name', 'text'), 3: attributes };
const link: Message = { 1: one('traceId', 'id'), 2: one('spanId', 'id'), 4: attributes };
const status: Message = { 2: one('message', 'text'), 3: one('code', 'enum') };
const span: Message = {
  1: one('traceId', 'id'), 2: one('spanId', 'id'), 4: one('parentSpanId', 'id'), 5: one('name', 'text'), 6: one('kind', 'enum'),
  7: one('startTimeUnixNano', 'time'), 8: one('endTimeUnixNano', 'time'), 9: attributes,
  11: many('events', () => event), 13: many('links', () => link), 15: one('status', () => status),
};
const scopeSpans: Message = { 1: one('scope', () => scope), 2: many('spans', () => span) };
const resourceSpans: Message = { 1: one('resource', () => resource), 2: many('scopeSpans', () => scopeSpans) };
const logRecord: Message = {
  1: one('timeUnixNano', 'time'), 5: one('body', () => anyValue), 6: attributes, 9: one('traceId', 'id'), 10: one('spanId', 'id'),
  11: one('observedTimeUnixNano', 'time'), 12: one('eventName', 'text'),
};
const scopeLogs: Message = { 1: one('scope', () => scope), 2: many('logRecords', () => logRecord) };
const resourceLogs: Message = { 1: one('resource', () => resource), 2: many('scopeLogs', () => scopeLogs) };

const requests = { traces: { 1: many('resourceSpans', () => resourceSpans) }, logs: { 1: many('resourceLogs', () => resourceLogs) } } satisfies Record<string, Message>;

/** A value within a value is three messages deep; what is deeper than this is left out, as it is of OTLP/JSON. */
const deepest = 500;

const text = new TextDecoder('utf-8', { ignoreBOM: true });

/** An export request as OTLP/JSON would say it. `problem` continues "The body …". */
export function readProtobuf(bytes: Uint8Array, signal: keyof typeof requests): { readonly value: JsonMap; readonly problem: null } | { readonly value: null; readonly problem: string } {
  try {
    return { value: readMessage(bytes, requests[signal], 0), problem: null };
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return { value: null, problem: messageOf(error) };
  }
}

function readMessage(bytes: Uint8Array, message: Message, depth: number): JsonMap {
  const value: Record<string, Json> = {};
  const reader = new WireReader(bytes);
  while (!reader.isAtEnd) {
    const { field: number, wire } = reader.tag();
    const field = message[number];
    if (!field || wire !== wireOf(field)) {
      reader.skip(wire);
      continue;
    }
    const read = readField(reader, field, depth);
    if (read === undefined) continue;
    const list = value[field.name];
    if (!field.repeated) value[field.name] = read;
    else if (Array.isArray(list)) (list as Json[]).push(read);
    else value[field.name] = [read];
  }
  return value;
}

function wireOf({ of }: Field): number {
  if (of === 'time' || of === 'double') return 1;
  return of === 'integer' || of === 'bool' || of === 'enum' ? 0 : 2;
}

function readField(reader: WireReader, { of }: Field, depth: number): Json | undefined {
  switch (of) {
    case 'text': return text.decode(reader.bytes());
    case 'id': return Array.from(reader.bytes(), (byte) => byte.toString(16).padStart(2, '0')).join('');
    case 'bytes': return base64(reader.bytes());
    case 'time': return String(reader.fixed64());
    case 'integer': return String(BigInt.asIntN(64, reader.varint()));
    case 'double': return spoken(reader.double());
    case 'bool': return reader.varint() !== 0n;
    case 'enum': return Number(BigInt.asIntN(32, reader.varint()));
    default: {
      const inner = reader.bytes();
      return depth < deepest ? readMessage(inner, of(), depth + 1) : undefined;
    }
  }
}

/** What is no number of JSON travels as text. */
const spoken = (value: number): Json => (Number.isFinite(value) ? value : String(value));

function base64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
