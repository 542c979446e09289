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
import type { Decision, Decisions, Proposal } from '../../../src/core/model/proposal.ts';
import type { Call, Trial } from '../../../src/core/model/trace.ts';

const trial: Trial = {
  calls: [], output: 'Order 12345 was delivered.', retrieved: null, citations: null, state: null, approvals: [], escalated: null,
  terminal: 'finished', fallback: null, latencyMs: 1234, costUsd: 0.0026, tokens: null, turns: null, feedback: null, redacted: [],
};
const failed: Label = { by: 'ana', at: '2026-02-03T10:00:00Z', verdict: 'fail', class: { class: 'tool_selection' }, firstWrong: { step: 3, span: 's1' }, lastGood: null, note: 'Read the order', cause: '', fix: '', correction: 'in_transit', wrongWords: 'was delivered', owner: '', status: null };
const callsOf = (...made: (Partial<Call> & { name: string })[]): Call[] => made.map((call, index) => ({ args: {}, groupId: null, status: 'ok', startUs: null, endUs: null, spanId: `s${index}`, step: index + 2, ...call, index }));
const both = callsOf({ name: 'getCustomer', args: { id: 'c1', requestId: '3f2504e0-4f89-11d3-9a0c-0305e82c3301' } }, { name: 'getOrder', args: { orderId: '12345' } });

const document = (id: string, content: string) => ({ id, content, score: null, version: null, updatedAt: null, source: null, metadata: {} });

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
      'argument:0:id | Its id is "c1" | kept | kept worded typed loosened dropped | 2',
      'argument:0:requestId | Its requestId may be anything | loosened | kept worded typed loosened dropped | 2',
      'forbidden:0:getOrder | Never calls getOrder | kept | kept loosened dropped | 3',
      'groundTruth | Says in_transit, as of 2026-02-03 | kept | kept dropped | ',
      'reject:0 | Does not say “was delivered” | kept | kept worded dropped | ',
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

  it('say nothing where the call is not kept that they are a part of', () => {
    for (const state of ['loosened', 'dropped'] as const) {
      const { proposals } = proposeCase(source(), { 'tool:getCustomer': state });
      expect(proposals.filter(({ id }) => id.startsWith('argument:0')).map((each) => [each.state, each.states.join(), each.looser, each.path])).toEqual([['dropped', 'dropped', null, undefined], ['dropped', 'dropped', null, undefined]]);
    }
    expect(read(source(), { 'tool:getCustomer': 'kept', 'argument:0:id': 'typed' })).toContain('argument:0:id | Its id is a string | typed | kept worded typed loosened dropped | 2');
  });

  it('cannot be put into a state they do not have', () => {
    expect(proposeCase(source(), { query: 'dropped', groundTruth: 'loosened', nobody: 'dropped' }).draft).toEqual(draftCase(source()));
  });

  it('name the wrong argument, which may be anything or dropped', () => {
    const from = source({ label: { ...failed, class: { class: 'tool_arguments' } } });
    expect(read(from)).toContain('argument:1:orderId | Its orderId is not "12345" | kept | kept loosened dropped | 3');
    expect(proposeCase(from, { 'argument:1:orderId': 'loosened' }).draft.value.trajectory?.steps?.[1]).toEqual({ tool: 'getOrder', args: { orderId: { $any: true } } });
    expect(proposeCase(from, { 'argument:1:orderId': 'dropped' }).draft.value).toMatchObject({ expectedTool: ['getCustomer', 'getOrder'], trajectory: { steps: [{ tool: 'getCustomer' }, { tool: 'getOrder' }] } });
  });
});

