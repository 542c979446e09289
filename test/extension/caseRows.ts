import type { CaseRow } from '../../src/core/model/caseRow.ts';

/** A proven, active case that passes, but for what is given. */
export function caseRow(changes: Partial<CaseRow> = {}): CaseRow {
  return {
    id: 'shipment-status-check', file: 'casebook/cases/orders.case.yaml', line: 3, suite: 'support-orders', title: 'Where is order 12345?', query: 'Where is order 12345?', variants: [], status: 'active', undecided: null,
    needsProof: true, proven: true, failureClass: 'tool_selection', failureMode: null, tools: ['getOrder'], useCase: null, tags: ['orders'], risk: 'low', owner: null, quarantine: null, traceId: 'tr_0123456789ab',
    last: { outcome: 'pass', at: '2026-11-03T09:12:00.000Z', target: 'agent', passed: 5, trials: 5, sentence: '' }, broken: false, ...changes,
  };
}

export const lastRun = (outcome: NonNullable<CaseRow['last']>['outcome'], passed: number, trials: number): CaseRow['last'] => ({ outcome, at: '2026-11-03T09:12:00.000Z', target: 'agent', passed, trials, sentence: '' });
