import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { defaultFacts, type CommandTarget } from '../../src/core/model/config.ts';
import { createPricing } from '../../src/core/pricing/pricing.ts';
import { createRedactor } from '../../src/core/redaction/redactor.ts';
import { commandTarget } from '../../src/engine/targets/command.ts';
import type { Observation, RunTarget } from '../../src/engine/targets/target.ts';
import { createRuns } from '../../src/engine/run.ts';
import { isGone } from './programs/processes.ts';
import { callContext, RunWorkspace } from './runWorkspace.ts';

// Real programs start slowly where other work runs.
vi.setConfig({ testTimeout: 30_000 });

const program = join(import.meta.dirname, 'programs/working.mjs');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'casebook-workers-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A target that is closed at the end of its test. */
function workers(config: Partial<CommandTarget> = {}, ...args: readonly string[]): RunTarget & AsyncDisposable {
  const target = commandTarget('bot', { type: 'command', command: [process.execPath, program, ...args], workers: 1, ...config }, { folder, facts: defaultFacts, pricing: () => createPricing(), redact: createRedactor({ secrets: true, personal: false }).text });
  return { ...target, [Symbol.asyncDispose]: async () => target.close?.() };
}
const ask = (target: RunTarget, query: string, signal = new AbortController().signal): Promise<Observation> => target.run({ id: 'c', query }, { id: 'c', query, messages: [{ role: 'user', content: query }], vars: {} }, signal);
const reasonOf = (seen: Observation): string => (seen.outcome === 'observed' ? `answered ${seen.trial.output}` : seen.reason);
type Said = { readonly pid: number; readonly asked: number; readonly traceparent?: string };
const saidBy = (seen: Observation): Said => JSON.parse(seen.outcome === 'observed' ? (seen.trial.output ?? '') : '{}') as Said;

describe('a program that is kept running', () => {
  test('answers one question after another, each with a trace of its own', async () => {
    await using target = workers();
    const said = [];
    for (const how of ['answer', 'chatter', 'slowly', 'answer']) said.push(saidBy(await ask(target, how)));
    expect(said.map((each) => each.asked)).toEqual([1, 2, 3, 4]);
    expect(new Set(said.map((each) => each.pid)).size).toBe(1);
    expect(new Set(said.map((each) => each.traceparent)).size).toBe(4);
    expect(reasonOf(await ask(target, 'plain'))).toBe('answered in transit');
  });

  test('in as many copies as are allowed, and no more', async () => {
    await using target = workers({ workers: 2 });
    const seen = await Promise.all(Array.from({ length: 6 }, () => ask(target, 'slowly')));
    expect(new Set(seen.map((each) => saidBy(each).pid)).size).toBe(2);
  });

  test('is let finish at the end of a run, with all it started', async () => {
    const [pidFile, endFile] = [join(folder, 'end.pid'), join(folder, 'ended')];
    const target = workers({}, endFile);
    const { pid } = saidBy(await ask(target, `family ${pidFile}`));
    await target.close?.();
    expect(readFileSync(endFile, 'utf8')).toBe('ended');
    expect(await isGone(pid)).toBe(true);
    expect(await isGone(Number(readFileSync(pidFile, 'utf8')))).toBe(true);
    expect(saidBy(await ask(target, 'answer')).asked).toBe(1);
    await target.close?.();
  });

  test('on cancel it ends at once, and who waits for it does not wait on', async () => {
    await using target = workers();
    const { pid } = saidBy(await ask(target, 'answer'));
    const controller = new AbortController();
    const running = [ask(target, 'hang', controller.signal), ask(target, 'answer', controller.signal)];
    controller.abort();
    expect((await Promise.all(running)).map(reasonOf)).toEqual(['Cancelled', 'Cancelled']);
    expect(await isGone(pid)).toBe(true);
  });
});

describe('one that breaks', () => {
  test.each<[string, string, RegExp]>([
    ['says that it cannot', 'refuse', /^The target bot said that it could not answer: the database is gone$/],
    ['crashes', 'crash', /^The target bot ended with exit code 7\. It said: out of memory$/],
    ['dies', 'die', /^The target bot died by signal SIGSEGV\./],
    ['hangs', 'hang', /^The target bot did not answer within 1 s and was stopped\./],
    ['leaves', 'leave', /^The target bot ended with exit code 0 before it answered\./],
    ['prints half a line', 'half', /^The target bot printed a line that begins like JSON and is not: /],
    ['leaves in the middle', 'halfAndLeave', /^The target bot ended in the middle of a line of its answer\./],
    ['answers another', 'wrong', /^The target bot answered the id "other", which nobody asked; it was asked "\d+"\./],
    ['answers without an id', 'shapeless', /^The target bot printed a line that is no answer\./],
    ['answers with an unknown name', 'unknown', /^The target bot answered with the unknown name ouput\. Did you mean output\?$/],
    ['answers NaN', 'nan', /^The target bot printed a line that begins like JSON and is not: /],
    ['nests absurdly deep', 'deep', /^The target bot answered with JSON that is nested too deep to be read\.$/],
    ['answers in Latin-1', 'latin1', /^The target bot answered with bytes that are not UTF-8/],
    ['answers in UTF-16', 'utf16', /^The target bot answered in UTF-16 or with zero bytes\./],
    ['prints without end', 'flood', /^The target bot printed more than 1 MB and was stopped\./],
  ])('%s', async (_, how, sentence) => {
    await using target = workers({ maxOutputBytes: 1_048_576, timeoutMs: how === 'hang' ? 1000 : 20_000 });
    expect(reasonOf(await ask(target, how))).toMatch(sentence);
  });

  test('a second answer that comes later harms no other trial, and who gave it is asked no more', async () => {
    await using target = workers();
    const { pid } = saidBy(await ask(target, 'again'));
    expect(await isGone(pid)).toBe(true);
    expect(saidBy(await ask(target, 'answer'))).toMatchObject({ asked: 1 });
  });

  test('is not there', async () => {
    await using target = workers({ command: ['no-such-program-here'] });
    expect(reasonOf(await ask(target, 'answer'))).toMatch(/^The target bot could not start: there is no program no-such-program-here\./);
    expect(existsSync(join(folder, 'never'))).toBe(false);
  });
});

