import { expect, test } from 'vitest';
import type { FactsConfig } from '../../../src/core/model/config.ts';
import type { Label } from '../../../src/core/model/label.ts';
import type { TraceLabels } from '../../../src/core/model/review.ts';
import type { Span } from '../../../src/core/model/span.ts';
import type { Score, TraceHeader } from '../../../src/core/model/trace.ts';
import { assemble } from '../../../src/core/trajectory/assemble.ts';
import { stepDetail } from '../../../src/core/trajectory/detail.ts';
import { factsConfigOf } from '../../../src/core/trajectory/facts.ts';
import { stepScores } from '../../../src/core/trajectory/scores.ts';
import { summarize } from '../../../src/core/trajectory/summarize.ts';
import { trajectoryText } from '../../../src/core/trajectory/text.ts';
import { assistant, span, tool, trace, user } from './spans.ts';

const label: Label = {
  by: 'ana', at: '2026-02-03T10:00:00Z', verdict: 'fail', class: { class: 'tool_selection', mode: 'wrong_tool' }, firstWrong: { step: 3, span: 'call' }, lastGood: null,
  note: 'Claimed delivery without looking', cause: '', fix: '', correction: 'in transit', wrongWords: 'delivered', owner: '', status: 'open',
};

const at = (ms: number) => Date.UTC(2026, 1, 3, 9, 12) * 1000 + ms * 1000;

function support(): Span[] {
  const question = user('What is the status of order 12345?');
  return [
    span('run', { kind: 'agent', name: 'support', startUs: at(0), endUs: at(4200), input: [question] }),
    span('turn', {
      kind: 'llm', name: 'chat', parentId: 'run', startUs: at(10), endUs: at(1900), model: 'gpt-5', input: [question],
      output: [assistant('I need the order.', { id: 'c1', name: 'getOrder', arguments: { orderId: '12345' } })],
      toolDefinitions: [{ name: 'getOrder', description: 'Reads one order', schema: null }, { name: 'getShipment', description: null, schema: null }],
      usage: { input: 1284, output: 31, cachedRead: 1000, cacheWrite: null, reasoning: null, level: 'leaf' },
    }),
    tool('call', 'getOrder', { orderId: '12345' }, { parentId: 'run', startUs: at(1900), endUs: at(1900.4), callId: 'c1', status2: 'error', result: 'no such\u001b[31m order' }),
    span('GET /orders', { parentId: 'call', attributes: { 'http.method': 'GET' }, startUs: at(1900), endUs: at(1900.2) }),
    span('answer', { kind: 'llm', name: 'chat', parentId: 'run', startUs: at(2000), endUs: at(4100), output: [assistant('It was delivered.')] }),
  ];
}

function textOf(spans: readonly Span[], options: { color: boolean; step?: number; label?: Label; labels?: TraceLabels; header?: Partial<TraceHeader>; facts?: FactsConfig }): string {
  const whole = trace(spans, { agent: 'support-agent', ...options.header });
  const { steps, notes } = assemble(spans);
  const scores = stepScores(whole.header.scores, steps);
  const summary = { ...summarize(whole, { factsConfig: factsConfigOf(options.facts), importedAt: '2026-02-04T00:00:00Z', warnings: 0 }), label: options.label ?? null };
  const detail = options.step === undefined ? undefined : stepDetail(whole, options.step);
  return trajectoryText({ summary, steps, notes, scores }, detail ? [detail] : [], { color: options.color, timeZone: 'UTC', ...(options.labels === undefined ? {} : { labels: options.labels }) });
}

test('whoever else judged it is named with what they say', () => {
  const ben: Label = { ...label, by: 'ben', verdict: 'pass', class: null, firstWrong: null, note: 'Looked fine to me' };
  const said = (disagree: boolean) => textOf(support(), { color: false, label, labels: { label, own: [ben, label], adjudicated: null, disagree } });
  expect(said(true)).toContain('by ana\nAgainst    Pass · by ben: “Looked fine to me”\n');
  expect(said(false)).toContain('by ana\nAlso       Pass · by ben\n');
});

test('a trace reads as its six answers, its label and its steps', () => {
  expect(textOf(support(), { color: false, label })).toMatchInlineSnapshot(`
    "tr_000000000001  ✗ Labelled fail by ana
    support-agent · gpt-5
    3 Feb 2026, 09:12:00 · 4.20 s · 1,284 in, 31 out tokens · cost not recorded
    otlp · traces/a.jsonl · run-1
    ! Step 3, getOrder: no such\\u001b[31m order

    Query      What is the status of order 12345?
    Considered getOrder, getShipment
    Picked     getOrder: “I need the order.”
    Context    1,284 tokens at most
    Answer     It was delivered.
    Feedback   Not recorded

    Label      Fail · tool_selection, wrong_tool · first wrong step 3 · by ana
    Note       Claimed delivery without looking
    Wrong      delivered
    Correction in transit

    4 steps
    1    agent support     4.20 s
    2      llm chat        1.89 s  1,284 → 31  1 call requested
    3  !   tool getOrder  0.40 ms              no such\\u001b[31m order
    4      llm chat        2.10 s              It was delivered.

    1 more step carries the others over the wire and is left out; --json has it.
    ! failed"
  `);
});

