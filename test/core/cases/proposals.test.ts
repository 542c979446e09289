import { describe, expect, it } from 'vitest';
import { carryChoices } from '../../../src/core/cases/carryChoices.ts';
import { draftCase } from '../../../src/core/cases/draft.ts';
import type { DraftSource } from '../../../src/core/cases/draft.ts';
import { parseCaseFile } from '../../../src/core/cases/parse.ts';
import { printDraft } from '../../../src/core/cases/printDraft.ts';
import { proposeCase } from '../../../src/core/cases/proposals.ts';
import { planChecks } from '../../../src/core/evaluators/evaluate.ts';
import { validateCaseFile } from '../../../src/core/cases/validate.ts';
import type { Json } from '../../../src/core/model/json.ts';
import type { Label } from '../../../src/core/model/label.ts';
import type { Decisions } from '../../../src/core/model/proposal.ts';
import type { Call, Trial } from '../../../src/core/model/trace.ts';

const trial: Trial = {
  calls: [], output: 'Order 12345 was delivered.', retrieved: null, citations: null, state: null, approvals: [], escalated: null,
  terminal: 'finished', fallback: null, latencyMs: 1234, costUsd: 0.0026, tokens: null, turns: null, feedback: null, redacted: [],
};
const failed: Label = { by: 'ana', at: '2026-02-03T10:00:00Z', verdict: 'fail', class: { class: 'tool_selection' }, firstWrong: { step: 3, span: 's1' }, lastGood: null, note: 'Read the order', cause: '', fix: '', correction: 'in_transit', wrongWords: 'was delivered', status: null };
const callsOf = (...made: (Partial<Call> & { name: string })[]): Call[] => made.map((call, index) => ({ args: {}, groupId: null, status: 'ok', startUs: null, endUs: null, spanId: `s${index}`, step: index + 2, ...call, index }));
const both = callsOf({ name: 'getCustomer', args: { id: 'c1', requestId: '3f2504e0-4f89-11d3-9a0c-0305e82c3301' } }, { name: 'getOrder', args: { orderId: '12345' } });

function source(over: Partial<DraftSource> & { readonly over?: Partial<Trial> } = {}): DraftSource {
  const { over: trialOver, ...rest } = over;
  return {
    id: 'order-status-abc123', query: 'Where is order 12345?', messages: undefined, facts: {}, label: failed,
    source: { traceId: 'tr_1', runId: 'abc', file: 'traces/a.jsonl', capturedAt: '2026-02-03T09:12:04Z', sha256: 'ab'.repeat(32) }, trial: { ...trial, calls: both, ...trialOver }, ...rest,
  };
}
const read = (from: DraftSource, decisions?: Decisions) => proposeCase(from, decisions).proposals.map(({ id, title, state, states, steps }) => [id, title.map(({ text }) => text).join(''), state, states.join(' '), steps.join(' ')].join(' | '));

