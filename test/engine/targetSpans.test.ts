import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { CaseResult } from '../../src/core/model/result.ts';
import { LineFile } from '../../src/engine/lineFile.ts';
import { createRuns } from '../../src/engine/run.ts';
import { openTarget } from '../../src/engine/targets/openTarget.ts';
import type { Observation } from '../../src/engine/targets/target.ts';
import type { RunProgress, RunReport } from '../../src/protocol/runApi.ts';
import { SmallDisk } from '../cli/smallDisk.ts';
import { callContext, RunWorkspace } from './runWorkspace.ts';
import { TemporaryWorkspace } from './temporaryWorkspace.ts';

// Real programs start slowly where other work runs.
vi.setConfig({ testTimeout: 30_000 });

const program = join(import.meta.dirname, 'programs/instrumented.mjs');
const command = (...args: readonly string[]): string => JSON.stringify([process.execPath, program, ...args]);

function withTarget(how: string): RunWorkspace {
  const workspace = new RunWorkspace();
  workspace.write('casebook/config.yaml', `targets: {bot: {type: command, ${how}}}\ndefaultTarget: bot\n`);
  return workspace;
}
async function ask(how: string, query: string): Promise<Observation> {
  using workspace = withTarget(how);
  const target = openTarget('bot', workspace.context);
  return await target.run({ id: 'c', query }, { id: 'c', query, messages: [], vars: {} }, new AbortController().signal).finally(() => target.close?.());
}
const run = async (workspace: RunWorkspace, request = {}): Promise<RunReport> => createRuns(workspace.context).runCases({ cases: [], ...request }, callContext<RunProgress>());

describe.each(['protobuf', 'json'])('an agent with the official SDK, sending %s', (encoding) => {
  test('needs no adapter: its spans are the trial', async () => {
    const seen = await ask(`command: ${command(encoding)}, spans: only`, 'getOrder');
    expect(seen).toMatchObject({
      outcome: 'observed', captured: { traceId: expect.stringMatching(/^tr_/) as string },
      trial: { output: 'Done: getOrder', calls: [{ name: 'getOrder', args: { q: 'getOrder' }, status: 'ok' }], tokens: 1100, turns: 1, terminal: 'finished', costUsd: expect.closeTo(0.0035, 6) as number },
    });
    expect(seen.outcome === 'observed' && (seen.trial.latencyMs ?? 0)).toBeGreaterThan(5);
  });

  test('is told apart from the other trials of one program that is kept running', async () => {
    using workspace = withTarget(`command: ${command(encoding, 'lines')}, workers: 2, spans: require`);
    const names = Array.from({ length: 12 }, (_, n) => `tool${n}`);
    workspace.write('casebook/cases/a.case.yaml', `cases:\n${names.map((name) => `  - {id: ${name}, query: ${name}, expectedTool: ${name}, trajectory: {mode: exact, steps: [{tool: ${name}}]}}\n`).join('')}`);
    const report = await run(workspace, { concurrency: 4 });
    expect(report.results.map((result) => [result.caseId, result.outcome, result.trials[0]?.reason])).toEqual(names.map((name) => [name, 'pass', null]));
    expect(new Set(report.results.map((result) => result.trials[0]?.traceRef?.file)).size).toBe(12);
  });
});

describe('spans and answers', () => {
  test('what the answer says holds, what it is silent about the spans tell', async () => {
    const seen = await ask(`command: ${command('protobuf', 'once', 'answers')}`, 'getOrder');
    expect(seen).toMatchObject({ outcome: 'observed', trial: { output: 'said', calls: [{ name: 'said', spanId: null }], tokens: 7, turns: 1, terminal: 'finished' } });
    expect(seen.outcome === 'observed' && seen.trial.costUsd).toBeCloseTo(0.0035, 6);
  });

  test('an agent that does not look at the trace it is given is known by its address', async () => {
    expect(await ask(`command: ${command('protobuf', 'once', 'unaware')}`, 'getOrder')).toMatchObject({ outcome: 'observed', trial: { output: 'Done: getOrder', calls: [{ name: 'getOrder' }] } });
  });

  test('off receives none, and require is an error where none came', async () => {
    const telling = JSON.stringify([process.execPath, '-p', 'String(process.env.OTEL_EXPORTER_OTLP_ENDPOINT) + " " + String(process.env.TRACEPARENT)']);
    expect(await ask(`command: ${telling}, spans: off`, 'x')).toMatchObject({ outcome: 'observed', trial: { output: 'undefined undefined' } });
    expect(await ask(`command: ${telling}`, 'x')).toMatchObject({ outcome: 'observed', trial: { output: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/([0-9a-f]{32}) 00-\1-[0-9a-f]{16}-01$/) as string } });
    const silent = JSON.stringify([process.execPath, '-e', 'console.log("hi")']);
    expect(await ask(`command: ${silent}, spans: require`, 'x')).toMatchObject({ outcome: 'error', reason: 'The target bot sent no spans of this trial. Let it export them to OTEL_EXPORTER_OTLP_ENDPOINT before it answers, or set spans: auto.' });
    expect(await ask(`command: ${silent}`, 'x')).toMatchObject({ outcome: 'observed', trial: { output: 'hi', callsUnknown: true } });
  });

  test('what an agent sent before it broke is kept', async () => {
    const seen = await ask(`command: ${command('protobuf', 'once', 'crashes')}`, 'getOrder');
    expect(seen).toMatchObject({ outcome: 'error', reason: expect.stringContaining('exit code 9') as string, captured: { traceId: expect.stringMatching(/^tr_/) as string } });
  });
});

