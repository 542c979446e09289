import { expect, test } from 'vitest';
import { otlp } from '../../src/core/formats/otlp.ts';
import { defaultFacts } from '../../src/core/model/config.ts';
import { createBlockReader } from '../../src/engine/readBlock.ts';
import { otlpRequest } from './otlpLines.ts';
import { TemporaryWorkspace } from './temporaryWorkspace.ts';

/** The key stands in the span and, as its name, in the trace. */
const line = (trace: string, id: string) => otlpRequest({ trace, id, name: `password is sk-proj-${'a1B2c3D4e5'.repeat(4)}`, start: 0, end: 1 });
const whole = [line('a', 'one'), line('b', 'one'), line('a', 'two')];

function reading(text: string, offset = 0, lineNumber = 1) {
  using workspace = new TemporaryWorkspace();
  const path = workspace.write('runs.jsonl', text);
  const read = createBlockReader(otlp, { path, shownAs: 'runs.jsonl', redaction: { secrets: true, personal: false }, factsConfig: defaultFacts, prices: undefined, importedAt: '2026-11-20T10:00:00Z', settings: 's', reading: 1 });
  return read({ offset, line: lineNumber, length: Buffer.byteLength(text) - offset });
}

test('lines are read apart from those before them, with their places in the file and what was replaced in each trace', () => {
  const before = `${line('z', 'other')}\n`;
  const text = `${before}${whole.join('\n')}\n`;
  const content = reading(text, before.length, 2);
  expect(content?.traces.map(({ imported, redactions }) => [imported.state, imported.spans, Object.values(redactions ?? {})])).toEqual([['new', 2, [4]], ['new', 1, [2]]]);
  expect(content?.encoded.flatMap(({ records }) => records.map((record) => [record.line, record.offset]))).toEqual([[2, before.length], [4, text.lastIndexOf('{"resourceSpans"')], [3, text.indexOf('\n', before.length) + 1]]);
  expect(content?.end).toMatchObject({ offset: text.length - 1, line: 4 });
});

test.each([
  ['a line that is cut off', [...whole, whole[0]?.slice(0, 80)]],
  ['a line that is no JSON', [whole[0], 'nonsense', whole[1]]],
  ['a value on several lines', [whole[0], JSON.stringify(JSON.parse(line('c', 'one')), null, 2)]],
  ['a line that something is to be said of', [whole[0], '{"resourceSpans":[{"scopeSpans":[{"spans":[7]}]}]}']],
  ['a secret for an id', [whole[0]?.replace(/"traceId":"[^"]*"/, `"traceId":"sk-proj-${'a1B2c3D4e5'.repeat(4)}"`)]],
])('%s needs the others', (_, lines) => {
  expect(reading(lines.join('\n'))).toBeUndefined();
});
