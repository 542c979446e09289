import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { detectFormat } from '../../../src/core/formats/detect.ts';
import { readJsonValues, sampleJsonValues } from '../../../src/core/formats/jsonValues.ts';
import { formats } from '../../../src/core/formats/registry.ts';
import { Span } from '../../../src/core/model/span.ts';
import { TraceHeader } from '../../../src/core/model/trace.ts';
import { readBytes } from './readBytes.ts';
import { printed } from './printed.ts';

/**
 * Adding a format is a folder here with a few files. `<name>.expected.json` beside each says what is read from it;
 * UPDATE_GOLDEN=1 writes these anew, to be checked by eye before they are committed.
 */
const root = new URL('../../fixtures/formats/', import.meta.url);
const update = process.env['UPDATE_GOLDEN'] === '1';

describe.each(formats.map((format) => [format.id, format] as const))('%s', (id, format) => {
  const folder = new URL(`${id}/`, root);
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => /\.jsonl?$/.test(name) && !name.endsWith('.expected.json')) : [];

  test('has fixtures', () => {
    expect(names.length, `Put small files into test/fixtures/formats/${id}/`).toBeGreaterThan(1);
  });

  test('its example is one of its files', () => {
    const example = new TextEncoder().encode(format.example);
    expect(detectFormat(sampleJsonValues([example]))?.format.id).toBe(id);
    for (const line of format.example.split('\n')) expect(() => JSON.parse(line) as unknown, line).not.toThrow();
    expect(format.example.length, 'It is shown in a terminal.').toBeLessThan(320);
  });

  test.each(names)('%s', (name) => {
    const bytes = readFileSync(new URL(name, folder));
    const detected = detectFormat(sampleJsonValues([bytes]));
    expect(detected?.format.id).toBe(id);
    const read = readBytes(format, [bytes], name);

    for (const { header, spans } of read.fragments) {
      expect(TraceHeader.partial().safeParse(header).error).toBeUndefined();
      for (const span of spans) expect(Span.safeParse(span).error).toBeUndefined();
    }
    expect(readBytes(format, chunksOf(bytes, 13), name)).toEqual(read);
    expect([...readJsonValues([bytes])].length).toBeGreaterThan(0);

    const actual = printed(detected!.why, read);
    const golden = new URL(name.replace(/\.jsonl?$/, '.expected.json'), folder);
    if (update) writeFileSync(golden, actual);
    expect(actual, 'To accept what is read now: UPDATE_GOLDEN=1 vitest run --project unit test/core/formats').toBe(existsSync(golden) ? readFileSync(golden, 'utf8') : '');
  });
});

function* chunksOf(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
