import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Trace } from '../../src/core/model/trace.ts';
import type { SmallSpan } from './otlpLines.ts';
import { chatSpan, otlpRequest, textMessage } from './otlpLines.ts';
import { TemporaryWorkspace } from './temporaryWorkspace.ts';

/** What must not depend on how an export was delivered: everything but the places. */
function content(traces: readonly Trace[]): unknown {
  return traces.map(({ file: _file, spans, ...trace }) => ({ ...trace, spans: spans.map((span) => ({ ...span, place: null })) }));
}

const small = { maxLength: 12 };
const words = fc.constantFrom('where is my order', 'it is on its way', 'refund it', 'sk-proj-0123456789abcdefghijABCDEFGHIJ0123456789', 'über größe');

/** Spans of up to three traces: timed or not, with parents that may be missing or lie in a circle, some told twice with different words. */
const spans: fc.Arbitrary<SmallSpan[]> = fc.array(
  fc.record({
    trace: fc.constantFrom('one', 'two', 'three'),
    number: fc.integer({ min: 0, max: 5 }),
    parent: fc.option(fc.integer({ min: 0, max: 7 }), { nil: undefined }),
    start: fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined, freq: 6 }),
    end: fc.option(fc.integer({ min: 20, max: 40 }), { nil: undefined }),
    failed: fc.option(fc.constantFrom('timeout', 'refused'), { nil: undefined, freq: 3 }),
    attributes: fc.dictionary(fc.constantFrom('a', 'b.c', 'user.id', 'session.id'), words, { maxKeys: 3 }),
    chat: fc.option(fc.array(words, { maxLength: 4 }), { nil: undefined }),
  }),
  small,
).map((list) => list.map(({ trace, number, parent, start, end, failed, attributes, chat }) => {
  const span: SmallSpan = {
    trace, id: `s${number}`, name: `step ${number}`, attributes,
    ...(parent === undefined ? {} : { parent: `s${parent}` }), ...(start === undefined ? {} : { start }), ...(end === undefined ? {} : { end }), ...(failed === undefined ? {} : { failed }),
  };
  return chat === undefined ? span : chatSpan(span, chat.map((text, n) => textMessage(n % 2 === 0 ? 'user' : 'assistant', text)), textMessage('assistant', 'done'));
}));

/** Which file each record goes to, and in which order the records stand. */
const delivery = fc.record({ files: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 12, maxLength: 12 }), order: fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 12, maxLength: 12 }) });

async function imported(records: readonly string[], delivered: { files: readonly number[]; order: readonly number[] } | undefined, oneByOne: boolean): Promise<readonly Trace[]> {
  using workspace = new TemporaryWorkspace();
  const placed = records.map((record, n) => ({ record, file: delivered?.files[n] ?? 0, order: delivered?.order[n] ?? n })).sort((a, b) => a.order - b.order);
  const names = [0, 1, 2].flatMap((file) => {
    const lines = placed.filter((each) => each.file === file);
    if (lines.length === 0) return [];
    workspace.write(`${file}.jsonl`, `${lines.map((each) => each.record).join('\n')}\n`);
    return [`${file}.jsonl`];
  });
  if (oneByOne) for (const name of names.toReversed()) await workspace.import(name);
  else await workspace.import(...names);
  return workspace.stored();
}

test('pieces of traces in any order, split over files in any way, give the same traces', async () => {
  await fc.assert(
    fc.asyncProperty(spans, delivery, fc.boolean(), async (list, delivered, oneByOne) => {
      // Without a clock the order of the file is what there is, so only traces with times may be shuffled.
      const timed = list.map((span) => ({ ...span, start: span.start ?? 7 }));
      const records = [...new Set(timed.map((span) => otlpRequest(span)))];
      expect(content(await imported(records, delivered, oneByOne))).toEqual(content(await imported(records, undefined, false)));
    }),
    { numRuns: 20 },
  );
}, 60_000);

test('importing twice changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(spans, async (list) => {
      fc.pre(list.length > 0);
      using workspace = new TemporaryWorkspace();
      workspace.write('export.jsonl', list.map((span) => otlpRequest(span)).join('\n'));
      const first = await workspace.import('export.jsonl');
      const before = workspace.stored();
      const second = await workspace.import('export.jsonl');
      expect(second.files[0]).toMatchObject({ new: 0, updated: 0, unchanged: first.traces, traces: first.traces, spans: first.spans, messages: first.files[0]!.messages, toolCalls: first.files[0]!.toolCalls });
      expect(workspace.stored()).toEqual(before);
    }),
    { numRuns: 20 },
  );
}, 60_000);

test('an export cut at any byte loses no record that is whole', async () => {
  await fc.assert(
    fc.asyncProperty(spans, fc.double({ min: 0, max: 1, noNaN: true }), async (list, share) => {
      fc.pre(list.length > 0);
      const records = [...new Set(list.map((span) => otlpRequest(span)))];
      const bytes = Buffer.from(`${records.join('\n')}\n`);
      const cut = Math.floor(bytes.length * share);
      let end = 0;
      const whole = records.filter((record) => (end += Buffer.byteLength(record) + 1) - 1 <= cut);
      using workspace = new TemporaryWorkspace();
      workspace.write('export.jsonl', bytes.subarray(0, cut));
      const { files } = await workspace.import('export.jsonl');
      expect(content(workspace.stored())).toEqual(content(whole.length === 0 ? [] : await imported(whole, undefined, false)));
      const rest = bytes.subarray(0, cut).toString('utf8').trimEnd().length > whole.join('\n').length;
      if (rest) expect(files[0]!.warnings.some(({ message }) => message.includes('cut off')) || files[0]!.error !== null).toBe(true);
    }),
    { numRuns: 16 },
  );
}, 60_000);
