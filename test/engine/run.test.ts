import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { CaseResult } from '../../src/core/model/result.ts';
import { emptyHeader, type Trace } from '../../src/core/model/trace.ts';
import { emptySpan } from '../../src/core/model/span.ts';
import { createRuns } from '../../src/engine/run.ts';
import type { RunProgress, RunReport, RunRequest } from '../../src/protocol/runApi.ts';
import { callContext, RunWorkspace } from './runWorkspace.ts';

// Real programs start slowly where other work runs.
vi.setConfig({ testTimeout: 30_000 });

const agent = `
import { readFileSync } from 'node:fs';
const { query } = JSON.parse(readFileSync(0, 'utf8'));
if (query.includes('hang')) setInterval(() => undefined, 1000);
else console.log(JSON.stringify({ output: 'You said ' + query, toolCalls: [{ name: query.includes('search') ? 'searchOrders' : 'getShipment' }] }));
`;

/** A workspace whose target `bot` is a small real program. */
function withAgent(): RunWorkspace {
  const workspace = new RunWorkspace();
  workspace.write('agent.mjs', agent);
  workspace.write('casebook/config.yaml', `targets: {bot: {type: command, command: [${JSON.stringify(process.execPath)}, agent.mjs], timeoutMs: 20000}}\ndefaultTarget: bot\n`);
  return workspace;
}

const run = async (workspace: RunWorkspace, request: Partial<RunRequest> = {}, call = callContext<RunProgress>()): Promise<RunReport> => createRuns(workspace.context).runCases({ cases: [], ...request }, call);
const outcomes = (report: RunReport): Record<string, string> => Object.fromEntries(report.results.map((result) => [result.caseId, result.outcome]));
const reasonOf = (result: CaseResult | undefined): string | null | undefined => result?.trials[0]?.reason;