describe('one that prints more than its answers', () => {
  const each = (how: string): string => `After its answer to ${how}, the target bot `;
  const twice = 'answered it again. The first answer counts: a worker answers each line once.';
  const ghost = 'answered the id "ghost", which nobody asked';
  /** Every outcome of these questions, one after another, and what the run says of the target. */
  async function run(queries: readonly string[], copies: number): Promise<{ outcomes: string; warnings: readonly string[] }> {
    using workspace = new RunWorkspace();
    workspace.write('casebook/config.yaml', `targets: {bot: {type: command, command: ${JSON.stringify([process.execPath, program])}, workers: ${copies}, spans: off}}\ndefaultTarget: bot\n`);
    workspace.write('casebook/cases/a.case.yaml', `cases:\n${queries.map((query, n) => `  - {id: c${n}, query: ${query}, answer: {match: contains, value: pid}}\n`).join('')}`);
    const report = await createRuns(workspace.context).runCases({ cases: [], concurrency: copies }, callContext());
    return { outcomes: report.results.map((result) => result.outcome).join(' '), warnings: (report.warnings ?? []).map((warning) => warning.replace(/; it was asked "\d+"/, '')).toSorted() };
  }

  test.each([1, 2])('decides nothing of what others answer, and the run says it, with %i at once', async (copies) => {
    // At once, while the next question is open, while nothing is, and at the end of the run.
    const queries = ['twice', 'answer', 'again 0', 'later', 'again 20', 'later', 'logs', 'later', 'ghost 0', 'later', 'ghost 20', 'later', 'again 100'];
    const { outcomes, warnings } = await run(queries, copies);
    expect(outcomes).toBe(queries.map(() => 'pass').join(' '));
    // A copy that is ended for one line may not get to print another.
    if (copies === 1) expect(warnings).toEqual([
      ...['c0', 'c12', 'c2', 'c4'].map((id) => `${each(id)}${twice}`),
      `${each('c6')}printed a line that is no answer. A worker answers each line with {"id": "…", "answer": {"output": "…"}}, where id is that of the line.`,
      ...['c10', 'c8'].map((id) => `${each(id)}${ghost}.`),
    ].toSorted());
  });

  test.each([1, 2])('breaks its own trial where it does so before its answer, whatever was asked before, with %i at once', async (copies) => {
    const { outcomes } = await run(['answer', 'ghostFirst', 'answer', 'answer', 'ghostFirst', 'once', 'answer', 'once', 'once', 'answer'], copies);
    expect(outcomes).toBe('pass error pass pass error pass pass pass pass pass');
  });
});

test('one that breaks is replaced, its trial alone is an error, and the run goes on', async () => {
  using workspace = new RunWorkspace();
  workspace.write('casebook/config.yaml', `targets: {bot: {type: command, command: ${JSON.stringify([process.execPath, program])}, workers: 1, maxOutputBytes: 1000000}}\ndefaultTarget: bot\n`);
  const breaking = ['crash', 'half', 'wrong', 'flood'];
  const cases = breaking.flatMap((how) => [how, `answer ${how}`]);
  workspace.write('casebook/cases/a.case.yaml', `cases:\n${cases.map((query, n) => `  - {id: c${n}, query: ${query}, answer: {match: contains, value: pid}}\n`).join('')}`);
  const report = await createRuns(workspace.context).runCases({ cases: [], concurrency: 1 }, callContext());
  expect(report.results.map((result) => result.outcome)).toEqual(breaking.flatMap(() => ['error', 'pass']));
  for (const result of report.results.filter((each) => each.outcome === 'error')) expect(result.trials[0]?.reason).toMatch(/^The target bot [a-z].{10}/);
});

test('a question costs a small part of a start', async () => {
  await using kept = workers({ workers: 1, spans: 'off' });
  await ask(kept, 'answer');
  const start = performance.now();
  for (let n = 0; n < 40; n++) await ask(kept, 'answer');
  const perQuestion = (performance.now() - start) / 40;
  const fresh = commandTarget('bot', { type: 'command', command: [process.execPath, join(import.meta.dirname, 'programs/answering.mjs'), 'print', 'x'], spans: 'off' }, { folder, facts: defaultFacts, pricing: () => createPricing(), redact: (text) => text });
  const freshStart = performance.now();
  for (let n = 0; n < 3; n++) await ask(fresh, 'answer');
  expect((performance.now() - freshStart) / 3 / perQuestion).toBeGreaterThan(5);
});
