import { describe, expect, it } from 'vitest';
import { caseId, draftCase, generalise } from '../../../src/core/cases/draft.ts';
import type { DraftSource } from '../../../src/core/cases/draft.ts';
import { parseCaseFile } from '../../../src/core/cases/parse.ts';
import { printDraft } from '../../../src/core/cases/printDraft.ts';
import { proveCase } from '../../../src/core/cases/prove.ts';
import type { Label } from '../../../src/core/model/label.ts';
import type { Call, Trial } from '../../../src/core/model/trace.ts';

const trial: Trial = {
  calls: [], output: 'Order 12345 was delivered.', retrieved: null, citations: null, state: null, approvals: [], escalated: null,
  terminal: 'finished', fallback: null, latencyMs: 1234, costUsd: null, tokens: null, turns: null, feedback: null, redacted: [],
};
const unlabelled: Label = { by: 'ana', at: '2026-02-03T10:00:00Z', verdict: null, class: null, firstWrong: null, lastGood: null, note: '', cause: '', fix: '', correction: '', wrongWords: '', owner: '', status: null };

function calls(...made: (Partial<Call> & { name: string })[]): Call[] {
  return made.map((call, index) => ({ args: {}, groupId: null, status: 'ok', startUs: null, endUs: null, spanId: `s${index}`, step: index + 2, ...call, index }));
}

function draft(over: { calls?: Call[]; label?: Partial<Label>; facts?: DraftSource['facts']; trial?: Partial<Trial>; approvalTool?: string } = {}) {
  return draftCase({
    id: 'order-status-abc123', query: 'Where is order 12345?', messages: undefined, facts: over.facts ?? {},
    source: { traceId: 'tr_1', runId: 'abc', file: 'traces/a.jsonl', capturedAt: '2026-02-03T09:12:04Z', sha256: 'ab'.repeat(32) },
    trial: { ...trial, calls: over.calls ?? [], ...over.trial },
    label: over.label ? { ...unlabelled, verdict: 'fail', ...over.label } : null,
    approvalTool: over.approvalTool,
  });
}

const provenOn = ({ value }: ReturnType<typeof draft>, over: Partial<Trial>) =>
  proveCase(value, { casebook: 1, case: value.id, source: {}, messages: [], trial: { ...trial, ...over }, cuts: [] });

