import { describe, expect, test } from 'vitest';
import { failedChecks, resultDetails, resultSentence } from '../../src/extension/display/caseResult.ts';
import { caseResult, check, trial } from './summaries.ts';

describe('the failed checks of a run', () => {
  test('stand at the expectation they broke', () => {
    expect(failedChecks(caseResult())).toEqual([{ id: 'expectedTool', metric: 'toolChoice', path: ['expectedTool'], message: 'Called searchOrders, expected getShipment (on faulty)', severity: 'error' }]);
  });

  test('are said once for all trials, with how many', () => {
    const result = caseResult({ trials: [trial(), trial({ trial: 2 }), trial({ trial: 3, outcome: 'pass', checks: [check({ outcome: 'pass' })] })] });
    expect(failedChecks(result).map(({ message }) => message)).toEqual(['Called searchOrders, expected getShipment (2 of 3 trials on faulty)']);
  });

  test('warn where they decide nothing', () => {
    expect(failedChecks(caseResult({ decides: false }))[0]?.severity).toBe('warning');
    expect(failedChecks(caseResult({ trials: [trial({ checks: [check({ gating: false })] })] }))[0]?.severity).toBe('warning');
  });

  test('hold a target that broke, at the case’s id', () => {
    const result = caseResult({ outcome: 'error', trials: [trial({ outcome: 'error', reason: 'agent exited with 3', checks: [] })] });
    expect(failedChecks(result)).toEqual([expect.objectContaining({ path: ['id'], message: 'agent exited with 3 (on faulty)', broke: true })]);
  });

  test('leave a case that could not be read to the language server', () => {
    expect(failedChecks(caseResult({ outcome: 'error', target: '', trials: [trial({ outcome: 'error', target: '', reason: 'line 3: no key skp', checks: [] })] }))).toEqual([]);
  });

  test('hold neither passes nor what could not be measured', () => {
    expect(failedChecks(caseResult({ outcome: 'pass', trials: [trial({ outcome: 'pass', checks: [check({ outcome: 'pass' }), check({ id: 'x', outcome: 'n/a' })] })] }))).toEqual([]);
  });
});

describe('the sentence', () => {
  test.each([
    [caseResult(), 'shipment-status fails on faulty: Called searchOrders, expected getShipment'],
    [caseResult({ outcome: 'pass', trials: [trial({ outcome: 'pass', checks: [] })] }), 'shipment-status passes on faulty'],
    [caseResult({ trials: [trial(), trial({ outcome: 'pass', checks: [] })] }), 'shipment-status fails on faulty, 1 of 2 trials pass: Called searchOrders, expected getShipment'],
    [caseResult({ outcome: 'error', trials: [trial({ outcome: 'error', reason: 'timed out', checks: [] })] }), 'shipment-status could not be run on faulty: timed out'],
    [caseResult({ outcome: 'error', target: '', trials: [trial({ outcome: 'error', target: '', reason: 'line 3: no key skp', checks: [] })] }), 'shipment-status could not be run: line 3: no key skp'],
    [caseResult({ outcome: 'n/a', trials: [trial({ outcome: 'n/a', reason: 'no answer recorded', checks: [] })] }), 'shipment-status has nothing to compare with on faulty: no answer recorded'],
  ])('%#', (result, sentence) => expect(resultSentence(result)).toBe(sentence));
});

describe('a case that passes and fails in another wording', () => {
  const passed = { outcome: 'pass', checks: [check({ outcome: 'pass' })] } as const;
  const reworded = { variantId: '1', asked: 'Where is order 12345 right now?' } as const;
  const result = caseResult({ outcome: 'pass', target: 'mended', trials: [trial(passed), trial({ ...passed, trial: 2 }), trial(reworded), trial({ ...reworded, trial: 2 }), trial({ variantId: 'shout', ...passed })] });

  test('passes, with its own trials counted, and says which rewording fails', () => {
    expect(resultSentence(result)).toBe('shipment-status passes on mended, 2 of 2 trials pass; rewording “Where is order 12345 right now?” fails');
  });

  test('has a warning that names the rewording: it decides nothing', () => {
    expect(failedChecks(result)).toEqual([expect.objectContaining({ severity: 'warning', path: ['expectedTool'], message: 'Rewording “Where is order 12345 right now?”: Called searchOrders, expected getShipment (2 of 2 trials on mended)' })]);
  });

  test('says a check once that fails with its own question as well', () => {
    expect(failedChecks(caseResult({ trials: [trial(), trial(reworded)] })).map(({ severity }) => severity)).toEqual(['error']);
  });

  test('is failed by its limits where it sets some', () => {
    const limits = check({ id: 'sensitivity.minConsistency', path: ['sensitivity', 'minConsistency'], reason: '0 of 1 rewordings end as the case does, 90 % must' });
    expect(failedChecks({ ...result, outcome: 'fail', sensitivity: limits }).map(({ id, severity }) => [id, severity])).toEqual([['expectedTool', 'warning'], ['sensitivity.minConsistency', 'error']]);
  });
});

test('the details fence what the agent said, whatever it said', () => {
  const observed = { calls: [], output: '```\n# not a heading', retrieved: null, citations: null, state: null, approvals: null, escalated: null, terminal: null, fallback: null, latencyMs: null, costUsd: null, tokens: null, turns: null, feedback: null, redacted: [] };
  const text = resultDetails(caseResult({ trials: [trial({ observed })] }));
  expect(text).toContain('````text\n```\n# not a heading\n````');
  expect(text).toContain('### Fail: expectedTool');
});