describe('proposals of a labelled failure', () => {
  it('say what, from which step, and what can be made of it', () => {
    expect(read(source())).toEqual([
      'query | Asks “Where is order 12345?” | kept | kept | 1',
      'tool:getCustomer | Calls getCustomer | kept | kept loosened dropped | 2',
      'argument:0:id | Its id is "c1" | kept | kept loosened dropped | 2',
      'argument:0:requestId | Its requestId may be anything | loosened | kept loosened dropped | 2',
      'forbidden:0:getOrder | Never calls getOrder | kept | kept loosened dropped | 3',
      'groundTruth | Says in_transit, as of 2026-02-03 | kept | kept dropped | ',
      'reject:0 | Does not say “was delivered” | kept | kept dropped | ',
      'terminal | Ends finished | dropped | kept dropped | ',
    ]);
  });

  it('leave the draft as it is where nothing was decided', () => {
    for (const from of [source(), source({ label: null }), source({ label: { ...failed, class: { class: 'tool_arguments' } } }), source({ label: null, over: { calls: [] } }), source({ label: { ...failed, class: null, wrongWords: '', correction: '' }, over: { output: null, terminal: 'aborted' } })]) {
      expect(proposeCase(from).draft).toEqual(draftCase(from));
      // Said again, the states that are proposed change nothing either.
      const again = Object.fromEntries(proposeCase(from).proposals.map(({ id, state }) => [id, state]));
      expect(proposeCase(from, again).draft).toEqual(draftCase(from));
    }
  });

  it('are loosened and dropped one by one', () => {
    const { trajectory } = proposeCase(source(), { 'argument:0:id': 'loosened', 'argument:0:requestId': 'dropped', 'forbidden:0:getOrder': 'loosened', groundTruth: 'dropped', terminal: 'kept' }).draft.value;
    expect(trajectory).toEqual({ steps: [{ tool: 'getCustomer', args: { id: { $any: true } } }], forbidden: [{ tool: 'getOrder', args: { orderId: '12345' } }], terminal: 'finished' });
    expect(proposeCase(source(), { 'tool:getCustomer': 'loosened' }).draft.value).toMatchObject({ expectedTool: 'getCustomer', trajectory: { forbidden: ['getOrder'] } });
    expect(proposeCase(source(), { 'tool:getCustomer': 'loosened' }).draft.value.trajectory).not.toHaveProperty('steps');
    const without = proposeCase(source(), { 'tool:getCustomer': 'dropped', 'forbidden:0:getOrder': 'dropped', 'reject:0': 'dropped' }).draft.value;
    for (const key of ['expectedTool', 'trajectory', 'answer']) expect(without).not.toHaveProperty(key);
    expect(proposeCase(source(), { 'argument:0:requestId': 'kept' }).draft.value.trajectory?.steps).toMatchObject([{ args: { requestId: '3f2504e0-4f89-11d3-9a0c-0305e82c3301' } }]);
  });

  it('cannot be put into a state they do not have', () => {
    expect(proposeCase(source(), { query: 'dropped', groundTruth: 'loosened', nobody: 'dropped' }).draft).toEqual(draftCase(source()));
  });

  it('name the wrong argument, and can only drop it', () => {
    const from = source({ label: { ...failed, class: { class: 'tool_arguments' } } });
    expect(read(from)).toContain('argument:1:orderId | Its orderId is not "12345" | kept | kept dropped | 3');
    expect(proposeCase(from, { 'argument:1:orderId': 'dropped' }).draft.value).toMatchObject({ expectedTool: ['getCustomer', 'getOrder'], trajectory: { steps: [{ tool: 'getCustomer' }, { tool: 'getOrder' }] } });
  });
});

it('proposes limits and cited documents of a run that went well', () => {
  const from = source({ label: null, over: { citations: ['faq', 'faq', 'elsewhere'], retrieved: [{ id: 'faq' }] as unknown as Trial['retrieved'] } });
  expect(read(from).slice(-5)).toEqual([
    'document:faq | Retrieves faq | dropped | kept dropped | ', 'terminal | Ends finished | dropped | kept dropped | ', 'maxCalls | At most 2 calls | dropped | kept loosened dropped | ',
    'budget:latencyMs | At most 1.90 s | loosened | kept loosened dropped | ', 'budget:costUsd | At most $0.0039 | loosened | kept loosened dropped | ',
  ]);
  expect(proposeCase(from, { 'document:faq': 'kept', maxCalls: 'loosened', 'budget:latencyMs': 'dropped', 'budget:costUsd': 'kept' }).draft.value).toMatchObject({ retrieval: { relevant: ['faq'] }, trajectory: { maxCalls: 3 }, budgets: { costUsd: 0.0026 } });
});

