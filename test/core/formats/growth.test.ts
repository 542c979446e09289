import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Format, SourceRecord } from '../../../src/core/formats/format.ts';
import { readJsonValues } from '../../../src/core/formats/jsonValues.ts';
import { formats } from '../../../src/core/formats/registry.ts';
import type { Json } from '../../../src/core/model/json.ts';
import type { HeaderParts } from '../../../src/store/merge.ts';
import { createSpanJoin, emptyHeaderParts, headerOf, joinHeader, orderSpans } from '../../../src/store/merge.ts';

/**
 * A log that is read as it grows says the same as when it is read once: each fixture is read in two parts, cut after every record, and
 * record by record, with what the reader kept in between.
 */
const root = new URL('../../fixtures/formats/', import.meta.url);
const resumed = formats.filter((format) => format.growth === 'resumed');

type Joined = { readonly header: object; readonly spans: readonly object[] };

function readParts(format: Format, parts: readonly (readonly SourceRecord[])[]): { traces: Record<string, Joined>; warnings: readonly string[]; kept: boolean } {
  const traces = new Map<string, { header: HeaderParts; join: ReturnType<typeof createSpanJoin> }>();
  const warnings: string[] = [];
  let kept: Json | undefined;
  let before: readonly SourceRecord[] = [];
  for (const part of parts) {
    // Where nothing was kept, the file is read from its start, and what is said then replaces what was said.
    const records = kept === undefined ? [...before, ...part] : part;
    if (kept === undefined) {
      traces.clear();
      warnings.length = 0;
    }
    let state: Json | undefined;
    const source = { file: 'log.jsonl', records, ...(kept === undefined ? {} : { kept }) };
    for (const { nativeId, header, spans, record } of format.read(source, { warn: (line, message) => { warnings.push(`${line}: ${message}`); }, keep: (value) => { state = value; } })) {
      const trace = traces.get(nativeId) ?? { header: emptyHeaderParts, join: createSpanJoin([]) };
      traces.set(nativeId, trace);
      trace.header = joinHeader(trace.header, header, spans.some((span) => span.parentId === null));
      for (const span of spans) trace.join.add({ span: { ...span, place: span.place ?? { file: source.file, line: record.line, offset: record.offset, length: record.length } }, position: span.seq });
    }
    kept = state === undefined ? undefined : (JSON.parse(JSON.stringify(state)) as Json);
    before = [...before, ...part];
  }
  const joined = [...traces].map(([id, { header, join }]) => [id, { header: headerOf(header), spans: orderSpans(join.all()) }]);
  return { traces: JSON.parse(JSON.stringify(Object.fromEntries(joined))) as Record<string, Joined>, warnings, kept: kept !== undefined };
}

describe.each(resumed.map((format) => [format.id, format] as const))('%s', (id, format) => {
  const folder = new URL(`${id}/`, root);
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => /\.jsonl?$/.test(name) && !name.endsWith('.expected.json')) : [];

  const recordsOf = (name: string) => [...readJsonValues([readFileSync(new URL(name, folder))])].flatMap((item): SourceRecord[] => (item.type === 'value' ? [{ value: item.value, line: item.line, offset: item.offset, length: item.length }] : []));

  test('keeps what it needs to go on', () => expect(names.some((name) => readParts(format, [recordsOf(name)]).kept)).toBe(true));

  test.each(names)('%s read in parts', (name) => {
    const records = recordsOf(name);
    const whole = readParts(format, [records]);
    expect(Object.keys(whole.traces)).not.toEqual([]);
    for (let cut = 0; cut <= records.length; cut++) expect(readParts(format, [records.slice(0, cut), records.slice(cut)]), `cut after record ${cut}`).toEqual(whole);
    expect(readParts(format, records.map((record) => [record])), 'record by record').toEqual(whole);
  });
});

test('there are formats that go on where they stopped', () => expect(resumed.length).toBeGreaterThan(0));
