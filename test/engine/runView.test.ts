import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { RunCase, RunView } from '../../src/core/model/runView.ts';
import type { RunProgress, RunReport, RunRequest } from '../../src/protocol/runApi.ts';
import type { CallContext } from '../../src/protocol/rpc.ts';
import { runViewParsers } from '../../src/protocol/runViewApi.ts';
import { call, TemporaryWorkspace } from './temporaryWorkspace.ts';

// Real programs start slowly where other work runs.
vi.setConfig({ testTimeout: 30_000 });

const agent = (tool: string): string => `
import { readFileSync } from 'node:fs';
const { query } = JSON.parse(readFileSync(0, 'utf8'));
console.log(JSON.stringify({ output: 'You said ' + query, toolCalls: [{ name: query.includes('ticket') ? 'openTicket' : '${tool}' }] }));
`;

/** A workspace with a program for an agent, and three cases: one that depends on the agent, one that always passes, and a draft. */
class Runs extends TemporaryWorkspace {
  constructor() {
    // Runs are told apart by when they began.
    let seconds = 0;
    super({ now: () => new Date(Date.UTC(2026, 10, 20, 10, 0, seconds++)) });
    this.write('casebook/config.yaml', `targets: {bot: {type: command, command: [${JSON.stringify(process.execPath)}, agent.mjs], timeoutMs: 20000}}\ndefaultTarget: bot\n`);
    this.write('casebook/cases/shop.case.yaml', 'suite: shop\ncases:\n  - {id: where, query: Where is it?, expectedTool: getShipment}\n  - {id: ticket, query: Open a ticket, expectedTool: openTicket}\n  - {id: draft, query: Hello, expectedTool: greet, status: draft}\n');
    this.agent('getShipment');
  }
  agent(tool: string): void {
    this.write('agent.mjs', agent(tool));
  }
  async run(request: Partial<RunRequest> = {}): Promise<RunReport> {
    return this.engine.runCases({ cases: [], ...request }, call as CallContext<RunProgress>);
  }
  async view(run?: string): Promise<RunView> {
    const view = await this.engine.openRun(run === undefined ? {} : { run }, call);
    if (!view) throw new Error('there is no run');
    return view;
  }
  async case(run: string, caseId: string): Promise<RunCase> {
    return this.engine.readRunCase({ run, caseId, target: 'bot' }, call);
  }
}