it('takes keys and values of a trace for data', () => {
  const args = JSON.parse('{"__proto__":"x","constructor":{"$any":true},"a\\u202eb":"<img src=x onerror=alert(1)>"}') as Json;
  const from = source({ label: null, over: { calls: callsOf({ name: '__proto__', args }) } });
  const kept = Object.fromEntries(proposeCase(from).proposals.map(({ id }) => [id, 'kept' as const]));
  const { draft } = proposeCase(from, { ...kept, 'argument:0:__proto__': 'loosened' });
  const parsed = parseCaseFile(printDraft(draft));
  expect(validateCaseFile(parsed).filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(JSON.stringify(parsed.cases[0]!.value!.trajectory!.steps)).toBe('[{"tool":"__proto__","args":{"__proto__":{"$any":true},"constructor":{"$literal":{"$any":true}},"a\u202eb":"<img src=x onerror=alert(1)>"}}]');
});

it('makes a valid case of every combination of choices', () => {
  const from = source({ over: { terminal: 'finished' } });
  const { proposals } = proposeCase(from);
  const open = proposals.filter(({ states }) => states.length > 1);
  const count = open.reduce((all, { states }) => all * states.length, 1);
  for (let n = 0; n < count; n++) {
    let rest = n;
    const decisions = Object.fromEntries(open.map(({ id, states }) => {
      const state = states[rest % states.length]!;
      rest = Math.floor(rest / states.length);
      return [id, state];
    }));
    const made = proposeCase(from, decisions);
    const parsed = parseCaseFile(printDraft(made.draft));
    expect(parsed.cases[0]!.value).toEqual(made.draft.value);
    expect(validateCaseFile(parsed).filter(({ severity }) => severity === 'error').map(({ code }) => code)).toEqual(planChecks(made.draft.value).length === 0 ? ['CB008'] : []);
    for (const { path, state } of made.proposals) {
      if (state === 'dropped') expect(path).toBeUndefined();
      if (path) expect(parsed.cases[0]!.rangeOf(path).end).toBeGreaterThan(0);
    }
  }
});

describe('choices carried into a text that was edited by hand', () => {
  const before = proposeCase(source()).draft;
  const carry = (text: string, decisions: Decisions) => carryChoices(text, before.value as Json, proposeCase(source(), decisions).draft.value as Json);
  const edited = printDraft(before).replace('kind: regression', '# mine\nkind: regression   # and this').replace('expectedTool:', 'title: By hand\nexpectedTool:');

  it('change what they must and no other character', () => {
    const loosened = carry(edited, { 'argument:0:id': 'loosened' });
    expect(loosened.missed).toEqual([]);
    expect(loosened.text.split('\n').filter((line, at) => line !== edited.split('\n')[at])).toHaveLength(1);
    expect(parseCaseFile(loosened.text).cases[0]!.value).toMatchObject({ title: 'By hand', trajectory: { steps: [{ args: { id: { $any: true } } }] } });
    const dropped = carry(edited, { 'reject:0': 'dropped', 'forbidden:0:getOrder': 'dropped' });
    expect(dropped.missed).toEqual([]);
    const { value } = parseCaseFile(dropped.text).cases[0]!;
    expect(value).not.toHaveProperty('answer');
    expect(value!.trajectory).not.toHaveProperty('forbidden');
    expect(dropped.text).toContain('# mine\nkind: regression   # and this');
    expect(carry(dropped.text, {}).text).toBe(dropped.text);
  });

  it('find an item that has moved, and leave what says something else by now', () => {
    const moved = edited.replace(/ {2}steps:\n/, '  steps:\n    - {tool: first}\n');
    expect(parseCaseFile(carry(moved, { 'argument:0:id': 'dropped' }).text).cases[0]!.value!.trajectory!.steps).toMatchObject([{ tool: 'first' }, { tool: 'getCustomer', args: { requestId: { $any: true } } }]);
    const other = edited.replace('id: c1', 'id: c2');
    expect(carry(other, { 'argument:0:id': 'loosened' })).toEqual({ text: other, missed: ['trajectory.steps.0.args.id'] });
    expect(carry('not: [a case', { groundTruth: 'dropped' }).missed).toEqual(['groundTruth']);
  });
});