describe('against a program', () => {
  test('cases pass and fail by their checks, results are written as they come', async () => {
    using workspace = withAgent();
    workspace.write('casebook/cases/a.case.yaml', 'cases:\n  - {id: good, query: where, expectedTool: getShipment}\n  - {id: bad, query: search, expectedTool: getShipment}\n');
    const call = callContext<RunProgress>();
    const report = await run(workspace, {}, call);
    expect(outcomes(report)).toEqual({ good: 'pass', bad: 'fail' });
    expect(report).toMatchObject({ counts: { pass: 1, fail: 1, error: 0, 'n/a': 0 }, cancelled: false });
    expect(report.results[1]).toMatchObject({ target: 'bot', decides: true, trials: [{ trial: 1, variantId: null, casebook: '1.2.3', observed: { output: 'You said search' }, checks: [{ id: 'expectedTool', outcome: 'fail' }] }] });
    expect(workspace.saved.map((result) => result.caseId).toSorted()).toEqual(['bad', 'good']);
    expect(call.seen.at(-1)).toMatchObject({ done: 2, cases: 2 });
    expect(call.seen.filter((each) => each.result).map((each) => each.result?.caseId).toSorted()).toEqual(['bad', 'good']);

    const folder = report.folder ?? '';
    expect(folder.startsWith(join(workspace.folder, '.casebook', 'runs'))).toBe(true);
    const lines = readFileSync(join(folder, 'results.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as CaseResult);
    expect(lines.map((line) => line.caseId).toSorted()).toEqual(['bad', 'good']);
    expect(lines.map((line) => line.file)).toEqual(['casebook/cases/a.case.yaml', 'casebook/cases/a.case.yaml']);
    expect(call.seen.flatMap(({ result, position }) => (result ? [[result.caseId, position]] : [])).toSorted()).toEqual([['bad', 1], ['good', 0]]);
    expect(JSON.parse(readFileSync(join(folder, 'summary.json'), 'utf8'))).toMatchObject({ runId: report.runId, counts: { pass: 1, fail: 1 }, cases: [{ caseId: 'good', passed: 1, trials: 1, file: 'casebook/cases/a.case.yaml' }, { caseId: 'bad', passed: 0 }] });
    expect(readFileSync(join(workspace.folder, '.casebook', '.gitignore'), 'utf8')).toBe('*\n');
  });

  test('limits of a tier count in the completion of cases that state none, and fail no check', async () => {
    using workspace = withAgent();
    workspace.write('casebook/release.yaml', 'tiers:\n  quick: {budgets: {latencyMs: 1}}\n');
    workspace.write('casebook/cases/a.case.yaml', 'cases:\n  - {id: quick, query: where, expectedTool: getShipment, tier: quick}\n  - {id: own, query: where, expectedTool: getShipment, tier: quick, budgets: {latencyMs: 60000}}\n');
    const report = await run(workspace);
    expect(outcomes(report)).toEqual({ quick: 'pass', own: 'pass' });
    expect(report.results.map(({ caseId, trials }) => [caseId, trials[0]?.completion?.task, trials[0]?.completion?.failed]).toSorted()).toEqual([['own', true, null], ['quick', false, { conjunct: 'latency', check: 'budgets.latencyMs' }]]);
  });

  test('a clock that is set back meanwhile makes no duration negative', async () => {
    using workspace = withAgent();
    workspace.write('casebook/cases/a.case.yaml', 'id: good\nquery: where\nexpectedTool: getShipment\n');
    let hours = 10;
    const report = await createRuns({ ...workspace.context, now: () => new Date(Date.UTC(2026, 10, 20, hours--)) }).runCases({ cases: [] }, callContext<RunProgress>());
    const { durationMs } = JSON.parse(readFileSync(join(report.folder ?? '', 'summary.json'), 'utf8')) as { readonly durationMs: number };
    expect([durationMs, report.results[0]?.trials[0]?.durationMs, report.results[0]?.trials[0]?.latencyMs].filter((ms) => !(Number(ms) > 0 && Number(ms) < 60_000))).toEqual([]);
  });

  test('a likely secret is checked for, and neither kept nor shown', async () => {
    using workspace = withAgent();
    // Put together here, so that no scanner takes this file for a leak.
    const key = ['sk', 'proj', 'Zx81kQpL3vNc7RtY2mWb9HfD4sGj6AeU'].join('-');
    workspace.write('casebook/cases/a.case.yaml', `cases:
  - {id: leak, query: ${key}, answer: {reject: [{$regex: 'sk-proj-'}]}}
  - {id: other, query: "${'x '.repeat(25)} ${key}", groundTruth: in transit, expectedTool: getShipment}
`);
    const report = await run(workspace);
    expect(outcomes(report)).toEqual({ leak: 'fail', other: 'fail' });
    expect(report.results[0]?.trials[0]).toMatchObject({ observed: { output: expect.stringMatching(/^You said \[secret:[\w-]+\]$/) as string, redacted: ['output'] }, usage: { tokens: null, costUsd: null } });
    expect(report.results[1]?.trials[0]?.checks.map((check) => check.outcome)).toEqual(['pass', 'fail']);
    const kept = readFileSync(join(report.folder ?? '', 'results.jsonl'), 'utf8') + JSON.stringify(workspace.saved) + JSON.stringify(report);
    expect(kept).not.toContain(key.slice(0, 12));
  });

  test('epochs and rewordings are tried, and the own question decides', async () => {
    using workspace = withAgent();
    workspace.write('casebook/cases/a.case.yaml', 'id: c\nquery: where\nexpectedTool: getShipment\nepochs: 2\nvariants: [search it, {id: terse, query: eta}]\n');
    const [result] = (await run(workspace)).results;
    expect(result?.outcome).toBe('pass');
    expect(result?.trials.map((trial) => [trial.variantId, trial.trial, trial.outcome])).toEqual([[null, 1, 'pass'], [null, 2, 'pass'], ['1', 1, 'fail'], ['1', 2, 'fail'], ['terse', 1, 'pass'], ['terse', 2, 'pass']]);
    expect((await run(workspace, { trials: 1 })).results[0]?.trials).toHaveLength(3);
  });

  test('cancelling ends the run at once and keeps what is done', async () => {
    using workspace = withAgent();
    workspace.write('casebook/cases/a.case.yaml', 'cases:\n  - {id: quick, query: where, expectedTool: getShipment}\n  - {id: slow, query: hang, expectedTool: getShipment}\n  - {id: never, query: where, expectedTool: getShipment}\n');
    const controller = new AbortController();
    const call = { ...callContext<RunProgress>(controller.signal), progress: (value: RunProgress) => { if (value.result?.caseId === 'quick') setTimeout(() => controller.abort(), 200); } };
    const start = performance.now();
    const report = await run(workspace, { concurrency: 1 }, call);
    expect(performance.now() - start).toBeLessThan(15_000);
    expect(report.cancelled).toBe(true);
    expect(outcomes(report)).toEqual({ quick: 'pass' });
    expect(workspace.saved).toHaveLength(1);
  });

  test('the target: as asked for, else the case\'s own, else the default', async () => {
    using workspace = withAgent();
    workspace.write('casebook/cases/a.case.yaml', 'cases:\n  - {id: own, query: where, expectedTool: getShipment, targets: [replay, bto]}\n  - {id: default, query: where, expectedTool: getShipment}\n');
    const report = await run(workspace);
    expect(report.results.map((result) => [result.caseId, result.target, result.outcome])).toEqual([['own', 'replay', 'n/a'], ['own', 'bto', 'error'], ['default', 'bot', 'pass']]);
    expect(reasonOf(report.results[1])).toBe('config.yaml has no target bto; did you mean bot? It has bot, replay.');
    await expect(run(workspace, { target: 'nonsense' })).rejects.toThrow('config.yaml has no target nonsense');
    expect((await run(workspace, { target: 'replay' })).results.map((result) => result.target)).toEqual(['replay', 'replay']);
  });
});

describe('against recorded runs', () => {
  test('the recording, else the trace in the index', async () => {
    using workspace = new RunWorkspace();
    workspace.write('casebook/cases/a.case.yaml', 'cases:\n  - {id: recorded, query: q, expectedTool: a, epochs: 5, variants: [other]}\n  - {id: indexed, query: q, expectedTool: a, source: {traceId: tr_1}}\n  - {id: neither, query: q, expectedTool: a, source: {traceId: tr_2}}\n');
    workspace.record('recorded', { calls: ['b'] });
    const span = { ...emptySpan('1', 0, 'a'), kind: 'tool' as const, tool: { name: 'a', callId: null, description: null, status: 'ok' as const } };
    workspace.traces.set('tr_1', { id: 'tr_1', nativeId: '1', format: 'x', file: 'x', sha256: 'x', header: emptyHeader, spans: [span] } satisfies Trace);
    const report = await run(workspace, { target: 'replay' });
    expect(outcomes(report)).toEqual({ recorded: 'fail', indexed: 'pass', neither: 'n/a' });
    expect(report.results[0]?.trials).toHaveLength(1);
    expect(reasonOf(report.results[2])).toBe('nothing to replay: there is no recording, and the index holds no trace tr_2. Import its export again.');
  });

  test('a thousand cases, and the thread is not held', async () => {
    using workspace = new RunWorkspace();
    const ids = Array.from({ length: 1000 }, (_, index) => `case-${index}`);
    workspace.write('casebook/cases/a.case.yaml', `cases:\n${ids.map((id) => `  - {id: ${id}, query: q, expectedTool: a, groundTruth: x}\n`).join('')}`);
    for (const id of ids) workspace.record(id, { calls: ['a'], output: 'x' });
    let turns = 0;
    const beat = setInterval(() => turns++, 1);
    const report = await run(workspace, { target: 'replay' });
    clearInterval(beat);
    expect(report.counts).toEqual({ pass: 1000, fail: 0, error: 0, 'n/a': 0 });
    expect(turns).toBeGreaterThan(2);
  }, 120_000);
});

describe('what runs, and what it decides', () => {
  const decides = (report: RunReport): Record<string, boolean> => Object.fromEntries(report.results.map((result) => [result.caseId, result.decides]));

  test('drafts, quarantined, unproven and stress cases run and decide nothing; archived ones only when named', async () => {
    using workspace = withAgent();
    const expectation = 'query: q, expectedTool: getShipment';
    workspace.write('casebook/cases/a.case.yaml', `cases:
  - {id: active, ${expectation}}
  - {id: draft, ${expectation}, status: draft}
  - {id: set-aside, ${expectation}, status: quarantined, quarantine: {reason: flaky}}
  - {id: unproven, ${expectation}, failureWeObserved: x}
  - {id: stress, ${expectation}, kind: stress}
  - {id: archived, ${expectation}, status: archived}
  - {id: skipped, ${expectation}, skip: the tool is down}
`);
    const report = await run(workspace);
    expect(decides(report)).toEqual({ active: true, draft: false, 'set-aside': false, unproven: false, stress: false, skipped: true });
    expect(report.leftOut).toEqual({ archived: 1, notFailing: 0, skipped: 1 });
    expect(outcomes(report)).toMatchObject({ draft: 'pass', 'set-aside': 'pass', unproven: 'pass', skipped: 'n/a' });
    expect(reasonOf(report.results.at(-1))).toBe('skipped: the tool is down');
    expect(outcomes(await run(workspace, { cases: ['archived'] }))).toEqual({ archived: 'pass' });
  });

  test('each says why it decides nothing', async () => {
    using workspace = withAgent();
    const failure = 'query: q, expectedTool: getShipment, failureWeObserved: x';
    const proof = (failed: string) => `source: {proof: {at: "2026-11-01", sha256: "${'0'.repeat(64)}", failed: ${failed}, casebook: "1"}}`;
    workspace.write('casebook/cases/a.case.yaml', `cases:
  - {id: active, query: q, expectedTool: getShipment}
  - {id: draft, ${failure}, status: draft}
  - {id: set-aside, ${failure}, status: quarantined, quarantine: {reason: flaky, until: "2026-12-01"}}
  - {id: stress, ${failure}, kind: stress}
  - {id: unrecorded, ${failure}}
  - {id: unproven, ${failure}}
  - {id: missed, ${failure}, ${proof('[]')}}
  - {id: stale, ${failure}, ${proof('[expectedTool]')}}
  - {id: broken, ${failure}, status: draft, expectedTol: x}
`);
    for (const id of ['unproven', 'missed', 'stale']) workspace.record(id, { calls: ['other'] });
    const said = Object.fromEntries((await run(workspace)).results.map(({ caseId, undecided }) => [caseId, undecided && `${undecided.kind}: ${undecided.said}`]));
    expect(said).toEqual({
      active: undefined, draft: 'draft: a draft', 'set-aside': 'quarantined: quarantined until 2026-12-01', stress: 'stress: kind stress', unrecorded: 'unproven: it has no recording to be proven on',
      unproven: 'unproven: it has not been proven', missed: 'unproven: it does not catch the failure it names (CB126)', stale: 'unproven: its proof is stale (CB127): prove again', broken: 'draft: a draft',
    });
  });

  test('where there is nothing to run, nothing is written', async () => {
    using workspace = withAgent();
    const nothing = { folder: null, results: [], counts: { pass: 0, fail: 0, error: 0, 'n/a': 0 }, cancelled: false };
    expect(await run(workspace)).toMatchObject({ ...nothing, leftOut: { archived: 0, notFailing: 0, skipped: 0 } });
    workspace.write('casebook/cases/a.case.yaml', 'cases:\n  - {id: one, query: q, expectedTool: getShipment}\n  - {id: two, query: q, expectedTool: getShipment, status: archived}\n');
    expect(await run(workspace, { onlyFailing: true })).toMatchObject({ ...nothing, leftOut: { archived: 0, notFailing: 2, skipped: 0 } });
    expect(existsSync(join(workspace.folder, '.casebook'))).toBe(false);
  });

  test('a broken file gives an error result that names the place, and the others run', async () => {
    using workspace = withAgent();
    workspace.write('casebook/cases/a.case.yaml', 'id: fine\nquery: q\nexpectedTool: getShipment\n');
    workspace.write('casebook/cases/b.case.yaml', 'id: typo\nquery: q\nexpectedTol: getShipment\n');
    workspace.write('casebook/cases/c.case.yaml', 'id: [unclosed\n');
    const report = await run(workspace);
    expect(report.results.map((result) => result.outcome)).toEqual(['pass', 'error', 'error']);
    expect(reasonOf(report.results[1])).toMatch(/^casebook\/cases\/b\.case\.yaml, line \d: .*expectedTol/);
    expect(reasonOf(report.results[2])).toMatch(/^casebook\/cases\/c\.case\.yaml, line \d: CB001/);
  });

  test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('a file that may not be read is one error, and the others run', async () => {
    using workspace = withAgent();
    workspace.write('casebook/cases/a.case.yaml', 'id: fine\nquery: q\nexpectedTool: getShipment\n');
    chmodSync(workspace.write('casebook/cases/b.case.yaml', 'id: hidden\nquery: q\nexpectedTool: getShipment\n'), 0o000);
    const report = await run(workspace);
    expect(report.results.map((result) => result.outcome)).toEqual(['pass', 'error']);
    expect(reasonOf(report.results[1])).toContain('b.case.yaml cannot be read');
  });

  test('by id, file and folder, each case once', async () => {
    using workspace = withAgent();
    const file = workspace.write('casebook/cases/a.case.yaml', 'id: one\nquery: q\nexpectedTool: getShipment\n');
    workspace.write('casebook/cases/deep/b.case.yaml', 'id: two\nquery: q\nexpectedTool: getShipment\n');
    const elsewhere = workspace.write('other/strange-name.txt', 'id: three\nquery: q\nexpectedTool: getShipment\n');
    expect(outcomes(await run(workspace, { cases: ['two'] }))).toEqual({ two: 'pass' });
    expect(outcomes(await run(workspace, { cases: [file, 'one', elsewhere] }))).toEqual({ one: 'pass', three: 'pass' });
    expect(outcomes(await run(workspace, { cases: [join(workspace.folder, 'casebook/cases')] }))).toEqual({ one: 'pass', two: 'pass' });
    await expect(run(workspace, { cases: ['tow'] })).rejects.toThrow('There is no case tow; did you mean two?');
  });

  test('only those that failed last', async () => {
    using workspace = withAgent();
    workspace.write('casebook/cases/a.case.yaml', 'cases:\n  - {id: one, query: q, expectedTool: getShipment}\n  - {id: two, query: q, expectedTool: getShipment}\n');
    workspace.last = [{ caseId: 'one', runId: '', outcome: 'pass', at: '', target: 'bot', passed: 1, trials: 1, sentence: '' }, { caseId: 'two', runId: '', outcome: 'fail', at: '', target: 'bot', passed: 0, trials: 1, sentence: '' }];
    expect(outcomes(await run(workspace, { onlyFailing: true }))).toEqual({ two: 'pass' });
  });

  test('a setting that says nothing we know is said before anything is written', async () => {
    using workspace = new RunWorkspace();
    workspace.write('casebook/config.yaml', 'evaluators: {counting: twice}\n');
    workspace.write('casebook/cases/a.case.yaml', 'id: one\nquery: q\nexpectedTool: a\n');
    await expect(run(workspace, { target: 'replay' })).rejects.toThrow('config.yaml: evaluators.counting is one of multiset, set; not "twice".');
    expect(existsSync(join(workspace.folder, '.casebook'))).toBe(false);
  });

  test('no target at all is said before anything is written', async () => {
    using workspace = new RunWorkspace();
    workspace.write('casebook/cases/a.case.yaml', 'id: one\nquery: q\nexpectedTool: a\n');
    await expect(run(workspace)).rejects.toThrow('No target says what to run the cases against.');
    expect(existsSync(join(workspace.folder, '.casebook'))).toBe(false);
  });

  test('the folder asked for', async () => {
    using workspace = withAgent();
    workspace.write('casebook/cases/a.case.yaml', 'id: one\nquery: q\nexpectedTool: getShipment\n');
    const report = await run(workspace, { out: 'results/today' });
    expect(report.folder).toBe(join(workspace.folder, 'results/today'));
    expect(existsSync(join(workspace.folder, 'results/today/summary.json'))).toBe(true);
  });

  test('a schema in a file beside the case', async () => {
    using workspace = new RunWorkspace();
    workspace.write('casebook/cases/a.case.yaml', 'cases:\n  - {id: there, query: q, outputContract: {schema: {$ref: ./out.json}}}\n  - {id: gone, query: q, outputContract: {schema: none.json}}\n');
    workspace.write('casebook/cases/out.json', '{"type": "array"}');
    workspace.record('there', { output: '{}' });
    workspace.record('gone', { output: '{}' });
    const report = await run(workspace, { target: 'replay' });
    expect(outcomes(report)).toEqual({ there: 'fail', gone: 'error' });
  });

  test('the tool catalogue of config.yaml says which arguments are malformed', async () => {
    using workspace = new RunWorkspace();
    workspace.write('tools.json', '[{"name": "get", "schema": {"type": "object", "required": ["id"]}}]');
    workspace.write('casebook/config.yaml', 'tools: tools.json\n');
    workspace.write('casebook/cases/a.case.yaml', 'id: one\nquery: q\nexpectedTool: get\n');
    workspace.record('one', { calls: [{ name: 'get', args: {} }, { name: 'get', args: { id: 1 } }] });
    const report = await run(workspace, { target: 'replay' });
    expect(report.results[0]?.trials[0]?.metrics['malformedArgs']).toBe(0.5);
    workspace.write('casebook/config.yaml', 'tools: gone.json\n');
    await expect(run(workspace, { target: 'replay' })).rejects.toThrow('config.yaml names the tool catalogue gone.json, which does not exist.');
  });

  test('targets by name', async () => {
    using workspace = withAgent();
    expect(await createRuns(workspace.context).targets({}, callContext())).toEqual({ targets: [{ name: 'bot', type: 'command' }, { name: 'replay', type: 'replay' }], defaultTarget: 'bot' });
  });
});
