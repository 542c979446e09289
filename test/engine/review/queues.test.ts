import { describe, expect, test } from 'vitest';
import { call, TemporaryWorkspace } from '../temporaryWorkspace.ts';

const day = 86_400;
type Said = { readonly at?: number; readonly seconds?: number; readonly error?: boolean; readonly metadata?: Record<string, unknown> };
/** A run as OTLP, `at` days after the first of February 2026. */
function run(id: string, { at = 0, seconds = 1, error = false, metadata = {} }: Said = {}): string {
  const start = BigInt(Math.round(1_769_904_000 + at * day)) * 1_000_000_000n;
  const attributes = [{ key: 'gen_ai.operation.name', value: { stringValue: 'invoke_agent' } }, ...Object.entries({ 'gen_ai.input.messages': JSON.stringify([{ role: 'user', parts: [{ type: 'text', content: `Question of ${id}` }] }]), ...metadata }).map(([key, value]) => ({ key, value: { stringValue: String(value) } }))];
  const hex = Buffer.from(id).toString('hex').padEnd(32, '0').slice(0, 32);
  return JSON.stringify({ resourceSpans: [{ resource: { attributes: [] }, scopeSpans: [{ scope: { name: 'test' }, spans: [{ traceId: hex, spanId: hex.slice(0, 16), name: 'agent', startTimeUnixNano: String(start), endTimeUnixNano: String(start + BigInt(seconds * 1_000_000_000)), attributes, status: error ? { code: 2, message: 'broke' } : {} }] }] }] });
}

async function workspaceOf(runs: readonly string[]): Promise<TemporaryWorkspace> {
  const workspace = new TemporaryWorkspace();
  workspace.write('runs.jsonl', runs.join('\n'));
  await workspace.import('runs.jsonl');
  // An order changes while signals are looked for.
  await workspace.engine.listQueues({ by: '', whole: true }, call);
  return workspace;
}
const week = () => workspaceOf([run('old', { at: 0 }), run('plain', { at: 20 }), run('broken', { at: 21, error: true }), run('slow', { at: 22, seconds: 18 }), run('edited', { at: 23, metadata: { 'casebook.feedback': 'edited' } })]);
const titles = ({ rows }: { readonly rows: readonly { readonly title: string }[] }) => rows.map(({ title }) => title.replace('Question of ', ''));
async function idOf(workspace: TemporaryWorkspace, name: string): Promise<string> {
  const { traces } = await workspace.engine.listTraces({}, call);
  return traces.find(({ query }) => query === `Question of ${name}`)!.id;
}
const label = async (workspace: TemporaryWorkspace, name: string, by: string, verdict: 'pass' | 'fail' | 'defer', queue?: string) =>
  workspace.engine.labelTrace({ trace: await idOf(workspace, name), by, change: { verdict }, ...(queue === undefined ? {} : { queue }) }, call);

