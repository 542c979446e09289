import { expect, test } from 'vitest';
import type { EncodedTrace, Text } from '../../src/store/encodedTrace.ts';
import { packTraces, unpackTraces } from '../../src/store/packedTraces.ts';

const trace = (id: string, texts: readonly string[]): EncodedTrace => ({
  id, replaces: null, atUs: 1, columns: [id, null], facets: [], records: [], spans: [0, id], spanBodies: texts.slice(0, 1), contents: texts, searchTexts: texts.map((text) => text.slice(1)), messages: 1,
  body: ['{}', texts[0] ?? '', null, null],
});
const spelled = (text: Text | null) => (text === null ? null : typeof text === 'string' ? text : Buffer.from(text).toString('utf8'));
const readable = ({ contents, searchTexts, spanBodies, body, ...rest }: EncodedTrace) => ({ ...rest, contents: contents.map(spelled), searchTexts: searchTexts.map(spelled), spanBodies: spanBodies.map(spelled), body: body.map(spelled) });

test.each([
  ['small', ['plain', '', '“quoted” — 🦊', 'é', '\0']],
  ['large', ['“'.repeat(900_000), 'x'.repeat(2_000_000), '']],
])('%s texts come out of the parcel as they went in', (_, texts) => {
  const traces = [trace('one', texts), trace('two', []), trace('three', texts.toReversed())];
  const packed = structuredClone(packTraces(traces));
  expect(unpackTraces(packed).map(readable)).toEqual(traces.map(readable));
  // Nothing is sent that is not used.
  expect(packed.bytes.length).toBe(packed.lengths.reduce((total, length) => total + length, 0));
});
