import { describe, expect, test } from 'vitest';
import { detectFormat } from '../../src/core/formats/detect.ts';
import type { Format } from '../../src/core/formats/format.ts';
import { readJsonValues, sampleJsonValues } from '../../src/core/formats/jsonValues.ts';
import { formats } from '../../src/core/formats/registry.ts';
import { defaultFacts } from '../../src/core/model/config.ts';
import { Span } from '../../src/core/model/span.ts';
import type { Trace } from '../../src/core/model/trace.ts';
import { TraceHeader, emptyHeader } from '../../src/core/model/trace.ts';
import { createRedactor, findSensitive } from '../../src/core/redaction/redactor.ts';
import { assemble } from '../../src/core/trajectory/assemble.ts';
import { observe, queryOf } from '../../src/core/trajectory/observe.ts';
import type { Read } from '../core/formats/readBytes.ts';
import { readBytes } from '../core/formats/readBytes.ts';
import { asWrapper, isWrapperCall } from '../../src/core/trajectory/wrapperCalls.ts';
import { createSpanJoin, orderSpans } from '../../src/store/merge.ts';
import { corpusFiles, hasCorpus } from './corpus.ts';

const all = corpusFiles(() => true);

/** The pieces joined as an import joins them. */
function tracesOf(read: Read, format: Format): readonly Trace[] {
  return [...Map.groupBy(read.fragments, ({ nativeId }) => nativeId)].map(([nativeId, fragments]) => {
    const join = createSpanJoin([]);
    for (const { spans } of fragments) spans.forEach((span, position) => join.add({ span, position: span.synthetic ? span.seq : position }));
    const spans = orderSpans(join.all()).map(({ span }) => format.complete?.(span) ?? span);
    const wraps = isWrapperCall(spans);
    return {
      id: nativeId, nativeId, format: format.id, file: 'file', sha256: '', spans: spans.map((span) => (wraps(span) ? asWrapper(span) : span)),
      header: fragments.reduce((header, each) => ({ ...header, ...each.header }), emptyHeader),
    };
  });
}

/** Every span id with its parent's, as the file spells them. */
function rawSpans(value: unknown, found: { id: unknown; parent: unknown }[] = []): typeof found {
  if (typeof value !== 'object' || value === null) return found;
  const map = value as Record<string, unknown>;
  if ('spanId' in map && 'traceId' in map && 'name' in map) found.push({ id: JSON.stringify(map['spanId']), parent: map['parentSpanId'] });
  for (const each of Object.values(map)) rawSpans(each, found);
  return found;
}

/** Which format reads which unit, and with what counts, is in units.test.ts; here is what must hold of whatever is read. */
describe.runIf(hasCorpus)('what is read from real exports', () => {
  test('is much', () => expect(all.length).toBeGreaterThan(150));

  test.each(all)('$name', ({ name, bytes, truth }) => {
    const file = bytes();
    const sample = sampleJsonValues([file]);
    const format = detectFormat(sample)?.format;
    if (format === undefined) return;
    expect(formats.filter((each) => each.detect(sample) !== undefined && each.id !== 'chat' && each !== format).map(({ id }) => id)).toEqual([]);
    const read = readBytes(format, [file], name);
    const traces = tracesOf(read, format);

    for (const { header, spans } of read.fragments) {
      expect(TraceHeader.partial().safeParse(header).error).toBeUndefined();
      for (const span of spans) expect(Span.safeParse(span).error).toBeUndefined();
    }
    for (const trace of traces) {
      const { steps, ordered } = assemble(trace.spans);
      expect(ordered.length).toBe(trace.spans.length);
      expect(new Set(steps.map((step) => step.n)).size).toBe(steps.length);
      observe(trace, defaultFacts);
    }

    if (format.id === 'otlp' && !name.includes('logs')) {
      const raw = [...readJsonValues([file])].flatMap((item) => (item.type === 'value' ? rawSpans(item.value) : []));
      const spans = traces.flatMap((trace) => trace.spans);
      expect(spans.length).toBe(new Set(raw.map((each) => each.id)).size);
      const children = new Set(raw.filter((each) => each.parent !== undefined && each.parent !== '' && each.parent !== null).map((each) => each.id));
      expect(spans.filter((span) => span.parentId !== null).length).toBe(children.size);
    }

    const redactor = createRedactor({ secrets: true, personal: false });
    const clean = JSON.stringify(redactor.json(read.fragments));
    expect(findSensitive(clean, { secrets: true, personal: false })).toEqual([]);
    expect(Object.keys(redactor.counts).length, JSON.stringify(redactor.counts)).toBeLessThan(4);

    const expected = truth();
    if (expected !== undefined) compare(traces, expected);
  });
});

/** What the two readings have in common: the question, the answer, the calls, the tokens. */
function compare(traces: readonly Trace[], truth: NonNullable<ReturnType<(typeof all)[number]['truth']>>): void {
  expect(traces.length).toBe(1);
  expect(truth.turns.length).toBe(1);
  const [trace] = traces;
  const [turn] = truth.turns;
  const trial = observe(trace!, defaultFacts);
  expect(queryOf(assemble(trace!.spans)).query).toBe(turn!.user_text);
  expect(trial.output).toBe(turn!.final_text);
  // A handoff is a call that no span answers; the other reading leaves it out where there are tool spans.
  expect(trial.calls.filter((call) => !call.name.startsWith('transfer_to_')).map(({ name, args, result, status }) => ({ name, args: args ?? null, result: result ?? null, is_error: status === 'error' })))
    .toEqual(turn!.tool_calls.map(({ name, args, result, is_error }) => ({ name, args, result, is_error })));
  if (turn!.tokens) expect(trial.tokens).toBe((turn!.tokens.input ?? 0) + (turn!.tokens.output ?? 0));
  for (const agent of turn!.agents ?? []) expect(trace!.spans.some((span) => span.kind === 'agent' && span.name.includes(agent))).toBe(true);
}