describe('the trace that was captured', () => {
  test('lies beside the run without secrets, tells where it is from, and is imported under the id it was given', async () => {
    using workspace = withTarget(`command: ${command('protobuf')}`);
    workspace.write('casebook/cases/a.case.yaml', 'id: order\nquery: getOrder\nexpectedTool: getOrder\n');
    const report = await run(workspace);
    const [trial] = report.results[0]?.trials ?? [];
    expect(trial).toMatchObject({ outcome: 'pass', observed: { calls: [{ name: 'getOrder', step: expect.any(Number) as number }] } });
    const file = join(report.folder ?? '', trial?.traceRef?.file ?? 'missing');
    const text = readFileSync(file, 'utf8');
    expect(text).not.toContain('battery');
    expect(readFileSync(join(report.folder ?? '', 'results.jsonl'), 'utf8')).toContain(trial?.traceRef?.traceId);

    using other = new TemporaryWorkspace();
    other.write('captured.otlp.jsonl', text);
    expect((await other.import('captured.otlp.jsonl')).files[0]?.warnings).toEqual([]);
    const trace = other.stored().find((each) => each.id === trial?.traceRef?.traceId);
    expect(trace?.header.metadata).toMatchObject({ 'casebook.run.id': report.runId, 'casebook.case.id': 'order' });
    expect(trace?.spans.map((span) => span.name).toSorted()).toEqual(['chat', 'execute_tool getOrder', 'invoke_agent']);
  });
});

describe('a disk that refuses', () => {
  test('does not end a run: what was found is reported, and that it is not kept', async () => {
    using workspace = withTarget(`command: ${command('protobuf')}`);
    workspace.write('casebook/cases/a.case.yaml', 'cases:\n  - {id: one, query: getOrder, expectedTool: getOrder}\n  - {id: two, query: other, expectedTool: getOrder}\n');
    const out = join(workspace.folder, 'out');
    mkdirSync(join(out, 'summary.json', 'in the way'), { recursive: true });
    writeFileSync(join(out, 'traces'), 'in the way');
    const report = await run(workspace, { out: 'out' });
    expect(report.results.map((result: CaseResult) => result.outcome)).toEqual(['pass', 'fail']);
    expect(report.results[0]?.trials[0]?.traceRef).toBeUndefined();
    expect(report.notKept).toMatch(/^Nothing was written: .*traces.*Move the file away and try again\.$/);
    expect(readdirSync(out).toSorted()).toEqual(['results.jsonl', 'run.json', 'summary.json', 'traces']);
  });

  test('that fills while a run goes on leaves whole lines, and the run finds what it finds', async ({ skip }) => {
    const made = SmallDisk.of(1);
    if (typeof made === 'string') return skip(made);
    using disk = made;
    using workspace = withTarget(`command: ${JSON.stringify([process.execPath, '-p', '"x".repeat(9000)'])}, spans: off`);
    workspace.write('casebook/cases/a.case.yaml', `cases:\n${[1, 2, 3].map((n) => `  - {id: c${n}, query: q, answer: {match: contains, value: xxx}}\n`).join('')}`);
    const call = callContext<RunProgress>();
    const report = await createRuns(workspace.context).runCases({ cases: [], concurrency: 1, out: disk.file('out') }, { ...call, progress: ({ done, result }) => void (result !== null && done === 1 && disk.fill()) });
    expect(report.results.map((result) => result.outcome)).toEqual(['pass', 'pass', 'pass']);
    expect(report.notKept).toMatch(/^A result was not written: the disk is full \(.*results\.jsonl\)\. Free some space and try again\.$/);
    const kept = readFileSync(disk.file('out', 'results.jsonl'), 'utf8');
    expect(kept.trimEnd().split('\n').map((line) => (JSON.parse(line) as CaseResult).caseId)).toEqual(['c1']);
    expect(kept.endsWith('}\n')).toBe(true);
  });

  test.skipIf(!existsSync('/dev/full'))('that is full is said, as Node says it', () => {
    const file = new LineFile('/dev/full');
    expect(() => file.append('a result')).toThrow(/ENOSPC/);
    file.close();
  });
});
