import { describe, expect, test } from 'vitest';
import { insightsOf } from '../../../src/core/insights/insightsOf.ts';
import type { RetrievedDocument, Span } from '../../../src/core/model/span.ts';
import { assemble } from '../../../src/core/trajectory/assemble.ts';
import { assistant, span, trace } from '../trajectory/spans.ts';

const document = (id: string | null, parts: Partial<RetrievedDocument> = {}): RetrievedDocument => ({ id, content: `text of ${id}`, score: null, version: null, updatedAt: null, source: null, metadata: {}, ...parts });
const search = (id: string, documents: readonly RetrievedDocument[], parts: Partial<Span> = {}): Span => span(id, { kind: 'retrieval', documents, ...parts });
const answer = (text: string): Span => span('answer', { kind: 'llm', output: [assistant(text)] });
const standings = (...spans: readonly Span[]) => insightsOf(trace(spans), assemble(spans)).documents;
const at = Date.parse('2026-02-03T00:00:00Z') * 1000;

describe('a retrieved document', () => {
  test('is as old as it was at the time of the run', () => {
    const found = standings(search('s', [document('a', { updatedAt: '2026-02-01' }), document('b', { updatedAt: '2024-02-01T00:00:00Z' }), document('c'), document('d', { updatedAt: 'last year' })], { startUs: at }));
    expect(found.map(({ ageDays, stale }) => [ageDays, stale])).toEqual([[2, false], [733, true], [null, null], [null, null]]);
    expect(standings(search('s', [document('a', { updatedAt: '2026-02-01' })]))[0]!.ageDays).toBeNull();
  });
  test.each<[string, string, readonly boolean[]]>([
    ['its place', 'As the first says [1], and others [2-3].', [true, true, true]],
    ['its id', 'See policy-7.', [false, true, false]],
    ['its title', 'By the Terms of Return you may.', [true, false, false]],
    ['its file', 'From shipping.md.', [false, false, true]],
    ['a mark with its place', 'It is so 【2†source】.', [false, true, false]],
  ])('is cited by %s', (_, text, cited) => {
    const documents = [document('7', { metadata: { title: 'Terms of Return' } }), document('policy-7'), document('x', { source: 's3://kb/shipping.md' })];
    expect(standings(search('s', documents), answer(text)).map(({ citedAt }) => citedAt?.length === 1)).toEqual(cited);
  });
  test('is not cited by the name of another that begins or ends as its own', () => {
    const documents = [document('policy/returns'), document('policy/returns-electronics-2024'), document('returns-electronics-2024')];
    expect(standings(search('s', documents), answer('Two weeks [policy/returns-electronics-2024].')).map(({ citedAt }) => citedAt)).toEqual([[], [2], [2]]);
    expect(standings(search('s', documents), answer('Two weeks, by policy/returns.')).map(({ citedAt }) => citedAt)).toEqual([[2], [], []]);
    expect(standings(search('s', [document('policy-7'), document('eu-policy-7')]), answer('By eu-policy-7.')).map(({ citedAt }) => citedAt)).toEqual([[], [2]]);
  });
  test('is not called uncited where nothing cites', () => {
    expect(standings(search('s', [document('policy-7')]), answer('You may, by policy-77.'))[0]!.citedAt).toBeNull();
  });
  test('is cited by the answer of the agent around its retrieval, and by one that ended after it, but not by what was said before', () => {
    const agent = (parts: Partial<Span>) => span('run', { kind: 'agent', output: [assistant('Two years [policy/warranty].')], ...parts });
    const citedAt = (...spans: readonly Span[]) => standings(...spans)[0]!.citedAt;
    expect(citedAt(agent({}), search('s', [document('policy/warranty')], { parentId: 'run' }))).toEqual([1]);
    expect(citedAt(agent({ startUs: 0, endUs: 90 }), search('s', [document('policy/warranty')], { startUs: 10, endUs: 20 }))).toEqual([1]);
    expect(citedAt(agent({ startUs: 0, endUs: 15 }), search('s', [document('policy/warranty')], { startUs: 10, endUs: 20 }))).toBeNull();
    expect(citedAt(span('m', { kind: 'llm', startUs: 0, endUs: 90, output: [assistant('I know policy/warranty.')] }), search('s', [document('policy/warranty')], { startUs: 10, endUs: 20 }))).toBeNull();
  });
  test('was seen before, but not in the step around it', () => {
    expect(standings(search('a', [document('d')]), search('b', [document('d'), document('e')])).map(({ step, seenAt }) => [step, seenAt])).toEqual([[1, null], [2, 1], [2, null]]);
    expect(standings(search('outer', [document('d')]), search('inner', [document('d')], { parentId: 'outer' })).map(({ seenAt }) => seenAt)).toEqual([null, null]);
  });
});