describe('loosening goes step by step, each shown before it is chosen', () => {
  const ladder = (from: DraftSource, id: string) => {
    const seen: string[] = [];
    for (let state: Decision | undefined = 'kept'; state !== undefined; ) {
      const found: Proposal = proposeCase(from, { [id]: state }).proposals.find((each) => each.id === id)!;
      const said = found.title.map(({ text }) => text).join('');
      // What was shown as looser is what it says once it is chosen.
      if (seen.length > 0) expect(seen.at(-1)!.split(' → ')[1]).toBe(said);
      seen.push(`${said} → ${found.looser?.title.map(({ text }) => text).join('') ?? '-'}`);
      state = found.looser?.state;
    }
    return seen;
  };
  const argsOf = (from: DraftSource, decisions: Decisions) => proposeCase(from, decisions).draft.value.trajectory?.steps?.[0]?.args;

  it('of an argument: its words, its type, anything', () => {
    const from = source({ over: { calls: callsOf({ name: 'search', args: { id: 'c1', text: 'Late  parcels', n: 3, tags: ['a'], filter: { $any: true }, on: true, none: null, blank: ' ' } }, { name: 'getOrder', args: {} }) } });
    expect(ladder(from, 'argument:0:id')).toEqual(['Its id is "c1" → Its id is "c1", however it is written', 'Its id is "c1", however it is written → Its id is a string', 'Its id is a string → Its id may be anything', 'Its id may be anything → -']);
    expect(ladder(from, 'argument:0:text')[0]).toBe('Its text is "Late parcels" → Its text holds "Late parcels", however it is written');
    expect(ladder(from, 'argument:0:n')).toEqual(['Its n is 3 → Its n is a number', 'Its n is a number → Its n may be anything', 'Its n may be anything → -']);
    for (const key of ['on', 'none']) expect(ladder(from, `argument:0:${key}`)).toHaveLength(2);
    expect(ladder(from, 'argument:0:blank')[0]).toContain('is a string');
    expect(argsOf(from, { 'argument:0:id': 'worded', 'argument:0:text': 'worded', 'argument:0:n': 'typed', 'argument:0:tags': 'typed', 'argument:0:filter': 'typed', 'argument:0:on': 'typed' })).toMatchObject({ id: { $iequals: 'c1' }, text: { $icontains: 'Late  parcels' }, n: { $type: 'number' }, tags: { $type: 'array' }, filter: { $type: 'object' }, on: true });
  });

  it('of the wrong words, and of a whole answer: the words that the note quotes, or its telling sentence', () => {
    expect(ladder(source(), 'reject:0')).toEqual(['Does not say “was delivered” → Does not say “was delivered”, however it is written', 'Does not say “was delivered”, however it is written → -']);
    expect(proposeCase(source(), { 'reject:0': 'worded' }).draft.value.answer).toEqual({ reject: [{ $icontains: 'was delivered' }] });
    const whole = (output: string, note = '') => source({ label: { ...failed, class: null, firstWrong: null, wrongWords: '', correction: '', note }, over: { calls: [], output } });
    expect(ladder(whole('Hello. Order 12345 came on Monday. Bye.'), 'reject:0')[0]).toMatch(/^Is not .* → Does not say “Order 12345 came on Monday.”, whatever else it says$/);
    expect(proposeCase(whole('It came. Twice, I think.', 'It says “Twice”'), { 'reject:0': 'worded' }).draft.value.answer).toEqual({ reject: [{ $contains: 'Twice' }] });
    expect(ladder(whole('Yes'), 'reject:0')).toEqual(['Is not “Yes” → -']);
    // Looser or not, the failure is caught.
    const caught = whole('Hello. Order 12345 came on Monday. Bye.');
    for (const state of ['kept', 'worded'] as const) expect(planChecks(proposeCase(caught, { 'reject:0': state }).draft.value).filter(({ gating }) => gating).map((each) => each.run(caught.trial).outcome)).toEqual(['fail']);
  });

  it('of the right answer, and of the other one that may be right', () => {
    const from = source({ label: { ...failed, correction: 'Order 12345 is in transit since Monday' }, facts: { finalText: 'Parcel 12345 travels since Monday' } });
    expect(ladder(from, 'groundTruth')[0]).toMatch(/ → Says 12345, transit and Monday, in whatever words$/);
    expect(read(from).filter((line) => line.startsWith('accept'))).toEqual(['accept:0 | May say “Parcel 12345 travels since Monday” instead | dropped | kept worded dropped | ']);
    const { draft } = proposeCase(from, { groundTruth: 'worded', 'accept:0': 'worded' });
    expect(draft.value.answer).toMatchObject({ match: 'containsAll', value: ['12345', 'transit', 'Monday'], accept: [{ $all: [{ $icontains: 'Parcel' }, { $icontains: '12345' }, { $icontains: 'travels' }, { $icontains: 'Monday' }] }] });
    const answerOf = (output: string) => planChecks(draft.value).find(({ id }) => id === 'answer')!.run({ ...from.trial, output }).outcome;
    expect(['Since Monday it is in transit: 12345', 'It travels, parcel 12345, since MONDAY', 'No idea'].map(answerOf)).toEqual(['pass', 'pass', 'fail']);
    expect(validateCaseFile(parseCaseFile(printDraft(draft))).filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(proposeCase(from, { 'accept:0': 'kept', 'reject:0': 'dropped' }).draft.value.answer).toEqual({ accept: ['Parcel 12345 travels since Monday'] });
    expect(read(source({ facts: { finalText: ' In_Transit' } })).some((line) => line.startsWith('accept'))).toBe(false);
  });
});

it('proposes limits and cited documents of a run that went well', () => {
  const from = source({ label: null, over: { citations: ['faq', 'faq', 'elsewhere'], retrieved: [document('faq', '')] } });
  expect(read(from).slice(-5)).toEqual([
    'document:faq | Retrieves faq | dropped | kept dropped | ', 'terminal | Ends finished | dropped | kept dropped | ', 'maxCalls | At most 2 calls | dropped | kept loosened dropped | ',
    'budget:latencyMs | At most 1.90 s | loosened | kept loosened dropped | ', 'budget:costUsd | At most $0.0039 | loosened | kept loosened dropped | ',
  ]);
  expect(proposeCase(from, { 'document:faq': 'kept', maxCalls: 'loosened', 'budget:latencyMs': 'dropped', 'budget:costUsd': 'kept' }).draft.value).toMatchObject({ retrieval: { relevant: ['faq'] }, trajectory: { maxCalls: 3 }, budgets: { costUsd: 0.0026 } });
});

it('finds in the answer itself which documents it cites, as a trace lists none', () => {
  const from = source({ label: null, over: { output: 'Parcels take two days [shipping-faq].', retrieved: [document('shipping-faq', 'Two days.'), document('returns', 'Thirty days.')] } });
  expect(read(from).filter((line) => line.startsWith('document'))).toEqual(['document:shipping-faq | Retrieves shipping-faq | dropped | kept dropped | ']);
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
  const from = source({ over: { terminal: 'finished', calls: callsOf({ name: 'getCustomer', args: { id: 'c1' } }, { name: 'getOrder', args: { orderId: '12345' } }) } });
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
