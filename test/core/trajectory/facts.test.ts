import { describe, expect, test } from 'vitest';
import { defaultFacts } from '../../../src/core/model/config.ts';
import type { FactsConfig } from '../../../src/core/model/config.ts';
import { feedbackOf, readFacts } from '../../../src/core/trajectory/facts.ts';
import { observe } from '../../../src/core/trajectory/observe.ts';
import { costOf } from '../../../src/core/trajectory/totals.ts';
import { assistant, span, tool, trace } from './spans.ts';

const facts = (config: FactsConfig, spans: Parameters<typeof trace>[0] = [], header: Parameters<typeof trace>[1] = {}, answer: string | null = null) => readFacts(trace(spans, header), config, answer);
const score = (name: string, value: string | number | boolean, source: 'user' | 'judge' = 'user') => ({ name, value, source, comment: null, spanId: null });

describe('facts come from', () => {
  test('metadata by a key with dots, or by a way into maps', () => {
    expect(facts({ role: ['app.user.role'] }, [], { metadata: { 'app.user.role': 'agent' } }).role).toBe('agent');
    expect(facts({ role: ['app.user.role'] }, [], { metadata: { app: { 'user.role': 'agent' } } }).role).toBe('agent');
    expect(facts({ role: ['app.user.role'] }, [], { metadata: { app: { user: 'x' } } }).role).toBeUndefined();
  });

  test('attributes of any span, and of its events', () => {
    expect(facts({ queue: ['queue'] }, [span('a'), span('b', { attributes: { queue: 'billing' } })]).queue).toBe('billing');
    expect(facts({ snapshot: ['index.version'] }, [span('a', { events: [{ name: 'searched', timeUs: null, attributes: { 'index.version': 7 } }] })]).snapshot).toBe('7');
  });

  test('tags with a star, and scores, where a person counts before a judge', () => {
    expect(facts({ useCase: ['tag:use-case/*'] }, [], { tags: ['use-case/', 'use-case/refund'] }).useCase).toBe('refund');
    expect(facts({ feedback: ['score:liked'] }, [], { scores: [score('liked', 1, 'judge'), score('liked', 0)] }).feedback).toBe('rejected');
  });

  test('the first source that is present, then the default', () => {
    const config: FactsConfig = { risk: ['risk', { default: 'medium' }] };
    expect(facts(config, [], { metadata: { risk: 'HIGH' } }).risk).toBe('high');
    expect(facts(config).risk).toBe('medium');
    expect(facts({ risk: ['risk'] }, [], { metadata: { risk: 'extreme' } }).risk).toBeUndefined();
  });

  test('the answer, and not from a missing one', () => {
    const config: FactsConfig = { fallback: [{ answer: { $icontains: 'human review' } }] };
    expect(facts(config, [], {}, 'Sent to Human Review.').fallback).toBe(true);
    expect(facts(config, [], {}, 'Done.').fallback).toBe(false);
    expect(facts(config).fallback).toBeUndefined();
  });

  test('no key of the language', () => expect(facts({ user: ['__proto__', 'constructor', 'toString.length'] }).user).toBeUndefined());
});

test.each([[1, 'accepted'], [0, 'rejected'], [-1, 'rejected'], ['Thumbs up', 'accepted'], ['👎', 'rejected'], ['edited', 'edited'], [0.4, 0.4], ['maybe', 'maybe']])('feedback %s is %s', (value, is) => expect(feedbackOf(value)).toBe(is));

describe('people over a run', () => {
  const call = (id: string, startUs: number, attributes = {}) => tool(id, id, { amount: 5 }, { startUs, attributes });
  const approval: FactsConfig = { approval: { attribute: 'approval.decision', by: 'approval.by' } };

  test('an approval on the call itself covers that call', () => {
    const trial = observe(trace([call('look', 1), call('refund', 2, { 'approval.decision': 'approved', 'approval.by': 'ana' })]), approval);
    expect(trial.approvals).toEqual([{ granted: true, by: 'ana', tool: 'refund', args: { amount: 5 }, beforeCall: 1 }]);
  });

  test('an approval on a span of its own stands before what began after it', () => {
    const trial = observe(trace([call('look', 1), span('ask', { startUs: 2, attributes: { 'approval.decision': 'rejected' } }), call('refund', 3)]), approval);
    expect(trial.approvals).toEqual([{ granted: false, by: null, tool: null, beforeCall: 1 }]);
  });

  test('none is known to be none where the mapping could have found one', () => expect(observe(trace([call('look', 1)]), approval).approvals).toEqual([]));

  test('an escalation may show in an attribute or in the answer', () => {
    const answered = [span('m', { kind: 'llm', output: [assistant('A colleague will call you.')] })];
    expect(observe(trace(answered), { escalation: { answer: { $icontains: 'colleague' } } }).escalated).toBe(true);
    expect(observe(trace([]), { escalation: { answer: { $icontains: 'colleague' } } }).escalated).toBeNull();
    expect(observe(trace([span('a', { attributes: { handover: false } })]), { escalation: { attribute: 'handover' } }).escalated).toBe(false);
    expect(observe(trace([span('a')]), { escalation: { attribute: 'handover' } }).escalated).toBeNull();
  });

  test('are not looked for where nothing is mapped', () => expect(observe(trace([]), { ...defaultFacts, approval: undefined }).approvals).toBeNull());
});

describe('cost', () => {
  const usage = { input: 1, output: 1, cachedRead: null, cacheWrite: null, reasoning: null, level: 'leaf' as const };
  const priced = (id: string, usd: number | null, source: 'reported' | 'computed' = 'computed') => span(id, { kind: 'llm', usage, cost: usd === null ? null : { usd, source } });

  test('that was reported is not added to what was computed', () => expect(costOf([priced('a', 1), priced('b', 2, 'reported')])).toEqual({ usd: 2, source: 'reported' }));
  test('is a number that people write', () => expect(costOf([priced('a', 0.1, 'reported'), priced('b', 0.2, 'reported')]).usd).toBe(0.3));
  test('is the sum of what was computed', () => expect(costOf([priced('a', 1), priced('b', 2)])).toEqual({ usd: 3, source: 'computed' }));
  test('is what was reported on the whole, where no call was recorded', () => {
    const whole = (id: string, usd: number) => ({ ...priced(id, usd, 'reported'), kind: 'agent' as const, counted: false, usage: null });
    expect(costOf([whole('inner', 1), whole('outer', 3)])).toEqual({ usd: 3, source: 'reported' });
    expect(costOf([priced('a', null), whole('outer', 3)])).toEqual({ usd: null, source: null });
  });
  test('is unknown where one call has no price', () => expect(costOf([priced('a', 1), priced('b', null)])).toEqual({ usd: null, source: null }));
});
