import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseCaseFile } from '../../src/core/cases/parse.ts';
import { Recording } from '../../src/core/model/recording.ts';
import type { LabelChange } from '../../src/core/model/label.ts';
import type { CasePreview, DraftRequest } from '../../src/protocol/makeApi.ts';
import { call, TemporaryWorkspace } from './temporaryWorkspace.ts';

const wrongLookUp = (query: string, answer = 'Order 12345 was delivered.') => [
  { role: 'user', content: query },
  { role: 'assistant', content: null, tool_calls: [{ id: 'c0', type: 'function', function: { name: 'getCustomer', arguments: '{"id":"c1"}' } }] },
  { role: 'tool', tool_call_id: 'c0', content: '{"name":"Ana"}' },
  { role: 'assistant', content: null, tool_calls: [{ id: 'c1', type: 'function', function: { name: 'getOrder', arguments: '{"orderId":"12345"}' } }] },
  { role: 'tool', tool_call_id: 'c1', content: '{"status":"delivered"}' },
  { role: 'assistant', content: answer },
];

async function labelled(query = 'Where is order 12345?', before: readonly object[] = [], answer?: string) {
  const workspace = new TemporaryWorkspace();
  await workspace.engine.importFiles({ paths: [workspace.write('chat.jsonl', JSON.stringify({ id: 'run-1', messages: [...before, ...wrongLookUp(query, answer)] }))] }, call);
  const [{ id: trace } = { id: '' }] = (await workspace.engine.listTraces({}, call)).traces;
  const { steps } = await workspace.engine.openTrajectory({ trace }, call);
  const step = steps.find(({ name }) => name.includes('getOrder'))!.n;
  await workspace.engine.labelTrace({ trace, by: 'ana', change: { verdict: 'fail', class: { class: 'tool_selection' }, firstWrongStep: step, note: 'Never looked at the shipment' } }, call);
  return {
    engine: workspace.engine, trace, step, steps,
    [Symbol.dispose]: () => workspace[Symbol.dispose](),
    propose: async (request: Partial<DraftRequest> = {}) => workspace.engine.proposeCase({ trace, activate: true, ...request }, call),
  };
}

const lineOf = ({ yaml }: CasePreview, line: number) => yaml.split('\n')[line - 1];