describe('runs that were kept', () => {
  test('what the disk refused of a run is told of it, until it was gone on with', async () => {
    using workspace = new Runs();
    const runs = join(workspace.folder, '.casebook', 'runs');
    const report = await workspace.engine.runCases({ cases: ['where'] }, { ...call, progress: () => mkdirSync(join(runs, readdirSync(runs)[0]!, 'summary.json', 'in the way'), { recursive: true }) } as CallContext<RunProgress>);
    expect(report.notKept).toMatch(/summary\.json/);
    rmSync(join(runs, report.runId, 'summary.json'), { recursive: true });
    const view = await workspace.view(report.runId);
    expect(view).toMatchObject({ notKept: report.notKept, verdict: { kind: 'broken' } });
    expect(view.rows.map(({ caseId, outcome }) => [caseId, outcome])).toEqual([['where', 'pass']]);
    expect((await workspace.view((await workspace.run({ cases: ['ticket'] })).runId)).notKept).toBeNull();
    await workspace.run({ resume: report.runId });
    expect((await workspace.view(report.runId)).notKept).toBeNull();
  });

  test('none: the list is empty, and there is nothing to open', async () => {
    using workspace = new Runs();
    expect(await workspace.engine.listRuns({}, call)).toEqual({ runs: [] });
    expect(await workspace.engine.openRun({}, call)).toBeNull();
    await expect(async () => workspace.engine.openRun({ run: 'gone' }, call)).rejects.toThrow('There is no run gone.');
  });

  test('a run is held against the one before: newly failing first, with its words, its history and a trial that passed', async () => {
    using workspace = new Runs();
    const first = await workspace.run();
    workspace.agent('searchOrders');
    // A single case in between is no run to compare all of them with.
    await workspace.run({ cases: ['ticket'] });
    const last = await workspace.run();

    const { runs } = await workspace.engine.listRuns({}, call);
    expect(runs.map(({ run, cases, undecided, counts, finished }) => [run, cases, undecided, counts.fail, finished])).toEqual([[last.runId, 2, 1, 1, true], [expect.any(String), 1, 0, 0, true], [first.runId, 2, 1, 0, true]]);

    const view = await workspace.view();
    expect(view.header.run).toBe(last.runId);
    expect(view.verdict).toEqual({ kind: 'failed', sentence: 'Failed: 1 of 2 cases against bot; 1 more decides nothing' });
    expect(view.rows.map(({ caseId, group, was, suite, query, why, history }) => ({ caseId, group, was, suite, query, why, history }))).toEqual([
      { caseId: 'where', group: 'newlyFailing', was: 'pass', suite: 'shop', query: 'Where is it?', why: expect.stringMatching(/^expectedTool: .*getShipment/u), history: ['pass', null, 'fail'] },
      { caseId: 'ticket', group: 'passing', was: 'pass', suite: 'shop', query: 'Open a ticket', why: null, history: ['pass', 'pass', 'pass'] },
      { caseId: 'draft', group: 'undecided', was: 'fail', suite: 'shop', query: 'Hello', why: expect.stringContaining('greet'), history: ['fail', null, 'fail'] },
    ]);
    expect(view.before).toMatchObject({ run: first.runId, comparison: { newlyFailing: ['where'], newlyFixed: [], n: 2 } });
    expect(view.statistics.targets[0]).toMatchObject({ target: 'bot', cases: 2, casesPassed: { value: 0.5, n: 2 } });
    expect(view.trials).toEqual({ all: 3, cached: 0 });

    const one = await workspace.case(last.runId, 'where');
    expect(one.trials[0]).toMatchObject({ outcome: 'fail', answer: { text: 'You said Where is it?' }, toolCalls: 1, comparable: true, checks: [{ id: 'expectedTool', outcome: 'fail', expected: { text: expect.stringContaining('getShipment') as unknown } }] });
    expect(one.passing).toEqual({ run: first.runId, at: expect.any(String), target: 'bot', trial: 1, variant: null });
    const compared = await workspace.engine.compareSides({ a: { run: first.runId, caseId: 'where', trial: 1, variant: null }, b: { run: last.runId, caseId: 'where', trial: 1, variant: null } }, call);
    expect(compared.firstDivergence).not.toBeNull();

    const { markdown } = await workspace.engine.runMarkdown({ run: last.runId }, call);
    expect(markdown).toMatch(/^# Failed: 1 of 2 cases against bot[\s\S]*## Newly failing \(1\)/u);
    expect((await workspace.engine.runMarkdown({ run: last.runId, of: { caseId: 'where', target: 'bot' } }, call)).markdown).toMatch(/^# where: fail against bot/u);
  });

  test('what each case failed by the last time is known when a window is opened anew, whichever run that was', async () => {
    using workspace = new Runs();
    const { lastFailures } = workspace.engine;
    const known = async (): Promise<readonly (readonly [string, string | undefined])[]> => (await lastFailures({}, call)).map(({ caseId, trials }) => [caseId, trials[0]?.checks.find(({ outcome }) => outcome === 'fail')?.path.join('.')]);
    expect(await known()).toEqual([]);
    workspace.agent('searchOrders');
    await workspace.run();
    expect(await known()).toEqual([['where', 'expectedTool'], ['draft', 'expectedTool']]);
    await workspace.run({ cases: ['ticket'] });
    expect((await known()).map(([caseId]) => caseId)).toEqual(['where', 'draft']);
    workspace.agent('getShipment');
    await workspace.run({ cases: ['where'] });
    expect((await known()).map(([caseId]) => caseId)).toEqual(['draft']);
  });

  test('a trial without spans can be looked at as a trajectory: its question, calls and answer', async () => {
    using workspace = new Runs();
    const { runId } = await workspace.run({ cases: ['where'] });
    const written = await workspace.engine.writeObserved({ run: runId, caseId: 'where', target: 'bot', trial: 1, variant: null }, call);
    const { files } = await workspace.engine.importFiles({ paths: [written?.file ?? ''] }, { ...call, progress: () => undefined });
    expect(files).toMatchObject([{ error: null, traces: 1, toolCalls: 1 }]);
    const { traces } = await workspace.engine.listTraces({ inFile: files[0]?.path ?? '' }, call);
    expect(traces).toMatchObject([{ query: 'Where is it?', answer: 'You said Where is it?', toolsCalled: ['getShipment'], startUs: null, costUsd: null }]);
    expect(await workspace.engine.writeObserved({ run: runId, caseId: 'where', target: 'bot', trial: 2, variant: null }, call)).toBeNull();
  });

  test('a run that was killed has what it had: half a line is told, and no case counts that lacks trials', async () => {
    using workspace = new Runs();
    const { runId } = await workspace.run({ trials: 2 });
    const folder = workspace.path('.casebook', 'runs', runId);
    const lines = workspace.read(`.casebook/runs/${runId}/results.jsonl`).trim().split('\n');
    rmSync(join(folder, 'summary.json'));
    writeFileSync(join(folder, 'results.jsonl'), `${lines.slice(0, 3).join('\n')}\n{"half`);
    const view = await workspace.view();
    expect(view.header).toMatchObject({ finished: false, running: false, durationMs: null, progress: { done: 3, of: 6 } });
    expect(view.rows.length).toBeGreaterThan(0);
    expect(view.rows.filter(({ group }) => group === 'cutOff').length + view.header.cases + view.header.undecided).toBe(view.rows.length);
    expect((await workspace.engine.listRuns({}, call)).runs[0]).toMatchObject({ run: runId, finished: false });
    // While a process is at it, it goes on.
    writeFileSync(join(folder, 'running.json'), JSON.stringify({ pid: process.pid, host: (await import('node:os')).hostname() }));
    expect((await workspace.view()).header.running).toBe(true);
  });

  test('a committed baseline is read where there is one; what is none of ours is no run', async () => {
    using workspace = new Runs();
    await workspace.run();
    workspace.write('casebook/baselines/shop.json', JSON.stringify({ cases: [{ caseId: 'where', target: 'bot', outcome: 'fail' }] }));
    workspace.write('casebook/baselines/broken.json', '{');
    mkdirSync(workspace.path('.casebook', 'runs', 'zz-empty'));
    workspace.write('.casebook/runs/zz replay/replay.jsonl', '{}');
    expect((await workspace.view()).baselines).toEqual([{ file: 'casebook/baselines/shop.json', at: null, newlyFailing: [], newlyFixed: ['where'], both: 1 }]);
    expect((await workspace.engine.listRuns({}, call)).runs).toHaveLength(1);
  });

  test('a broken summary and hostile results hurt nothing', async () => {
    using workspace = new Runs();
    const { runId } = await workspace.run();
    workspace.write(`.casebook/runs/${runId}/summary.json`, '{"at": 3');
    expect((await workspace.view()).header).toMatchObject({ finished: false, cases: 2 });
    workspace.write('.casebook/runs/2026-12-01T00-00-00-ffff/results.jsonl', `{"__proto__":{"place":1}}\n[]\n"x"\n${'['.repeat(9000)}\n`);
    expect(await workspace.view()).toMatchObject({ rows: [], brokenLines: 4, verdict: { kind: 'undecided' } });
  });

  test('a run is named by its folder, and by none above it', () => {
    for (const run of ['..', '.', '../x', 'a/b', 'a\\b', '']) expect(() => runViewParsers.openRun.parse({ run })).toThrow(/pattern|string/u);
  });
});