describe('queues', () => {
  test('hold what they say, most telling first, each row with its reason', async () => {
    using workspace = await week();
    const opened = await workspace.engine.openQueue({ queue: 'week', by: 'ana', whole: true }, call);
    expect(opened.rows.slice(0, 3).map(({ title, why }) => [title, why])).toEqual([['Question of broken', 'the run failed, premature stop'], ['Question of edited', 'edited by the user'], ['Question of slow', '18.0 s, slow']]);
    expect(opened.queue).toMatchObject({ id: 'week', total: 4, reviewed: 0, left: 4, by: [], minutesLeft: null, builtIn: true });
    const { queues } = await workspace.engine.listQueues({ by: 'ana' }, call);
    expect(Object.fromEntries(queues.map(({ id, total }) => [id, total]))).toEqual({ week: 4, all: 5, failed: 1, overridden: 1, mine: 4, sample: 5, flagged: 0, unreviewed: 5 });
  });

  test('all traces are one, and the first where the week holds few of them', async () => {
    using workspace = await workspaceOf([run('last', { at: 40 }), ...Array.from({ length: 11 }, (_, at) => run(`old ${at}`))]);
    expect((await workspace.engine.openQueue({ by: 'ana' }, call)).queue).toMatchObject({ id: 'all', total: 12, left: 12 });
    using usual = await week();
    expect((await usual.engine.openQueue({ by: 'ana' }, call)).queue).toMatchObject({ id: 'week', total: 4 });
  });

  test('feedback that came apart from the trace counts', async () => {
    using workspace = await week();
    workspace.write('said.csv', `runId,feedback,note\n${await idOf(workspace, 'plain')},rejected,wrong\n`);
    await workspace.engine.importFeedback({ path: workspace.path('said.csv') }, call);
    expect(titles(await workspace.engine.openQueue({ queue: 'flagged', by: 'ana' }, call))).toEqual(['plain']);
  });

  test('progress is each reviewer\'s own, and a deferred trace is not reviewed', async () => {
    using workspace = await week();
    await label(workspace, 'plain', 'ana', 'pass');
    await label(workspace, 'broken', 'ana', 'defer');
    await label(workspace, 'plain', 'jonas', 'fail');
    await label(workspace, 'slow', 'jonas', 'fail');
    const ofAna = (await workspace.engine.openQueue({ queue: 'week', by: 'ana' }, call)).queue;
    expect(ofAna).toMatchObject({ total: 4, reviewed: 2, left: 3, deferred: 1, by: [{ name: 'jonas', reviewed: 2 }, { name: 'ana', reviewed: 1 }] });
    expect((await workspace.engine.openQueue({ queue: 'week', by: 'jonas' }, call)).queue).toMatchObject({ left: 2, deferred: 0 });
    expect(titles(await workspace.engine.openQueue({ queue: 'week', by: 'ana', only: 'left' }, call)).toSorted()).toEqual(['broken', 'edited', 'slow']);
    // Judged just now, and still looked at.
    expect(titles(await workspace.engine.openQueue({ queue: 'week', by: 'ana', only: 'left', keep: await idOf(workspace, 'plain') }, call)).toSorted()).toEqual(['broken', 'edited', 'plain', 'slow']);
    expect(titles(await workspace.engine.openQueue({ queue: 'unreviewed', by: 'ana' }, call)).toSorted()).toEqual(['broken', 'edited', 'old']);
  });

  test('next goes round, takes what was put off last, and says what others have left when one is done', async () => {
    using workspace = await week();
    const next = async (after?: string, notIn: readonly string[] = []) => workspace.engine.nextInQueue({ queue: 'week', by: 'ana', notIn: [...notIn], ...(after === undefined ? {} : { after }) }, call);
    const order = (await workspace.engine.openQueue({ queue: 'week', by: 'ana' }, call)).rows.map(({ id }) => id);
    expect((await next()).next?.id).toBe(order[0]);
    expect((await next(order[0])).next?.id).toBe(order[1]);
    expect((await next(order[0], [order[1]!])).next?.id).toBe(order[2]);
    expect((await next(order[3])).next?.id).toBe(order[0]);
    await workspace.engine.labelTrace({ trace: order[0]!, by: 'ana', change: { verdict: 'defer' } }, call);
    expect((await next(order[3])).next?.id).toBe(order[1]);
    for (const id of order.slice(1)) await workspace.engine.labelTrace({ trace: id, by: 'ana', change: { verdict: 'pass' } }, call);
    expect((await next(order[3])).next?.id).toBe(order[0]);
    await workspace.engine.labelTrace({ trace: order[0]!, by: 'ana', change: { verdict: 'fail' } }, call);
    await workspace.engine.labelTrace({ trace: order[0]!, by: 'jonas', change: { verdict: 'fail' } }, call);
    expect(await next(order[0])).toMatchObject({ next: null, queue: { left: 0, reviewed: 4 }, others: [{ name: 'jonas', left: 3 }] });
  });

  test('the order stays while its traces are labelled', async () => {
    using workspace = await week();
    const before = titles(await workspace.engine.openQueue({ queue: 'week', by: 'ana' }, call));
    await workspace.engine.labelTrace({ trace: await idOf(workspace, 'plain'), by: 'ana', change: { class: { class: 'tool_selection' } } }, call);
    expect(titles(await workspace.engine.openQueue({ queue: 'week', by: 'ana' }, call))).toEqual(before);
    expect(titles(await workspace.engine.openQueue({ queue: 'week', by: 'ana', again: true }, call)).toSorted()).toEqual(before.toSorted());
  });

  test('new traces are in it at once', async () => {
    using workspace = await week();
    await workspace.engine.openQueue({ queue: 'week', by: 'ana' }, call);
    workspace.write('more.jsonl', run('latest', { at: 24, error: true, metadata: { 'casebook.feedback': 'rejected' } }));
    await workspace.import('more.jsonl');
    expect(titles(await workspace.engine.openQueue({ queue: 'week', by: 'ana' }, call))[0]).toBe('latest');
  });

  test('others\' labels are hidden until one\'s own is saved, unless config.yaml says otherwise', async () => {
    using workspace = await week();
    await label(workspace, 'plain', 'jonas', 'fail');
    const trace = await idOf(workspace, 'plain');
    const state = () => workspace.engine.reviewState({ trace, by: 'ana' }, call);
    const row = async () => (await workspace.engine.openQueue({ queue: 'week', by: 'ana' }, call)).rows.find(({ id }) => id === trace);
    expect(await state()).toEqual({ trace, own: null, others: [], hidden: 1, adjudicated: null, disagree: false });
    expect(await row()).toMatchObject({ seen: null, others: 1, verdict: null });
    await label(workspace, 'plain', 'ana', 'defer');
    expect(await state()).toMatchObject({ hidden: 1 });
    await label(workspace, 'plain', 'ana', 'pass');
    expect(await state()).toMatchObject({ own: { verdict: 'pass' }, others: [{ by: 'jonas', verdict: 'fail' }], hidden: 0, disagree: true });
    workspace.write('casebook/config.yaml', 'review:\n  blind: false\n');
    await workspace.engine.undoLabel({ by: 'ana' }, call);
    expect(await state()).toMatchObject({ others: [{ by: 'jonas' }], hidden: 0 });
    expect(await row()).toMatchObject({ seen: { by: 'jonas', verdict: 'fail' } });
  });

  test('words of notes are found, others\' only where they may be seen', async () => {
    using workspace = await week();
    const note = async (name: string, by: string, text: string) => workspace.engine.labelTrace({ trace: await idOf(workspace, name), by, change: { verdict: 'fail', note: text } }, call);
    await note('plain', 'ana', 'Invented a date');
    await note('slow', 'jonas', 'Invented a price');
    const found = async (by: string) => titles(await workspace.engine.openQueue({ queue: 'week', by, filter: 'invented' }, call));
    expect(await found('ana')).toEqual(['plain']);
    await label(workspace, 'slow', 'ana', 'pass');
    expect((await found('ana')).toSorted()).toEqual(['plain', 'slow']);
    expect(await found('jonas')).toEqual(['slow']);
  });

  test('config.yaml sets up queues of its own, drawn at random or shared among reviewers', async () => {
    using workspace = await week();
    workspace.write('casebook/config.yaml', ['queues:', '  - {id: slow, name: Slow ones, query: {minLatencyMs: 10000}, order: slowest}', '  - {id: drawn, query: {lastDays: 7}, sample: {perWeek: 1, only: true}}', '  - {id: ours, reviewers: [ana, jonas]}', '  - {id: loops, query: {signal: loop}}', ''].join('\n'));
    const open = (queue: string, by = 'ana') => workspace.engine.openQueue({ queue, by }, call);
    expect(await open('slow')).toMatchObject({ queue: { name: 'Slow ones', builtIn: false, total: 1 }, order: 'slowest' });
    const { rows } = await open('drawn');
    expect(rows.map(({ stratum }) => stratum)).toEqual(rows.map(() => 'random'));
    expect(rows.length).toBeLessThan(3);
    const shares = [titles(await open('ours')), titles(await open('ours', 'jonas'))];
    expect(shares.flat().toSorted()).toEqual(['broken', 'edited', 'old', 'plain', 'slow']);
    expect((await open('loops')).total).toBe(0);
    await expect(open('drawing')).rejects.toThrow('There is no queue drawing.');
  });

  test('in the first week of a phase every trace is in its queue, and all are the random stratum', async () => {
    using workspace = await week();
    workspace.write('casebook/release.yaml', 'phases:\n  - {id: pilot, supported: [{from: 2026-02-21, to: 2026-03-21}]}\n');
    const { rows } = await workspace.engine.openQueue({ queue: 'phase-pilot', by: 'ana' }, call);
    expect(rows.map(({ title, stratum }) => [title, stratum]).toSorted()).toEqual([['Question of broken', 'random'], ['Question of edited', 'random'], ['Question of plain', 'random'], ['Question of slow', 'random']]);
  });

  test('random is what was drawn for the weekly sample, wherever it is met; the rest of a queue that is chosen by what traces show is not', async () => {
    using workspace = await week();
    await label(workspace, 'old', 'jonas', 'pass');
    workspace.write('casebook/config.yaml', ['queues:', '  - {id: sample, sample: {perWeek: 1, only: true}}', '  - {id: slow, query: {minLatencyMs: 10000}}', '  - {id: few, query: {failing: true}, sample: {perWeek: 1, only: true}}', '  - {id: recent, query: {lastDays: 7}, sample: {perWeek: 5}}', '  - {id: left, query: {unlabelled: true, lastDays: 7}}', '  - {id: ours, reviewers: [ana]}', ''].join('\n'));
    const strata = async (queue: string) => Object.fromEntries((await workspace.engine.openQueue({ queue, by: 'ana' }, call)).rows.map(({ title, stratum }) => [title.replace('Question of ', ''), stratum]));
    const drawn = await strata('sample');
    expect(drawn).toEqual({ old: 'random', broken: 'random', slow: 'random' });
    expect(await strata('failed')).toEqual({ broken: 'random' });
    expect(await strata('overridden')).toEqual({ edited: 'enriched' });
    expect(await strata('slow')).toEqual({ slow: 'random' });
    expect(await strata('few')).toEqual({ broken: 'random' });
    // What nobody has looked at yet is what is left when the most telling ones are gone.
    const rest = { broken: 'random', edited: 'enriched', slow: 'random', plain: null };
    expect([await strata('unreviewed'), await strata('left'), await strata('week')]).toEqual([rest, rest, rest]);
    const all = { broken: 'random', edited: 'random', slow: 'random', plain: 'random' };
    expect([await strata('recent'), await strata('ours')]).toEqual([all, { ...all, old: 'random' }]);

    const [broken, edited, slow] = await Promise.all(['broken', 'edited', 'slow'].map((name) => idOf(workspace, name)));
    expect((await workspace.engine.openQueue({ traces: [broken!, edited!], by: 'ana' }, call)).rows.map(({ stratum }) => stratum).toSorted()).toEqual(['enriched', 'random']);
    expect(await workspace.engine.labelTrace({ trace: broken!, by: 'ana', change: { verdict: 'fail' }, queue: 'failed' }, call)).toMatchObject({ queue: 'failed', stratum: 'random' });
    expect(await workspace.engine.labelTrace({ trace: edited!, by: 'ana', change: { verdict: 'fail' }, queue: 'overridden' }, call)).toMatchObject({ queue: 'overridden', stratum: 'enriched' });
    // Whoever opens a trace by hand judges one that was drawn all the same.
    const byHand = await workspace.engine.labelTrace({ trace: slow!, by: 'ana', change: { class: { class: 'tool_selection' } } }, call);
    expect(byHand).toMatchObject({ verdict: 'fail', stratum: 'random' });
    expect(byHand).not.toHaveProperty('queue');
  });

  test('the sample is drawn once for all who share a queue', async () => {
    using workspace = await week();
    workspace.write('casebook/config.yaml', ['queues:', '  - {id: ours, reviewers: [ana, jonas], sample: {perWeek: 1, only: true}}', ''].join('\n'));
    const shares = await Promise.all(['ana', 'jonas'].map(async (by) => titles(await workspace.engine.openQueue({ queue: 'ours', by }, call))));
    expect(shares.flat()).toHaveLength(3);
  });

  test('a sample is in random order, with the reason for each trace beside it; an order that is asked for wins', async () => {
    using workspace = await workspaceOf(Array.from({ length: 16 }, (_, at) => run(`r${at}`, { at: at / 10, seconds: at % 2 === 0 ? 30 + at : 1 })));
    workspace.write('casebook/config.yaml', ['queues:', '  - {id: some, sample: {perWeek: 5, only: true}}', '  - {id: slowest, sample: {only: true, perWeek: 5}, order: slowest}', ''].join('\n'));
    const open = (queue: string, order?: 'telling' | 'random') => workspace.engine.openQueue({ queue, by: 'ana', ...(order === undefined ? {} : { order }) }, call);
    const sample = await open('sample');
    expect(sample).toMatchObject({ order: 'random', queue: { about: expect.stringContaining('in random order') } });
    expect(sample.rows.some(({ why }) => why.includes('slow'))).toBe(true);
    const [random, telling] = [titles(sample), titles(await open('sample', 'telling'))];
    expect(telling).not.toEqual(random);
    expect(telling.toSorted()).toEqual(random.toSorted());
    const half = random.slice(0, 8).filter((title) => Number(title.slice(1)) % 2 === 0).length;
    expect(half).toBeLessThan(8);
    expect([await open('some'), await open('slowest'), await open('week')].map(({ order }) => order)).toEqual(['random', 'slowest', 'telling']);
    expect((await open('some')).queue.about).toContain('in random order');
  });

  test('over budget is what is beyond the tier of the use case, as its cases name it or as it is called', async () => {
    const asked = (id: string, useCase: string) => run(id, { at: 1, seconds: 6, metadata: { 'casebook.use_case': useCase } });
    using workspace = await workspaceOf([asked('quick', 'lookup'), asked('named', 'refunds'), asked('torn', 'claims'), asked('other', 'chat'), asked('drawn', 'none')]);
    workspace.write('casebook/release.yaml', 'tiers:\n  default: {budgets: {latencyMs: 8000}}\n  fast: {budgets: {latencyMs: 3000}}\n  refunds: {budgets: {latencyMs: 3000}}\n');
    const made = (id: string, useCase: string, tier: string) => `id: ${id}\nquery: q\nexpectedTool: getOrder\ntier: ${tier}\nmetadata: {segment: {useCase: ${useCase}}}\n`;
    workspace.write('casebook/cases/a.case.yaml', made('a', 'lookup', 'fast'));
    workspace.write('casebook/cases/b.case.yaml', made('b', 'claims', 'fast'));
    workspace.write('casebook/cases/c.case.yaml', made('c', 'claims', 'default'));
    workspace.write('casebook/config.yaml', 'queues:\n  - {id: sample, query: {useCase: none}}\n');
    const { rows } = await workspace.engine.openQueue({ queue: 'unreviewed', by: 'ana' }, call);
    expect(Object.fromEntries(rows.map(({ title, stratum }) => [title.replace('Question of ', ''), stratum]))).toEqual({ quick: 'enriched', named: 'enriched', torn: null, other: null, drawn: 'random' });
  });

  test('a reason tells a blind reviewer nothing of what others found', async () => {
    const asked = (id: string, at: number) => run(id, { at, metadata: { 'casebook.use_case': 'refunds' } });
    using workspace = await workspaceOf([...Array.from({ length: 12 }, (_, at) => run(`plain ${at}`, { at: at / 10 })), asked('first', 2), asked('second', 3)]);
    await workspace.engine.labelTrace({ trace: await idOf(workspace, 'first'), by: 'jonas', change: { verdict: 'fail', class: { class: 'tool_selection' } } }, call);
    const why = async (by: string) => Object.fromEntries((await workspace.engine.openQueue({ queue: 'week', by, again: true }, call)).rows.filter(({ title }) => /first|second/u.test(title)).map((row) => [row.title.replace('Question of ', ''), row.why.includes('few examples')]));
    expect(await why('ana')).toEqual({ first: false, second: false });
    expect(await why('jonas')).toEqual({ first: false, second: true });
    workspace.write('casebook/config.yaml', 'review:\n  blind: false\n');
    expect(await why('ana')).toEqual({ first: false, second: true });
  });

  test('overridden is what a person said against a statement, not a failure that nothing had shown', async () => {
    using workspace = await week();
    await label(workspace, 'plain', 'ana', 'fail');
    await label(workspace, 'broken', 'ana', 'pass');
    expect(titles(await workspace.engine.openQueue({ queue: 'overridden', by: 'ana' }, call)).toSorted()).toEqual(['broken', 'edited']);
    workspace.write('said.csv', `runId,feedback,note\n${await idOf(workspace, 'plain')},accepted,fine\n`);
    await workspace.engine.importFeedback({ path: workspace.path('said.csv') }, call);
    expect(titles(await workspace.engine.openQueue({ queue: 'overridden', by: 'ana' }, call)).toSorted()).toEqual(['broken', 'edited', 'plain']);
    // That a run was slow is no statement that it failed; that its user worked around the answer is.
    await label(workspace, 'slow', 'ana', 'pass');
    await label(workspace, 'old', 'ana', 'pass');
    expect(titles(await workspace.engine.openQueue({ queue: 'overridden', by: 'ana', again: true }, call)).toSorted()).toEqual(['broken', 'edited', 'plain']);
    workspace.write('more.csv', `runId,outcome\n${await idOf(workspace, 'old')},workaround\n`);
    await workspace.engine.importFeedback({ path: workspace.path('more.csv') }, call);
    expect(titles(await workspace.engine.openQueue({ queue: 'overridden', by: 'ana' }, call)).toSorted()).toEqual(['broken', 'edited', 'old', 'plain']);
  });

  test('a verdict records the queue it was given in and the stratum; chosen traces are a queue, too', async () => {
    using workspace = await week();
    workspace.write('casebook/config.yaml', 'queues:\n  - {id: sample, sample: {perWeek: 1}}\n  - {id: few, sample: {perWeek: 1}}\n');
    const { rows } = await workspace.engine.openQueue({ queue: 'few', by: 'ana' }, call);
    const drawn = rows.find(({ stratum }) => stratum === 'random')!;
    expect(await workspace.engine.labelTrace({ trace: drawn.id, by: 'ana', change: { verdict: 'pass' }, queue: 'few' }, call)).toMatchObject({ queue: 'few', stratum: 'random' });
    const enriched = rows.find(({ stratum }) => stratum === 'enriched');
    expect(enriched).toBeDefined();
    expect(await workspace.engine.labelTrace({ trace: enriched!.id, by: 'ana', change: { verdict: 'fail', note: 'x' }, queue: 'few' }, call)).toMatchObject({ queue: 'few', stratum: 'enriched' });
    const none = rows.find(({ stratum }) => stratum === null);
    if (none) expect(await workspace.engine.labelTrace({ trace: none.id, by: 'ana', change: { verdict: 'pass' }, queue: 'few' }, call)).not.toHaveProperty('stratum');
    expect(await workspace.engine.openQueue({ traces: [drawn.id, enriched!.id], by: 'ana', trace: enriched!.id }, call)).toMatchObject({ total: 2, queue: { id: 'these', left: 0 }, at: expect.any(Number) });
  });
});
