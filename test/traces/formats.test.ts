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
import { corpusFiles, hasCorpus } from './corpus.ts';

/** Which format reads which file. A file that is not listed here belongs to a format that is not written yet. */
function expectedFormat(name: string): Format['id'] | undefined {
  if (name.startsWith('otlp-json/') || (name.startsWith('otlp-dialects/') && !notOtlp.test(name))) return 'otlp';
  if (name.startsWith('chat-messages/')) return ambiguous.test(name) ? undefined : 'chat';
  return name.startsWith('langchain-messages/') ? 'chat' : undefined;
}
/** Dumps of single spans, of log rows, and of other products' own objects. */
const notOtlp = /\/(?:mlflow|weave)\/|pydantic-ai\/0[456]-|strands\/02-/;
/** Rows whose field names only a person can map to question and answer, and conversations printed as one text. */
const ambiguous = /03-synthetic-ambiguous-fields|09-tau-fewshot/;

/** Session logs of coding agents, in which single rows look like chat. */
const sessionLogs = /^(?:claude-code|codex-cli|copilot-cli|gemini-cli|opencode|anthropic-managed-agents)\/|^other-coding-agents\/(?:09|29)-/;

const ours = corpusFiles((name) => expectedFormat(name) !== undefined);
const others = corpusFiles((name) => expectedFormat(name) === undefined);

/** The pieces joined, as far as these tests need it. */
function tracesOf(read: Read, format: Format): readonly Trace[] {
  const joined = new Map<string, Trace>();
  for (const { nativeId, header, spans } of read.fragments) {
    const before = joined.get(nativeId);
    joined.set(nativeId, {
      id: nativeId, nativeId, format: format.id, file: 'file', sha256: '', spans: [...(before?.spans ?? []), ...spans],
      header: { ...(before?.header ?? emptyHeader), ...header },
    });
  }
  return [...joined.values()];
}

/** Every span id with its parent's, as the file spells them. */
function rawSpans(value: unknown, found: { id: unknown; parent: unknown }[] = []): typeof found {
  if (typeof value !== 'object' || value === null) return found;
  const map = value as Record<string, unknown>;
  if ('spanId' in map && 'traceId' in map && 'name' in map) found.push({ id: JSON.stringify(map['spanId']), parent: map['parentSpanId'] });
  for (const each of Object.values(map)) rawSpans(each, found);
  return found;
}

describe.runIf(hasCorpus)('real exports', () => {
  test('there are some', () => {
    expect(ours.length).toBeGreaterThan(20);
    expect(others.length).toBeGreaterThan(100);
  });

  test.each(ours)('$name', ({ name, bytes, truth }) => {
    const file = bytes();
    const detected = detectFormat(sampleJsonValues([file]));
    expect(detected?.format.id).toBe(expectedFormat(name));
    const { format } = detected!;
    const read = readBytes(format, [file], name);
    const traces = tracesOf(read, format);
    expect(traces.length).toBeGreaterThan(0);

    for (const { header, spans } of read.fragments) {
      expect(TraceHeader.partial().safeParse(header).error).toBeUndefined();
      for (const span of spans) expect(Span.safeParse(span).error).toBeUndefined();
    }
    for (const { spans } of traces) expect(new Set(spans.map((span) => span.id)).size).toBe(spans.length);
    for (const trace of traces) {
      const { steps, ordered } = assemble(trace.spans);
      expect(ordered.length).toBe(trace.spans.length);
      expect(new Set(steps.map((step) => step.n)).size).toBe(steps.length);
      observe(trace, defaultFacts);
    }

    if (format.id === 'otlp') {
      const raw = [...readJsonValues([file])].flatMap((item) => (item.type === 'value' ? rawSpans(item.value) : []));
      const spans = traces.flatMap((trace) => trace.spans);
      expect(spans.length).toBe(new Set(raw.map((each) => each.id)).size);
      const children = new Set(raw.filter((each) => each.parent !== undefined && each.parent !== '' && each.parent !== null).map((each) => each.id));
      expect(spans.filter((span) => span.parentId !== null).length).toBe(children.size);
    } else {
      expect(traces.some((trace) => trace.spans.some((span) => span.input.length > 0))).toBe(true);
      expect(traces.some((trace) => trace.spans.some((span) => span.output.length > 0))).toBe(true);
    }

    const redactor = createRedactor({ secrets: true, personal: false });
    const clean = JSON.stringify(redactor.json(read.fragments));
    expect(findSensitive(clean, { secrets: true, personal: false })).toEqual([]);
    expect(Object.keys(redactor.counts).length, JSON.stringify(redactor.counts)).toBeLessThan(3);

    const expected = truth();
    if (expected !== undefined && !otherDialect.test(name)) compare(traces, expected);
  });

  test.each(others)('$name is refused, or read as one of ours, without a crash', ({ name, bytes }) => {
    const file = bytes();
    const detected = detectFormat(sampleJsonValues([file]));
    if (detected === undefined) return;
    expect(name).not.toMatch(sessionLogs);
    expect(formats).toContain(detected.format);
    for (const { spans } of readBytes(detected.format, [file], name).fragments) for (const span of spans) expect(Span.safeParse(span).error).toBeUndefined();
  });
});

/** Their content is in attributes and events that no dialect reads yet. */
const otherDialect = /genai-legacy/;

/** What the two readings have in common: the question, the answer, the calls, the tokens. */
function compare(traces: readonly Trace[], truth: NonNullable<ReturnType<(typeof ours)[number]['truth']>>): void {
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