test('a step reads in full, with nothing cut', () => {
  const text = textOf(support(), { color: false, step: 3 });
  expect(text.slice(text.indexOf('Step 3, tool call'))).toMatchInlineSnapshot(`
    "Step 3, tool call getOrder
    0.40 ms · span call
    ! no such\\u001b[31m order

    Arguments
      {
        "orderId": "12345"
      }

    Result
      no such\\u001b[31m order"
  `);
});

test('what is not recorded is said, never shown as 0', () => {
  const text = textOf([span('only')], { color: false });
  expect(text).toContain('time not recorded · latency not recorded · tokens not recorded · cost not recorded');
  expect(text).not.toMatch(/\b0 (tokens|ms|in)\b/);
});

test('colour adds to the text and changes none of it', () => {
  // eslint-disable-next-line no-control-regex
  expect(textOf(support(), { color: true, label }).replace(/\u001b\[\d+m/g, '')).toBe(textOf(support(), { color: false, label }));
});

test('no escape sequence of a trace gets through', () => {
  const hostile = [span('\u001b]0;title\u0007', { kind: 'llm', statusMessage: '\u001b[2J', status: 'error', output: [assistant('\u001b[1mbold\u202e')] })];
  // eslint-disable-next-line no-control-regex
  expect(textOf(hostile, { color: false, step: 1 })).not.toMatch(/[\u001b\u0007\u202e]/);
});

const score = (name: string, value: Score['value'], more: Partial<Score> = {}): Score => ({ name, value, source: 'unknown', comment: null, spanId: null, ...more });
const linesOf = (text: string, from: string, count: number) => text.slice(text.indexOf(from)).split('\n').slice(0, count);

test('scores that came with the export stand below the answers, each with who gave it, its step and its comment', () => {
  const scores = [score('Relevance', 5, { source: 'judge', comment: 'to\nthe point', spanId: 'answer' }), score('user_feedback', 0, { source: 'user' })];
  expect(linesOf(textOf(support(), { color: false, header: { scores } }), 'Scores', 2)).toEqual(['Scores     user_feedback 0 (user)', '           Relevance 5 (judge, step 4): to the point']);
  expect(linesOf(textOf(support(), { color: false, header: { scores: [score('reward', 1, { source: 'code' }), score('grade', 'C')] } }), 'Scores', 1)).toEqual(['Scores     reward 1 (code) · grade C']);
  expect(textOf(support(), { color: false, step: 4, header: { scores } })).toContain('\nScore Relevance 5 (judge): to the point\n');
});

test('facts, approvals and what became of the run are said where they are known', () => {
  const facts: FactsConfig = { role: ['role'], approval: { tool: 'requestApproval', granted: { $subset: { approved: true } }, by: '/approver' }, escalation: { tool: 'escalateToHuman' } };
  const spans = [
    span('run', { kind: 'agent', name: 'support', attributes: { role: 'agent' } }),
    tool('ask', 'requestApproval', { tool: 'refund' }, { parentId: 'run', result: { approved: true, approver: 'bob' } }),
    tool('hand', 'escalateToHuman', {}, { parentId: 'run', result: 'ok' }),
  ];
  const text = textOf(spans, { color: false, header: { userId: 'u1', facts: { finalText: 'Sorry,\nAnna' } }, facts });
  expect(linesOf(text, 'Facts', 4)).toEqual(['Facts      user u1 · role agent', 'Final text Sorry, Anna', 'Approval   granted by bob: refund, after 1 call', 'Escalated  Handed to a person']);
  expect(textOf(support(), { color: false })).not.toMatch(/Facts|Approval|Escalated|Scores/);
});

test('a step stands as deep as its shown parents, and marks have a legend where they are met', () => {
  const spans = [
    span('run', { kind: 'agent', name: 'support' }),
    span('GET /', { parentId: 'run', attributes: { 'http.method': 'GET' } }),
    tool('call', 'getOrder', {}, { parentId: 'GET /' }),
  ];
  const text = textOf(spans, { color: false });
  expect(text).toMatch(/^\d {6}tool getOrder/m);
  expect(text).not.toContain('! failed');
});

test('a computed cost says whose price it follows from, and of when', () => {
  const priced = (by?: 'own') => [span('turn', { kind: 'llm', usage: { input: 1, output: 1, cachedRead: null, cacheWrite: null, reasoning: null, level: 'leaf' }, cost: { usd: 1.2875, source: 'computed', asOf: '2025-08-15', ...(by ? { by } : {}) } })];
  expect(textOf(priced(), { color: false, step: 1 }).match(/\$1\.29 by the list price of 2025-08-15/g)).toHaveLength(2);
  expect(textOf(priced('own'), { color: false })).toContain('$1.29 by your price of 2025-08-15');
});