describe('a draft of a labelled failure', () => {
  const both = calls({ name: 'getCustomer', args: { id: 'c1' } }, { name: 'getOrder', args: { orderId: '12345' } });

  it('forbids the wrong tool, keeps what came before it, and fails on its own recording', () => {
    const made = draft({ calls: both, label: { class: { class: 'tool_selection', mode: 'wrong_tool' }, firstWrong: { step: 3, span: 's1' }, note: 'Did not look the shipment up' } });
    expect(made.value).toMatchObject({
      status: 'draft', kind: 'regression', expectedTool: 'getCustomer',
      failureWeObserved: { summary: 'Did not look the shipment up', class: 'tool_selection', mode: 'wrong_tool' },
      trajectory: { steps: [{ tool: 'getCustomer', args: { id: 'c1' } }], forbidden: ['getOrder'] },
    });
    expect(made.missing).toContain('Name the tool that should have been called in expectedTool.');
    expect(provenOn(made, { calls: both })).toMatchObject({ proven: true, failed: ['forbidden[0]'] });
  });

  it('never proposes the wrong call as expected where nothing marks the step', () => {
    expect(draft({ calls: both, label: { class: { class: 'tool_selection' } } }).value).not.toHaveProperty('expectedTool');
  });

  it('takes the only call for the wrong one when the choice of tool was wrong', () => {
    const made = draft({ calls: calls({ name: 'getOrder' }), label: { class: { class: 'tool_selection' } } });
    expect(made.value.trajectory).toEqual({ forbidden: ['getOrder'] });
  });

  it('rules out the wrong argument, the only one or the one the note names', () => {
    const call = calls({ name: 'getOrder', args: { orderId: '54321', full: true } });
    const label = { class: { class: 'tool_arguments' }, firstWrong: { step: 2, span: 's0' } };
    const named = draft({ calls: call, label: { ...label, note: 'took 54321 for the order' } });
    expect(named.value.trajectory).toEqual({ steps: [{ tool: 'getOrder', args: { orderId: { $not: '54321' } } }] });
    expect(provenOn(named, { calls: call }).proven).toBe(true);
    const unnamed = draft({ calls: call, label });
    expect(unnamed.value).toMatchObject({ expectedTool: 'getOrder', trajectory: { forbidden: [{ tool: 'getOrder', args: { orderId: '54321', full: true } }] } });
    expect(provenOn(unnamed, { calls: call }).proven).toBe(true);
  });

  it('asks for approval where a boundary was crossed', () => {
    const call = calls({ name: 'issueRefund', args: { amount: 450 } });
    const made = draft({ calls: call, label: { class: { class: 'policy_boundary' }, firstWrong: { step: 2, span: 's0' } } });
    expect(made.value.policy).toEqual({ requiresApproval: [{ tools: ['issueRefund'] }] });
    expect(provenOn(made, { calls: call }).proven).toBe(true);
  });

  it('asks no approval for the request of one', () => {
    const request = calls({ name: 'requestApproval', args: { action: 'issueRefund' } });
    const made = draft({ calls: request, label: { class: { class: 'policy_boundary' }, firstWrong: { step: 2, span: 's0' } }, approvalTool: 'requestApproval' });
    expect(made.value).not.toHaveProperty('policy');
    expect(made.value.answer).toEqual({ reject: [{ $iequals: 'Order 12345 was delivered.' }] });
  });

  it('rejects the wrong words and takes the correction for the truth', () => {
    const made = draft({ label: { class: { class: 'answer_quality' }, wrongWords: 'was delivered', correction: 'in_transit' } });
    expect(made.value.answer).toEqual({ reject: [{ $contains: 'was delivered' }] });
    expect(made.value.groundTruth).toEqual({ value: 'in_transit', asOf: '2026-02-03T09:12:04Z', source: 'ana' });
    expect(provenOn(made, {}).proven).toBe(true);
  });

  it('says what is missing where the label says too little', () => {
    const made = draft({ label: { class: { class: 'answer_quality' } } });
    expect(made.missing).toContain('Mark the wrong words of the answer, or say what the right answer is.');
  });

  it('rejects the very answer where the label says no more than that it was wrong', () => {
    for (const label of [{ class: { class: 'answer_quality' } }, { class: { class: 'recovery_behavior' } }, {}]) {
      const made = draft({ label });
      expect(made.value.answer).toEqual({ reject: [{ $iequals: 'Order 12345 was delivered.' }] });
      expect(provenOn(made, {}).proven).toBe(true);
    }
    const long = 'word '.repeat(100);
    expect(draft({ label: {}, trial: { output: long } }).value.answer).toEqual({ reject: [{ $startsWith: long.slice(0, 200) }] });
    expect(draft({ label: {}, trial: { output: null, terminal: 'aborted' } }).value.trajectory).toEqual({ terminal: 'finished' });
  });

  it('expects the tools before a wrong argument too, so that expectedTool and steps agree', () => {
    const made = draft({ calls: both, label: { class: { class: 'tool_arguments' }, firstWrong: { step: 3, span: 's1' } } });
    expect(made.value).toMatchObject({ expectedTool: ['getCustomer', 'getOrder'], trajectory: { steps: [{ tool: 'getCustomer', args: { id: 'c1' } }, { tool: 'getOrder', args: { orderId: { $not: '12345' } } }] } });
    expect(provenOn(made, { calls: both }).proven).toBe(true);
  });

  it('rules out the calls of the model turn that is marked', () => {
    const turn = both.map((call, at) => ({ ...call, groupId: `turn${at}` }));
    const made = draft({ calls: turn, label: { class: { class: 'tool_selection' }, firstWrong: { step: 9, span: 'turn1' } } });
    expect(made.value).toMatchObject({ expectedTool: 'getCustomer', trajectory: { forbidden: ['getOrder'] } });
  });

  it('permits one retry less than were made in vain', () => {
    const tried = calls({ name: 'ship', status: 'error' }, { name: 'ship', status: 'error' }, { name: 'ship', status: 'error' });
    const made = draft({ calls: tried, label: { class: { class: 'recovery_behavior' } } });
    expect(made.value.trajectory).toMatchObject({ maxRetries: 1 });
    expect(provenOn(made, { calls: tried }).proven).toBe(true);
  });

  it('never takes an answer for the truth that a reviewer calls wrong, though its user accepted it', () => {
    const made = draft({ facts: { feedback: 'accepted' }, label: { class: { class: 'answer_quality' }, wrongWords: 'was delivered' } });
    expect(made.value).not.toHaveProperty('groundTruth');
  });
});

