import type { Label } from '../../src/core/model/label.ts';
import type { CheckResult, TrialResult, CaseResult } from '../../src/core/model/result.ts';
import type { TraceSummary } from '../../src/core/model/trajectory.ts';

/** A run with everything recorded; a test changes what it is about. */
export function summary(changes: Partial<TraceSummary> = {}): TraceSummary {
  return {
    id: 'tr_00000000000a', nativeId: 'run-1', format: 'otlp', file: 'traces/week.jsonl', sha256: 'ab', name: 'support', app: 'shop', agent: 'support-agent', models: ['small-1'],
    sessionId: null, userId: null, startUs: Date.UTC(2026, 1, 3, 12) * 1000, importedAt: '2026-02-04T00:00:00Z', latencyMs: 9170, inputTokens: 13_000, outputTokens: 569,
    costUsd: 0.0026, costSource: 'reported', spans: 12, steps: 11, toolCalls: 5, failedCalls: 3, firstError: null, query: 'What is the status of order 12345?', userTurns: 1,
    toolsOffered: ['searchOrders', 'getShipment'], toolsCalled: ['searchOrders'], callsKnown: true, why: 'It looks for the order.', promptTokens: 3012, documents: 2, answer: 'Delivered.',
    feedback: null, facts: {}, failing: null, label: null, cases: [], warnings: 0, ...changes,
  };
}

export function label(changes: Partial<Label> = {}): Label {
  return { by: 'jonas', at: '2026-02-04T09:00:00Z', verdict: 'fail', class: null, firstWrong: null, lastGood: null, note: '', cause: '', fix: '', correction: '', wrongWords: '', owner: '', status: null, ...changes };
}

export function check(changes: Partial<CheckResult> = {}): CheckResult {
  return { id: 'expectedTool', metric: 'toolChoice', path: ['expectedTool'], gating: true, outcome: 'fail', score: 0, expected: 'getShipment', actual: 'searchOrders', reason: 'Called searchOrders, expected getShipment', spanId: null, step: 4, ...changes };
}

export function trial(changes: Partial<TrialResult> = {}): TrialResult {
  return {
    caseId: 'shipment-status', variantId: null, trial: 1, target: 'faulty', outcome: 'fail', reason: null, checks: [check()], metrics: {},
    startedAt: '2026-02-04T09:00:00Z', durationMs: 812, latencyMs: 800, costUsd: null, observed: null, casebook: '0.1.0', ...changes,
  };
}

export function caseResult(changes: Partial<CaseResult> = {}): CaseResult {
  return { runId: 'r1', caseId: 'shipment-status', file: 'casebook/cases/a.case.yaml', decides: true, target: 'faulty', outcome: 'fail', at: '2026-02-04T09:00:00Z', trials: [trial()], ...changes };
}