describe('a proposed case', () => {
  it('says where each proposal stands in the text, and is proven at once', async () => {
    using run = await labelled();
    const { step, propose } = run;
    const preview = await propose();
    expect(preview).toMatchObject({ said: `labelled fail, tool selection, first wrong step ${step}`, status: 'active', problems: [], held: null, proof: { proven: true, failed: ['forbidden[0]'] } });
    expect(await run.engine.casePlaces({}, call)).toEqual({ folders: ['casebook/cases'], suites: [] });
    const forbidden = preview.proposals.find(({ id }) => id === 'forbidden:0:getOrder')!;
    expect(forbidden.steps).toEqual([step]);
    expect(lineOf(preview, forbidden.lines![0])).toContain('getOrder');
    expect(preview.yaml).toContain('status: active');
    expect(existsSync(preview.file)).toBe(false);
  });

  it('names the check that should have failed where nothing catches the failure', async () => {
    using run = await labelled();
    const { propose } = run;
    const preview = await propose({ decisions: { 'forbidden:0:getOrder': 'dropped' } });
    expect(preview).toMatchObject({ status: 'draft', proof: { proven: false, needed: true }, held: { id: 'expectedTool', outcome: 'pass' } });
    expect(preview.proposals.find(({ id }) => id === 'forbidden:0:getOrder')!.lines).toBeNull();
  });

  it('takes a text edited by hand as it is, and later choices go into it', async () => {
    using run = await labelled();
    const { propose } = run;
    const first = await propose();
    const text = first.yaml.replace('kind: regression', '# my remark\nkind: regression');
    const again = await propose({ id: first.id, text, decisions: { 'argument:0:id': 'loosened' }, textFor: { decisions: {} } });
    expect(again.yaml).toContain('# my remark');
    expect(again.yaml).toMatch(/id: \{\s*\$any: true\s*\}/);
    expect(again.missed).toEqual([]);
    expect(again.proof.proven).toBe(true);
    const broken = await propose({ id: first.id, text: text.replace('kind: regression', 'knd: regression') });
    expect(broken.problems).toMatchObject([{ code: 'CB002', line: text.slice(0, text.indexOf('kind: regression')).split('\n').length }]);
    expect(await propose({ id: first.id, text: 'a: [' })).toMatchObject({ status: 'draft', proof: { proven: false } });
  });

  it('is written as it was shown, and active once it is confirmed and proven', async () => {
    using run = await labelled();
    const { trace, propose } = run;
    const first = await propose();
    const decisions = { 'argument:0:id': 'loosened' } as const;
    const made = await run.engine.makeCase({ trace, id: first.id, decisions, activate: true, findingsSeen: false }, call);
    const value = parseCaseFile(readFileSync(made.file, 'utf8')).cases[0]!.value!;
    expect(value).toMatchObject({ status: 'active', trajectory: { steps: [{ args: { id: { $any: true } } }] }, source: { proof: { failed: ['forbidden[0]'] } } });
    const [again] = await run.engine.proveCases({ cases: [made.id] }, call);
    expect(again).toMatchObject({ proven: true });
  });

  it('is written from its text with the proof of that text, and never active without one', async () => {
    using run = await labelled();
    const { trace, propose } = run;
    const first = await propose();
    const text = first.yaml.replace(/ {2}forbidden:.*\n/, '').replace(first.id, 'own-name').replace('kind: regression', 'kind: regression # mine');
    const made = await run.engine.makeCase({ trace, id: first.id, text, activate: true, findingsSeen: false }, call);
    expect(made.id).toBe('own-name');
    const written = readFileSync(made.file, 'utf8');
    expect(written).toContain('kind: regression # mine');
    expect(parseCaseFile(written).cases[0]!.value).toMatchObject({ id: 'own-name', status: 'draft' });
    expect(parseCaseFile(written).cases[0]!.value!.source).not.toHaveProperty('proof');
    expect(Recording.parse(JSON.parse(readFileSync(made.recordingFile, 'utf8'))).case).toBe('own-name');
  });

  it('is not written while its text is broken or holds a secret that was typed', async () => {
    using run = await labelled();
    const { trace, propose } = run;
    const { id, yaml } = await propose();
    const write = async (...given: Parameters<typeof run.engine.makeCase>) => run.engine.makeCase(...given);
    const secret = `sk-proj-${'Ab3dEf6hIj9k'.repeat(3)}`;
    const text = yaml.replace('kind: regression', `title: "${secret}"\nkind: regression`);
    const shown = await propose({ id, text });
    expect(shown.problems).toMatchObject([{ code: 'redaction', severity: 'error' }]);
    expect(JSON.stringify(shown.problems)).not.toContain(secret);
    await expect(write({ trace, id, text, findingsSeen: true }, call)).rejects.toThrow('looks like a secret');
    await expect(write({ trace, id, text: 'id: [', findingsSeen: true }, call)).rejects.toThrow('Line 1');
    await expect(write({ trace, id, text: 'cases:\n  - {id: a, query: x, expectedTool: y}\n  - {id: b, query: y, expectedTool: y}\n', findingsSeen: true }, call)).rejects.toThrow('not one case');
    expect(existsSync((await propose()).recordingFile)).toBe(false);
  });

  it('replaces what was decided in a text edited by hand too', async () => {
    using run = await labelled('I am ana@example.com, where is order 12345?');
    const { propose } = run;
    const first = await propose({ redact: [] });
    expect(first.yaml).toContain('ana@example.com');
    const text = first.yaml.replace('kind: regression', '# told to ana@example.com\nkind: regression');
    const replaced = await propose({ id: first.id, text, redact: [0], textFor: { redact: [] } });
    expect(replaced.yaml).not.toContain('ana@example.com');
    expect(replaced.yaml).toContain('# told to [personal:email]');
  });

  it('begins at a chosen step, with the turns before it as messages', async () => {
    const before = [{ role: 'user', content: 'Hello' }, { role: 'assistant', content: 'Hello, how can I help?' }];
    using run = await labelled('Where is order 12345?', before);
    const { propose, step, steps } = run;
    const from = await propose({ fromStep: step });
    const value = parseCaseFile(from.yaml).cases[0]!.value!;
    expect(value.query).toBe('Where is order 12345?');
    expect(value.messages).toEqual([...before, { role: 'user', content: 'Where is order 12345?' }]);
    expect(value).not.toHaveProperty('expectedTool');
    expect(value).toMatchObject({ trajectory: { forbidden: ['getOrder'] } });
    expect(from.proof.proven).toBe(true);
    expect(from.starts.find((start) => start.step === step)!.name).toContain('getOrder');
    await expect(propose({ fromStep: steps.length + 1 })).rejects.toThrow(`no step ${steps.length + 1}`);
  });

  describe('of a run with several turns', () => {
    const complaint = [
      ...wrongLookUp('Where is order 12345?'),
      { role: 'user', content: 'No, it was not!' },
      { role: 'assistant', content: null, tool_calls: [{ id: 'c2', type: 'function', function: { name: 'getShipment', arguments: '{"orderId":"12345"}' } }] },
      { role: 'tool', tool_call_id: 'c2', content: '{"error":"timeout"}' },
      { role: 'assistant', content: 'Sorry, it was lost.' },
    ];
    async function conversation(change: LabelChange | 'getOrder') {
      const workspace = new TemporaryWorkspace();
      const { engine } = workspace;
      await engine.importFiles({ paths: [workspace.write('chat.jsonl', JSON.stringify({ id: 'run-1', messages: complaint }))] }, call);
      const [{ id: trace } = { id: '' }] = (await engine.listTraces({}, call)).traces;
      const { steps } = await engine.openTrajectory({ trace }, call);
      const stepOf = (name: string) => steps.find((each) => each.name === name || each.detail?.includes(name))!.n;
      await engine.labelTrace({ trace, by: 'ana', change: change === 'getOrder' ? { verdict: 'fail', class: { class: 'tool_selection' }, firstWrongStep: stepOf('getOrder') } : change }, call);
      const propose = async (fromStep?: number) => {
        const preview = await engine.proposeCase({ trace, activate: true, ...(fromStep === undefined ? {} : { fromStep }) }, call);
        const { trial } = Recording.parse(JSON.parse(readFileSync((await engine.makeCase({ trace, findingsSeen: true, ...(fromStep === undefined ? {} : { fromStep }) }, call)).recordingFile, 'utf8')));
        return { preview, value: parseCaseFile(preview.yaml).cases[0]!.value!, trial, query: preview.proposals.find(({ id }) => id === 'query')! };
      };
      return { stepOf, propose, [Symbol.dispose]: () => workspace[Symbol.dispose]() };
    }

    it('asks the question that the labelled failure answers, and ends with that turn', async () => {
      using run = await conversation('getOrder');
      const { preview, value, trial, query } = await run.propose();
      expect(value).toMatchObject({ query: 'Where is order 12345?', expectedTool: 'getCustomer', trajectory: { forbidden: ['getOrder'] } });
      expect(value).not.toHaveProperty('messages');
      expect({ turn: preview.turn, proven: preview.proof.proven, query: query.steps }).toEqual({ turn: { nth: 1, of: 2 }, proven: true, query: [1] });
      expect(trial.calls.map(({ name }) => name)).toEqual(['getCustomer', 'getOrder']);
      expect(trial.output).toBe('Order 12345 was delivered.');
    });

    it('asks the last question where the run as a whole is wrong, with the turn before as messages and nothing that it did', async () => {
      using run = await conversation({ verdict: 'fail', class: { class: 'answer_quality' } });
      const { preview, value, trial, query } = await run.propose();
      expect(value).toMatchObject({
        query: 'No, it was not!', expectedTool: 'getShipment',
        messages: [{ role: 'user', content: 'Where is order 12345?' }, { role: 'assistant', content: 'Order 12345 was delivered.' }, { role: 'user', content: 'No, it was not!' }],
      });
      expect({ turn: preview.turn, query: query.steps }).toEqual({ turn: { nth: 2, of: 2 }, query: [run.stepOf('getShipment') - 1] });
      expect(preview.proposals.find(({ id }) => id === 'messages')!.steps).toEqual([1]);
      expect(trial).toMatchObject({ calls: [{ name: 'getShipment', index: 0 }], output: 'Sorry, it was lost.' });
    });

    it('asks the question whose answer holds the wrong words', async () => {
      using run = await conversation({ verdict: 'fail', class: { class: 'answer_quality' }, wrongWords: 'was delivered' });
      const { preview, value } = await run.propose();
      expect({ query: value.query, reject: value.answer?.reject, proven: preview.proof.proven }).toEqual({ query: 'Where is order 12345?', reject: [{ $contains: 'was delivered' }], proven: true });
    });

    it('is of the turn that holds the step to begin at, and of no later one', async () => {
      using run = await conversation('getOrder');
      const answer = run.stepOf('was delivered');
      const { preview, value, trial } = await run.propose(answer);
      expect(value).toMatchObject({ query: 'Where is order 12345?', kind: 'capability', trajectory: { terminal: 'finished' } });
      for (const key of ['answer', 'expectedTool', 'failureWeObserved']) expect(value).not.toHaveProperty(key);
      expect(preview).toMatchObject({ said: expect.stringMatching(/outside of what this case asks$/) as string, proof: { proven: false, needed: false } });
      expect(trial).toMatchObject({ calls: [], output: 'Order 12345 was delivered.' });
    });

    it('says nothing of a failure in another turn', async () => {
      using run = await conversation('getOrder');
      const { preview, value, trial } = await run.propose(run.stepOf('getShipment'));
      expect(value).toMatchObject({ query: 'No, it was not!', kind: 'capability', expectedTool: 'getShipment' });
      expect(value).not.toHaveProperty('failureWeObserved');
      expect(value).not.toHaveProperty('answer');
      expect(preview.said).toMatch(/^labelled fail, tool selection, first wrong step \d+, outside of what this case asks$/);
      expect(trial.output).toBe('Sorry, it was lost.');
    });
  });

  it('is answered quickly enough to be asked after each key', async () => {
    using run = await labelled();
    const { propose } = run;
    const { id } = await propose();
    const times: number[] = [];
    for (let n = 0; n < 15; n++) {
      const begun = process.cpuUsage();
      await propose({ id, decisions: { 'argument:0:id': n % 2 === 0 ? 'loosened' : 'kept' } });
      const used = process.cpuUsage(begun);
      times.push((used.user + used.system) / 1000);
    }
    expect(times.sort((a, b) => a - b)[7]).toBeLessThan(50);
  });
});

