import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { detectFormat } from '../../../src/core/formats/detect.ts';
import { readJsonValues } from '../../../src/core/formats/jsonValues.ts';
import { formats } from '../../../src/core/formats/registry.ts';
import { Span } from '../../../src/core/model/span.ts';
import { TraceHeader } from '../../../src/core/model/trace.ts';
import type { Read } from './readBytes.ts';
import { readBytes } from './readBytes.ts';

const fixtures = new URL('../../fixtures/formats/', import.meta.url);

/** The records of a format's fixtures, to be spoiled. */
function recordsOf(id: string): readonly unknown[] {
  return readdirSync(new URL(`${id}/`, fixtures), { recursive: true }).map(String)
    .filter((name) => /\.jsonl?$/.test(name) && !name.endsWith('.expected.json'))
    .flatMap((name) => [...readJsonValues([readFileSync(new URL(`${id}/${name}`, fixtures))])])
    .flatMap((item) => (item.type === 'value' ? [item.value] : []));
}

/** Replaces the node that a walk of `turns` ends at. */
function spoiled(value: unknown, turns: readonly number[], by: unknown): unknown {
  const [turn, ...rest] = turns;
  if (turn === undefined || typeof value !== 'object' || value === null || Object.keys(value).length === 0) return by;
  const keys = Object.keys(value);
  const key = keys[turn % keys.length]!;
  if (Array.isArray(value)) return value.map((each, at) => (String(at) === key ? spoiled(each, rest, by) : each));
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, name === key ? spoiled(each, rest, by) : each]));
}

/** The names of fields and the short texts of records, by which readers decide what they have before them. */
function wordsOf(records: readonly unknown[]): { readonly keys: readonly string[]; readonly texts: readonly string[] } {
  const keys = new Set<string>();
  const texts = new Set<string>();
  const walk = (value: unknown): void => {
    if (typeof value === 'string' && value.length <= 24) texts.add(value);
    if (typeof value !== 'object' || value === null) return;
    if (!Array.isArray(value)) for (const key of Object.keys(value)) keys.add(key);
    for (const each of Object.values(value)) walk(each);
  };
  records.forEach(walk);
  return { keys: [...keys], texts: [...texts] };
}

const ofTheLanguage = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length', 'then'];
/** What breaks readers: counts whose sum is none, times that no clock had, what no number, text or template can be made of, nothing at all. */
const nasty = fc.constantFrom<unknown>(
  Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER - 1, 2 ** 53, 2 ** 52, 1e17, 1e302, 9e9, 9e12, -1, 0.5, 0, '9007199254740991', '9'.repeat(19), '9'.repeat(400), '9999-12-31T23:59:59Z', '0001-01-01T00:00:00Z',
  { toString: 0, valueOf: 0 }, [{ toString: null }], { message: { toString: [] } }, { length: 3 }, { constructor: 1 }, [null], [[]], {}, [], '', ' ',
);
const oddTexts = ['', 'user', 'assistant', 'tool', '[{"role":"user"}]', '[[1]]', '{"a":', '"\\"[1]\\""', 'toString', '-1', 'NaN', '1e999', '99999999999999999999', '[', '{}', '\ud800', '2026-13-45T99:00:00Z'];

/** Any JSON, made of the words of a format more often than not. */
function anythingOf({ keys, texts }: ReturnType<typeof wordsOf>): fc.Arbitrary<unknown> {
  const text = fc.oneof(fc.string(), fc.constantFrom(...oddTexts), fc.constantFrom(...oddTexts, ...texts));
  const key = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...ofTheLanguage, ...keys) }, { weight: 1, arbitrary: fc.string() });
  return fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof({ maxDepth: 4 }, text, fc.double(), fc.integer(), fc.boolean(), fc.constant(null), nasty, fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(key, tie('value'), { maxKeys: 4 })),
  })).value.map((value): unknown => JSON.parse(JSON.stringify(value) ?? 'null'));
}

/** The same each time, so that who breaks nothing meets no failure of others. To hunt: FUZZ_SEED=… FUZZ_RUNS=5000. */
const hunt = { seed: Number(process.env['FUZZ_SEED'] ?? 20_261), runs: Number(process.env['FUZZ_RUNS'] ?? 150) };

function expectSound({ fragments }: Read): void {
  for (const { nativeId, header, spans } of fragments) {
    expect(nativeId).not.toBe('');
    expect(TraceHeader.partial().safeParse(header).error).toBeUndefined();
    for (const span of spans) {
      expect(Span.safeParse(span).error).toBeUndefined();
      for (const time of [span.startUs, span.endUs, ...span.events.map(({ timeUs }) => timeUs)]) expect(time === null || Number.isSafeInteger(time)).toBe(true);
    }
    expect(new Set(spans.map((span) => span.id)).size).toBe(spans.length);
  }
}

const asLines = (values: readonly unknown[]) => [new TextEncoder().encode(values.map((value) => `${JSON.stringify(value)}\n`).join(''))];

describe.each(formats.map((format) => [format.id, format] as const))('%s', (id, format) => {
  const records = recordsOf(id);
  const anything = anythingOf(wordsOf(records));

  test('reads spoiled records of its own without a crash, and what it reads is sound', () => {
    const nodes = fc.array(fc.record({ turns: fc.array(fc.nat(30), { minLength: 1, maxLength: 14 }), by: fc.oneof(anything, nasty) }), { minLength: 1, maxLength: 4 });
    fc.assert(fc.property(fc.array(fc.record({ record: fc.nat(), nodes }), { minLength: 1, maxLength: 3 }), (each) => {
      const values = each.map(({ record, nodes: places }) => places.reduce((value, { turns, by }) => spoiled(value, turns, by), records[record % records.length]));
      detectFormat({ records: values.map((value, at) => ({ value, line: at + 1, offset: 0, length: 1 })), layout: 'lines' });
      expectSound(readBytes(format, asLines(values), 'file'));
    }), { numRuns: hunt.runs, seed: hunt.seed });
  }, 60_000 + hunt.runs * 100);

  test('reads any JSON without a crash', () => {
    fc.assert(fc.property(fc.array(anything, { maxLength: 4 }), (values) => {
      detectFormat({ records: values.map((value, at) => ({ value, line: at + 1, offset: 0, length: 1 })), layout: 'lines' });
      expectSound(readBytes(format, asLines(values), 'file'));
    }), { numRuns: Math.ceil(hunt.runs / 2), seed: hunt.seed });
  }, 60_000 + hunt.runs * 100);

  test('survives values that are nested absurdly deep', () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const deepMap = `${'{"messages":'.repeat(20_000)}1${'}'.repeat(20_000)}`;
    for (const text of [deep, deepMap, `{"runId":"r","toolSelected":${deep}}`, `{"messages":[{"role":"user","content":${deep}}]}`, `{"resourceSpans":[{"scopeSpans":[{"spans":[{"name":"n","attributes":${deep}},{"attributes":[{"key":"k","value":{"arrayValue":${deep}}}],"links":${deep}}]}]}]}`, `{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"t","spanId":"s","attributes":[{"key":"gen_ai.input.messages","value":{"stringValue":${JSON.stringify(deep)}}}]}]}]}]}`]) {
      expectSound(readBytes(format, [new TextEncoder().encode(`${text}\n`)], 'file'));
    }
  });
});
