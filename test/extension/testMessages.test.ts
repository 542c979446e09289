import { describe, expect, test } from 'vitest';
import { millisecondsOf, reasonNotMeasured, testMessages, trialsOf, variantsAsked, worstOf } from '../../src/extension/display/testMessages.ts';
import { testOutput } from '../../src/extension/display/testOutput.ts';
import type { Trial } from '../../src/core/model/trace.ts';
import { caseResult, check, trial } from './summaries.ts';

const observed: Trial = {
  calls: [{ name: 'searchOrders', args: { q: '12345' }, index: 0, groupId: null, status: 'error', result: { hits: 0 }, startUs: null, endUs: null, spanId: null, step: null }],
  output: 'It is \u001b[31mdelivered\u202e.\nBye', retrieved: null, citations: null, state: null, approvals: null, escalated: null, terminal: null, fallback: null, latencyMs: null, costUsd: null, tokens: null, turns: null, feedback: null, redacted: [],
};

describe('why a test failed', () => {
  test('a failed check says what was expected and what came', () => {
    const result = caseResult({ trials: [trial({ checks: [check({ expected: 'getShipment', actual: ['searchOrders', 'answer'] })] })] });
    expect(testMessages(result, null)).toEqual([{ message: 'Called searchOrders, expected getShipment (on faulty)', path: ['expectedTool'], expected: 'getShipment', actual: 'searchOrders\nanswer' }]);
    const odd = caseResult({ trials: [trial({ checks: [check({ expected: { a: 1 }, actual: [] })] })] });
    expect(testMessages(odd, null)[0]).toMatchObject({ expected: '{\n  "a": 1\n}', actual: '[]' });
  });

  test('a check that broke has nothing to compare, and an advisory one fails nothing', () => {
    const result = caseResult({ trials: [trial({ checks: [check({ outcome: 'error', reason: 'The grader broke' }), check({ id: 'advice', gating: false })] })] });
    expect(testMessages(result, null)).toEqual([{ message: 'The grader broke (on faulty)', path: ['expectedTool'] }]);
  });

  test('a rewording speaks for itself', () => {
    const result = caseResult({ outcome: 'pass', trials: [trial({ outcome: 'pass', checks: [] }), trial({ variantId: 'terse' }), trial({ variantId: 'terse', trial: 2, outcome: 'pass', checks: [] })] });
    expect(testMessages(result, null)).toEqual([]);
    expect(testMessages(result, 'terse').map(({ message }) => message)).toEqual(['Called searchOrders, expected getShipment (1 of 2 trials on faulty)']);
    expect(variantsAsked(result)).toEqual(['terse']);
    expect(worstOf(trialsOf(result, 'terse').map(({ outcome }) => outcome))).toBe('fail');
  });

  test('a case that decides nothing says so', () => {
    const result = caseResult({ decides: false, undecided: { kind: 'draft', said: 'it is a draft' } });
    expect(testMessages(result, null)[0]?.message).toMatch(/It decides nothing: it is a draft\.$/);
  });

  test('a trial that broke is said at the case, without codes a terminal would obey', () => {
    const result = caseResult({ outcome: 'error', trials: [trial({ outcome: 'error', reason: 'died\u001b[2J at once', checks: [] })] });
    expect(testMessages(result, null)).toEqual([{ message: 'died at once (on faulty)', path: ['id'] }]);
  });
});

test('of several outcomes the worst stands for all, and none is none', () => {
  expect([worstOf(['pass', 'fail', 'n/a']), worstOf(['pass', 'error', 'fail']), worstOf(['pass', 'n/a']), worstOf([])]).toEqual(['fail', 'error', 'n/a', undefined]);
});

test('what was not measured says why', () => {
  expect(reasonNotMeasured([trial({ outcome: 'n/a', reason: 'skipped: not built yet', checks: [] })])).toBe('skipped: not built yet');
  expect(reasonNotMeasured([trial({ outcome: 'n/a', reason: null, checks: [check({ outcome: 'n/a', reason: 'no recording' })] })])).toBe('no recording');
});

test('trials take as long as all of them, and none takes no time that is known', () => {
  expect([millisecondsOf([trial({ durationMs: 200 }), trial({ durationMs: 300 })]), millisecondsOf([])]).toEqual([500, undefined]);
});

test('the log of a case has calls, answer, checks and stderr, and a terminal obeys none of it', () => {
  const text = testOutput(caseResult({ trials: [trial({ durationMs: 612, costUsd: 0.01, observed, stderr: 'warning: \u001b]0;title\u0007slow\n' })] }));
  expect(text.replaceAll('\r\n', '\n').trimEnd().split('\n')).toEqual([
    'shipment-status fails on faulty',
    '  fail in 612 ms, $0.0100',
    '  Tool calls:',
    '    searchOrders {"q":"12345"}, error → {"hits":0}',
    '  Answer:',
    String.raw`    It is \u001b[31mdelivered\u202e.`,
    '    Bye',
    '  Checks:',
    '    fail expectedTool: Called searchOrders, expected getShipment',
    '  The end of its stderr:',
    String.raw`    warning: \u001b]0;title\u0007slow`,
  ]);
  expect(text).not.toMatch(/(?<!\r)\n/);
});

test('what is not recorded is not said to be none', () => {
  const text = testOutput(caseResult({ trials: [trial({ observed: { ...observed, calls: [], callsUnknown: true, output: null } })] }));
  expect(text).toContain('Tool calls: not recorded');
  expect(text).toContain('Answer: not recorded');
});
