import { appendFileSync, existsSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { TrialLine } from '../../src/core/model/result.ts';
import { createRuns } from '../../src/engine/run.ts';
import type { RunProgress, RunReport, RunRequest } from '../../src/protocol/runApi.ts';
import { callContext, RunWorkspace } from './runWorkspace.ts';

vi.setConfig({ testTimeout: 30_000 });

/** Answers what it was asked, and notes each question in a file. */
const agent = `
import { appendFileSync, readFileSync } from 'node:fs';
const { id, query } = JSON.parse(readFileSync(0, 'utf8'));
appendFileSync('asked.txt', id + ' ' + query + '\\n');
if (query === 'key') console.log(JSON.stringify({ output: 'sk-' + 'proj-Zx81kQpL3vNc7RtY2mWb9HfD4sGj6AeU' }));
else console.log(JSON.stringify({ output: 'in transit', costUsd: query === 'free' ? undefined : 0.25 }));
`;

class AgentWorkspace extends RunWorkspace {
  constructor(cases: string, config = '') {
    super();
    this.write('agent.mjs', agent);
    this.configure(config);
    this.write('casebook/cases/a.case.yaml', `defaults: {kind: capability}\ncases:\n${cases}`);
  }

  configure(more: string, target = ''): void {
    this.write('casebook/config.yaml', `targets: {bot: {type: command, command: [${JSON.stringify(process.execPath)}, agent.mjs], timeoutMs: 20000, ${target}}}\ndefaultTarget: bot\n${more}`);
  }

  get asked(): readonly string[] {
    return existsSync(join(this.folder, 'asked.txt')) ? this.read('asked.txt').trim().split('\n') : [];
  }

  run(request: Partial<RunRequest> = {}, call = callContext<RunProgress>()): Promise<RunReport> {
    return Promise.resolve(createRuns(this.context).runCases({ cases: [], ...request }, call));
  }
}

const three = ['a', 'b', 'c'].map((id) => `  - {id: ${id}, query: q, groundTruth: in transit, epochs: 2}\n`).join('');
const linesOf = (folder: string | null): readonly TrialLine[] => readFileSync(join(folder ?? '', 'results.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as TrialLine);
const keysOf = (folder: string | null): readonly string[] => linesOf(folder).map(({ caseId, trial }) => `${caseId}${trial}`);

/** A run that was killed after its third trial, in the middle of writing the fourth. */
async function cutOff(workspace: AgentWorkspace): Promise<{ readonly folder: string; readonly runId: string }> {
  const { folder, runId } = await workspace.run({ concurrency: 1 });
  const file = join(folder ?? '', 'results.jsonl');
  const lines = readFileSync(file, 'utf8').split('\n');
  const kept = lines.slice(0, 3).map((line) => `${line}\n`).join('');
  truncateSync(file, Buffer.byteLength(kept));
  appendFileSync(file, (lines[3] ?? '').slice(0, 200));
  rmSync(join(folder ?? '', 'summary.json'));
  workspace.write('asked.txt', '');
  return { folder: folder ?? '', runId };
}

describe('going on with a run', () => {
  test('what is done stays, what is half done or not begun is made, each trial once, under the same id', async () => {
    using workspace = new AgentWorkspace(three);
    const { folder, runId } = await cutOff(workspace);
    const call = callContext<RunProgress>();
    const report = await workspace.run({ resume: 'last' }, call);
    expect(report).toMatchObject({ runId, folder, resumed: 3, cancelled: false, counts: { pass: 3 } });
    expect(keysOf(folder).toSorted()).toEqual(['a1', 'a2', 'b1', 'b2', 'c1', 'c2']);
    expect(workspace.asked).toHaveLength(3);
    expect(report.results.map(({ caseId, trials }) => [caseId, trials.length])).toEqual([['a', 2], ['b', 2], ['c', 2]]);
    expect(call.seen.flatMap(({ result, position }) => (result ? [`${result.caseId}${position}`] : [])).toSorted()).toEqual(['a0', 'b1', 'c2']);
    expect(JSON.parse(readFileSync(join(folder, 'summary.json'), 'utf8'))).toMatchObject({ runId, resumed: 3, counts: { pass: 3 } });
    expect(existsSync(join(folder, 'running.json'))).toBe(false);
    expect(await workspace.run({ resume: runId })).toMatchObject({ runId, resumed: 6, counts: { pass: 3 } });
    expect(keysOf(folder)).toHaveLength(6);
  });

  test('by its id, the beginning of it, or its folder; what is none says so', async () => {
    using workspace = new AgentWorkspace(three);
    await expect(workspace.run({ resume: 'last' })).rejects.toThrow('There is no run last: .casebook/runs holds none.');
    const { folder, runId } = await cutOff(workspace);
    expect((await workspace.run({ resume: runId.slice(0, -2) })).runId).toBe(runId);
    expect((await workspace.run({ resume: folder })).runId).toBe(runId);
    await expect(workspace.run({ resume: `${runId}x` })).rejects.toThrow(`There is no run ${runId}x; did you mean ${runId}?`);
    rmSync(join(folder, 'run.json'));
    await expect(workspace.run({ resume: runId })).rejects.toThrow('it has no run.json');
  });

  test('is refused once the cases or the target are others, and says which', async () => {
    using workspace = new AgentWorkspace(three);
    await cutOff(workspace);
    const file = 'casebook/cases/a.case.yaml';
    const before = workspace.read(file);
    workspace.write(file, before.replace('{id: b, query: q', '{id: b, query: other'));
    await expect(workspace.run({ resume: 'last' })).rejects.toThrow(/cannot be gone on with: b has changed since\./);
    workspace.write(file, before.replace(/ {2}- \{id: b.*\n/, ''));
    await expect(workspace.run({ resume: 'last' })).rejects.toThrow(/b is not among its cases any more/);
    workspace.write(file, before);
    workspace.write('agent.mjs', `${agent}// mended\n`);
    await expect(workspace.run({ resume: 'last' })).rejects.toThrow(/the target bot has changed since, in config\.yaml or in the files its command names/);
    workspace.write('agent.mjs', agent);
    workspace.configure('evaluators: {counting: set}\n');
    await expect(workspace.run({ resume: 'last' })).rejects.toThrow(/evaluators, tools or facts in config\.yaml have changed/);
    // How the target is asked changes nothing, nor does a case more, nor a comment.
    workspace.configure('runs: {concurrency: 3}\n', 'concurrency: 2');
    workspace.write(file, `# a comment\n${before}  - {id: d, query: q, groundTruth: in transit}\n`);
    expect((await workspace.run({ resume: 'last' })).results.map(({ caseId }) => caseId)).toEqual(['a', 'b', 'c']);
  });

  test('is refused while somebody runs it', async () => {
    using workspace = new AgentWorkspace(three);
    const { runId } = await cutOff(workspace);
    const going = workspace.run({ resume: runId, concurrency: 1 });
    await expect(workspace.run({ resume: runId })).rejects.toThrow(`The run ${runId} is still going on, in process ${process.pid}.`);
    await going;
  });

  test('a cancelled run knows its trials, and what failed in it is run again by --only-failing', async () => {
    using workspace = new AgentWorkspace(three.replace('groundTruth: in transit', 'groundTruth: lost'));
    const controller = new AbortController();
    const cancelled = await workspace.run({ concurrency: 1 }, { ...callContext<RunProgress>(controller.signal), progress: ({ result }) => result && controller.abort() });
    expect([cancelled.cancelled, cancelled.results.map(({ caseId, outcome }) => [caseId, outcome])]).toEqual([true, [['a', 'fail']]]);
    workspace.last = workspace.saved.map(({ caseId, outcome, at, target }) => ({ caseId, runId: '', outcome, at, target, passed: 0, trials: 2, sentence: '' }));
    expect((await workspace.run({ onlyFailing: true })).results.map(({ caseId }) => caseId)).toEqual(['a']);
    expect((await workspace.run({ resume: cancelled.runId })).results).toHaveLength(3);
  });

  test('a run of only what failed goes on with these, though they pass by now', async () => {
    using workspace = new AgentWorkspace(three);
    workspace.last = ['a', 'b'].map((caseId) => ({ caseId, runId: '', outcome: 'fail', at: '', target: 'bot', passed: 0, trials: 1, sentence: '' }));
    const { runId } = await workspace.run({ onlyFailing: true, concurrency: 1 });
    workspace.last = [];
    expect((await workspace.run({ resume: runId })).results.map(({ caseId }) => caseId)).toEqual(['a', 'b']);
  });
});

describe('how many at once', () => {
  test('as config.yaml says, and not more than a target takes', async () => {
    using workspace = new AgentWorkspace(three, 'runs: {concurrency: 6}\n');
    const mostOf = async (request: Partial<RunRequest>): Promise<number> => {
      let most = 0;
      await workspace.run(request, { ...callContext<RunProgress>(), progress: ({ running }) => { most = Math.max(most, running.length); } });
      return most;
    };
    // Two trials of each of three cases.
    expect(await mostOf({})).toBe(3);
    workspace.configure('runs: {concurrency: 6}\n', 'concurrency: 1');
    expect(await mostOf({})).toBe(1);
    expect(await mostOf({ concurrency: 4 })).toBe(1);
  });
});

describe('what a run costs', () => {
  const five = [1, 2, 3, 4, 5].map((n) => `  - {id: c${n}, query: q, groundTruth: in transit}\n`).join('');

  test('above its limit it ends, keeps what it has and says what it did not run', async () => {
    using workspace = new AgentWorkspace(five, 'runs: {stopAboveUsd: 0.4}\n');
    const report = await workspace.run({ concurrency: 1 });
    expect(report).toMatchObject({ cancelled: false, stopped: { why: 'budget', spentUsd: 0.5, limitUsd: 0.4, trialsNotRun: 3 }, notRun: 3, counts: { pass: 2, 'n/a': 0 } });
    // What was not run has no outcome: with one, what is known of it would be taken for mended.
    expect(report.results.map(({ caseId }) => caseId)).toEqual(['c1', 'c2']);
    expect(linesOf(report.folder).map(({ caseId }) => caseId)).toEqual(['c1', 'c2']);
    // The index goes on knowing what those cases said the last time.
    expect(workspace.saved.map(({ caseId }) => caseId)).toEqual(['c1', 'c2']);
    expect(await workspace.run({ resume: 'last' })).toMatchObject({ stopped: { trialsNotRun: 3 } });
    workspace.configure('runs: {stopAboveUsd: 10}\n');
    const whole = await workspace.run({ resume: 'last' });
    expect([whole.counts.pass, whole.stopped, whole.notRun, workspace.asked.length]).toEqual([5, undefined, undefined, 5]);
  });

  test('is estimated from what the same cases cost before; what is not known is not nothing', async () => {
    using workspace = new AgentWorkspace(`${five}  - {id: free, query: free, groundTruth: in transit}\n`, 'runs: {askAboveUsd: 1}\n');
    const runs = createRuns(workspace.context);
    expect(await runs.estimateRun({ cases: [] }, callContext())).toEqual({ trials: 6, knownUsd: null, unknownTrials: 6, askAboveUsd: 1, isAbove: false });
    await workspace.run();
    expect(await runs.estimateRun({ cases: [] }, callContext())).toEqual({ trials: 6, knownUsd: 1.25, unknownTrials: 1, askAboveUsd: 1, isAbove: true });
    expect(await runs.estimateRun({ cases: ['c1'], trials: 3 }, callContext())).toMatchObject({ trials: 3, knownUsd: 0.75, isAbove: false });
    expect(await runs.estimateRun({ cases: [], target: 'replay' }, callContext())).toMatchObject({ trials: 0, knownUsd: null });
    expect(await runs.estimateRun({ cases: [], resume: 'last' }, callContext())).toMatchObject({ trials: 0 });
  });
});

describe('the cache', () => {
  test('asks nothing twice, evaluates anew, and says what came from it', async () => {
    using workspace = new AgentWorkspace(three);
    const first = await workspace.run({ cache: true });
    expect([first.cached, workspace.asked.length]).toEqual([{ trials: 0, of: 6 }, 6]);
    workspace.write('casebook/cases/a.case.yaml', `defaults: {kind: capability}\ncases:\n${three.replace('groundTruth: in transit', 'groundTruth: lost')}`);
    const second = await workspace.run({ cache: true });
    expect([second.cached, second.counts.fail, workspace.asked.length]).toEqual([{ trials: 6, of: 6 }, 1, 6]);
    expect(linesOf(second.folder).every(({ cached }) => cached === true)).toBe(true);
    expect(second.results[0]?.trials[0]).toMatchObject({ cached: true, costUsd: 0.25, observed: { output: 'in transit' } });
    const plain = await workspace.run();
    expect([plain.cached, workspace.asked.length]).toEqual([undefined, 12]);
    expect(plain.results[0]?.trials[0]).not.toHaveProperty('cached');
  });

  test('asks again when the question, the program, the target or its environment is another', async () => {
    using workspace = new AgentWorkspace('  - {id: a, query: q, groundTruth: in transit}\n');
    const asks = async (): Promise<number> => {
      const before = workspace.asked.length;
      await workspace.run({ cache: true });
      return workspace.asked.length - before;
    };
    expect([await asks(), await asks()]).toEqual([1, 0]);
    workspace.write('casebook/cases/a.case.yaml', 'id: a\nquery: another\ngroundTruth: in transit\n');
    expect([await asks(), await asks()]).toEqual([1, 0]);
    workspace.write('agent.mjs', `${agent}//\n`);
    expect([await asks(), await asks()]).toEqual([1, 0]);
    vi.stubEnv('RUN_TEST_MODEL', 'small');
    workspace.configure('', 'env: {MODEL: "{{env.RUN_TEST_MODEL}}"}');
    expect([await asks(), await asks()]).toEqual([1, 0]);
    vi.stubEnv('RUN_TEST_MODEL', 'large');
    expect([await asks(), await asks()]).toEqual([1, 0]);
    vi.unstubAllEnvs();
  });

  test('keeps no likely secret, and what cannot be read is asked again', async () => {
    using workspace = new AgentWorkspace('  - {id: a, query: key, answer: {reject: [{$regex: sk-proj}]}}\n  - {id: b, query: q, groundTruth: in transit}\n');
    await workspace.run({ cache: true });
    const [kept, ...more] = (await import('node:fs')).globSync('.casebook/cache/*.json', { cwd: workspace.folder });
    expect(more).toEqual([]);
    workspace.write(kept ?? '', '{"output": 7');
    const again = await workspace.run({ cache: true });
    expect([again.cached, again.counts]).toEqual([{ trials: 0, of: 2 }, { pass: 1, fail: 1, error: 0, 'n/a': 0 }]);
  });
});
