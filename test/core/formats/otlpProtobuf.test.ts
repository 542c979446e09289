import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readProtobuf } from '../../../src/core/formats/otlp/protobuf.ts';

/** A field of bytes: its number, its length, what it holds. */
function field(number: number, content: Uint8Array | string): Uint8Array {
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.from([...varint(number * 8 + 2), ...varint(bytes.length)]), bytes]);
}
function varint(value: number): readonly number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}
const join = (...parts: readonly Uint8Array[]): Uint8Array => Buffer.concat(parts);
const inSpan = (...fields: readonly Uint8Array[]): Uint8Array => field(1, field(2, field(2, join(...fields))));
const attribute = (value: Uint8Array): Uint8Array => field(9, join(field(1, 'key'), field(2, value)));
const spanIn = (bytes: Uint8Array): unknown => (readProtobuf(bytes, 'traces').value as { resourceSpans: { scopeSpans: { spans: unknown[] }[] }[] } | null)?.resourceSpans[0]?.scopeSpans[0]?.spans[0];
const valueIn = (bytes: Uint8Array): unknown => (spanIn(bytes) as { attributes: { value: unknown }[] }).attributes[0]?.value;

describe('what stands in a span', () => {
  test('ids as hex, times and integers as text', () => {
    const time = Buffer.alloc(8);
    time.writeBigUInt64LE(1_790_000_000_000_000_123n);
    expect(spanIn(inSpan(field(1, Buffer.from('4bf92f3577b34da6a3ce929d0e0e4736', 'hex')), field(5, 'Grüße'), join(Buffer.from([7 * 8 + 1]), time), attribute(Buffer.from([3 * 8, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01])))))
      .toEqual({ traceId: '4bf92f3577b34da6a3ce929d0e0e4736', name: 'Grüße', startTimeUnixNano: '1790000000000000123', attributes: [{ key: 'key', value: { intValue: '-1' } }] });
  });

  test('numbers that JSON does not have, as text; bytes as base64', () => {
    const double = (value: number): Uint8Array => {
      const bytes = Buffer.alloc(9, 4 * 8 + 1);
      bytes.writeDoubleLE(value, 1);
      return bytes;
    };
    expect(valueIn(inSpan(attribute(double(Number.NaN))))).toEqual({ doubleValue: 'NaN' });
    expect(valueIn(inSpan(attribute(double(0.1))))).toEqual({ doubleValue: 0.1 });
    expect(valueIn(inSpan(attribute(field(7, Buffer.from([0, 255])))))).toEqual({ bytesValue: 'AP8=' });
  });

  test('fields that nobody knows, and known ones written otherwise, are skipped', () => {
    expect(spanIn(inSpan(field(99, 'x'), Buffer.from([5 * 8, 7]), field(5, 'name')))).toEqual({ name: 'name' });
  });

  test('a name that means something to objects is only a name', () => {
    expect(valueIn(inSpan(field(9, join(field(1, '__proto__'), field(2, field(1, 'x'))))))).toEqual({ stringValue: 'x' });
  });
});

describe('bytes that nobody meant', () => {
  test('lists in lists without end are cut off', () => {
    let value = field(1, 'innermost');
    for (let depth = 0; depth < 3000; depth++) value = field(5, field(1, value));
    const read = readProtobuf(inSpan(attribute(value)), 'traces');
    expect(read.problem).toBeNull();
    expect(JSON.stringify(read.value)).not.toContain('innermost');
  });

  test.each<[string, readonly number[], RegExp]>([
    ['a number without end', Array.from({ length: 12 }, () => 0xff), /more than ten bytes/],
    ['half a number', [0x80], /ends in the middle of a number/],
    ['a length beyond the end', [0x0a, 0x7f, 1], /ends in the middle of a field/],
    ['a field without a number', [0x02, 0x00], /a field with the number 0/],
    ['a group', [0x0b], /unknown wire type 3/],
  ])('%s', (_, bytes, problem) => expect(readProtobuf(Uint8Array.from(bytes), 'traces').problem).toMatch(problem));

  test('are read or refused, whatever they are', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom('traces' as const, 'logs' as const), (bytes, signal) => {
      const { value, problem } = readProtobuf(bytes, signal);
      expect(value === null).toBe(problem !== null);
    }));
  });
});