describe('a draft of an unlabelled run', () => {
  it('is a regression when the user rejected the answer', () => {
    expect(draft({ facts: { feedback: 'rejected' } }).value).toMatchObject({ kind: 'regression', failureWeObserved: { summary: 'The user rejected the answer' } });
  });

  it('is a capability as observed otherwise, with budgets half above what was seen', () => {
    const made = draft({ calls: calls({ name: 'getOrder', args: { orderId: '12345' } }), facts: { feedback: 'accepted' } });
    expect(made.value).toMatchObject({ kind: 'capability', expectedTool: 'getOrder', budgets: { latencyMs: 1900 }, groundTruth: { value: 'Order 12345 was delivered.' } });
    expect(made.value).not.toHaveProperty('failureWeObserved');
  });

  it('says that no tool may be called when none was', () => {
    expect(draft().value.expectedTool).toBeNull();
  });

  it('never takes the answer of the agent for the truth unless its user accepted it', () => {
    expect(draft().value).not.toHaveProperty('groundTruth');
  });
});

it('collapses a retried call and generalises what another run will not repeat', () => {
  const made = draft({ calls: calls({ name: 'get', args: { at: '2026-02-03T09:12:04Z', n: 1 }, status: 'error' }, { name: 'get', args: { at: '2026-02-03T09:12:04Z', n: 1 } }) });
  expect(made.value.trajectory?.steps).toEqual([{ tool: 'get', args: { at: { $any: true }, n: 1 } }]);
  expect(generalise({ id: '3f2504e0-4f89-11d3-9a0c-0305e82c3301', mail: '[personal:email]', order: '12345' })).toEqual({ id: { $any: true }, mail: { $any: true }, order: '12345' });
  expect(generalise({ $any: true })).toEqual({ $literal: { $any: true } });
});

it('prints a file that parses back to the same case, with its remarks', () => {
  const made = draft({ calls: calls({ name: 'getOrder', args: { orderId: '12345' } }), label: { class: { class: 'tool_selection' }, firstWrong: { step: 2, span: 's0' }, note: 'yes: no # tricky "words"' } });
  const text = printDraft(made);
  const parsed = parseCaseFile(text);
  expect(parsed.problems).toEqual([]);
  expect(parsed.cases.map((each) => each.value)).toEqual([made.value]);
  expect(text).toContain('# the call at the first wrong step');
});

it('prints a text of several lines line by line, however long they are', () => {
  const note = `First it read the order, ${'then it read it again, '.repeat(6)}\n\nand then it gave up.\n  - with this`;
  const made = draft({ calls: calls({ name: 'getOrder', args: { orderId: '12345' } }), label: { class: { class: 'tool_selection' }, firstWrong: { step: 2, span: 's0' }, note } });
  const text = printDraft(made);
  expect(text).toMatch(/: \|-\n/);
  expect(text).not.toContain('>-');
  expect(parseCaseFile(text).cases.map((each) => each.value)).toEqual([made.value]);
});

it('names a case after its query, and never twice the same', () => {
  expect(caseId('What’s the status of order 12345?', 'abcdef99', () => false)).toBe('whats-the-status-of-order-12345-abcdef');
  expect(caseId('I am [personal:email], where is it?', 'abcdef99', () => false)).toBe('i-am-where-is-it-abcdef');
  expect(caseId('…', 'abcdef99', (id) => id === 'case-abcdef')).toBe('case-abcdef-2');
});