describe('cases of several traces', () => {
  async function several() {
    const workspace = new TemporaryWorkspace();
    const { engine } = workspace;
    const queries = ['Where is order 12345?', 'Where is order 12346?', 'Cancel my subscription, please'];
    await engine.importFiles({ paths: [workspace.write('chat.jsonl', queries.map((query, n) => JSON.stringify({ id: `run-${n}`, messages: wrongLookUp(query) })).join('\n'))] }, call);
    const { traces } = await engine.listTraces({}, call);
    const ids = queries.map((query) => traces.find((each) => each.query === query)!.id);
    const { steps } = await engine.openTrajectory({ trace: ids[0]! }, call);
    const step = steps.find(({ name }) => name.includes('getOrder'))!.n;
    for (const trace of ids) await engine.labelTrace({ trace, by: 'ana', change: { verdict: 'fail', class: { class: 'tool_selection' }, firstWrongStep: step } }, call);
    return { engine, ids, workspace, [Symbol.dispose]: () => workspace[Symbol.dispose]() };
  }

  it('point out those among them that ask nearly the same', async () => {
    using made = await several();
    const { engine, ids: [first = '', second = '', other = ''] } = made;
    const together = [first, second, other];
    expect((await engine.proposeCase({ trace: first, together }, call)).alikeTogether).toMatchObject([{ trace: second, similarity: expect.closeTo(0.9, 0) as number }]);
    expect((await engine.proposeCase({ trace: other, together }, call)).alikeTogether).toEqual([]);
    expect((await engine.proposeCase({ trace: first }, call)).alikeTogether).toEqual([]);
  });

  it('go into one file, whose other bytes stay, each proven there', async () => {
    using made = await several();
    const { engine, ids, workspace } = made;
    const append = 'casebook/cases/late.case.yaml';
    expect(await engine.proposeCase({ trace: ids[0]!, append }, call)).toMatchObject({ isNewFile: true, shownFile: append });
    for (const trace of ids) await engine.makeCase({ trace, append, activate: true, findingsSeen: true }, call);
    const text = readFileSync(workspace.path(append), 'utf8');
    expect(text).toMatch(/^casebook: 1\nsuite: "late"\ncases:\n {2}- id: /);
    const { cases, problems } = parseCaseFile(text);
    expect(problems).toEqual([]);
    expect(cases.map(({ value }) => value?.status)).toEqual(['active', 'active', 'active']);
    expect((await engine.proveCases({ cases: [workspace.path(append)] }, call)).map(({ proven }) => proven)).toEqual([true, true, true]);
    expect(readFileSync(workspace.path(append), 'utf8').replace(/at: .*/g, '')).toBe(text.replace(/at: .*/g, ''));
    await expect(async () => engine.makeCase({ trace: ids[0]!, append, id: cases[0]!.id!, findingsSeen: true }, call)).rejects.toThrow(/holds a case .* already/);
  });

  it('are proven as they are read there: under the defaults of the file', async () => {
    using made = await several();
    const { engine, ids: [trace = ''], workspace } = made;
    const file = workspace.write('casebook/cases/old.case.yaml', '# ours\ndefaults:\n  kind: capability\n  metadata: {owner: me}\n  answer: {reject: [{$contains: delivered}]} # always\ncases:\n- id: a\n  query: hello\n  expectedTool: null\n');
    const before = readFileSync(file, 'utf8');
    const preview = await engine.proposeCase({ trace, append: file, activate: true }, call);
    expect(preview).toMatchObject({ isNewFile: false, proof: { failed: ['forbidden[0]', 'answer.reject[0]'] }, status: 'active' });
    // What the case says itself is not from there.
    expect(preview.fromDefaults).toEqual(['metadata.owner: me', 'answer.reject: [{"$contains":"delivered"}]']);
    expect((await engine.proposeCase({ trace }, call)).fromDefaults).toEqual([]);
    expect(await engine.casePlaces({}, call)).toMatchObject({ suites: ['casebook/cases/old.case.yaml'] });
    const { id } = await engine.makeCase({ trace, append: file, activate: true, findingsSeen: true }, call);
    const text = readFileSync(file, 'utf8');
    expect(text.startsWith(`${before}- id: ${id}\n`)).toBe(true);
    expect((await engine.proveCases({ cases: [id] }, call))[0]).toMatchObject({ proven: true, failed: ['forbidden[0]', 'answer.reject[0]'] });
  });

  it('are not written where the file is broken or no case file: no recording stays behind', async () => {
    using made = await several();
    const { engine, ids: [trace = ''], workspace } = made;
    const broken = workspace.write('casebook/cases/broken.case.yaml', 'cases:\n  - id: "a\n');
    await expect(async () => engine.makeCase({ trace, append: broken, findingsSeen: true }, call)).rejects.toThrow(/cannot be added to as it stands/);
    await expect(async () => engine.makeCase({ trace, append: 'notes.txt', findingsSeen: true }, call)).rejects.toThrow(/no name of a case file/);
    expect(existsSync(workspace.path('casebook/recordings'))).toBe(false);
  });
});
