import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { CommandTarget } from '../../src/core/model/config.ts';
import { defaultFacts } from '../../src/core/model/config.ts';
import type { EvalCase } from '../../src/core/model/evalCase.ts';
import { createPricing } from '../../src/core/pricing/pricing.ts';
import { createRedactor } from '../../src/core/redaction/redactor.ts';
import { readAnswer } from '../../src/engine/targets/answer.ts';
import { caseInput } from '../../src/engine/targets/caseInput.ts';
import { commandTarget } from '../../src/engine/targets/command.ts';
import { splitCommand } from '../../src/engine/targets/commandLine.ts';
import type { Observation } from '../../src/engine/targets/target.ts';
import { isAlive, isGone } from './programs/processes.ts';

// Real programs start slowly where other work runs.
vi.setConfig({ testTimeout: 30_000 });

const program = join(import.meta.dirname, 'programs/answering.mjs');
const evalCase: EvalCase = { id: 'c', query: 'Where is order {{order}}?', vars: { order: 7 } };
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'casebook-targets-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(how: readonly string[], config: Partial<CommandTarget> = {}, signal = new AbortController().signal): Promise<Observation> {
  const target = commandTarget('bot', { type: 'command', command: [process.execPath, program, ...how], ...config }, { folder, facts: defaultFacts, pricing: () => createPricing(), redact: createRedactor({ secrets: true, personal: false }).text });
  return target.run(evalCase, caseInput(evalCase), signal).finally(() => target.close?.());
}
const reasonOf = (seen: Observation): string => (seen.outcome === 'observed' ? `answered ${seen.trial.output}` : seen.reason);

describe('a program as target', () => {
  test('gets the input as JSON and answers with an object', async () => {
    const seen = await run(['echo']);
    expect(seen.outcome).toBe('observed');
    if (seen.outcome !== 'observed') return;
    expect(JSON.parse(seen.trial.output ?? '')).toEqual({ id: 'c', query: 'Where is order 7?', messages: [{ role: 'user', content: 'Where is order 7?' }], vars: { order: 7 } });
    expect(seen.trial.latencyMs).toBeGreaterThan(0);
    expect(seen.trial).toMatchObject({ calls: [], callsUnknown: true, approvals: null, state: null, costUsd: null, terminal: 'finished' });
  });

  test('what it says on stderr beside its answer is kept, without secrets', async () => {
    expect((await run(['mutter', 'slow today, key sk-proj-abcdefghijklmnopqrstuvwxyz0123456789ABCD'])).stderr).toMatch(/^slow today, key (?!sk-)/);
    expect(await run(['print', 'quiet'])).not.toHaveProperty('stderr');
  });

  test('a plain answer is the output alone', async () => expect(reasonOf(await run(['print', 'It is in transit.']))).toBe('answered It is in transit.'));

  test('its folder and its secrets', async () => {
    process.env['CASEBOOK_TEST_KEY'] = 's3cret';
    const seen = await run(['env'], { env: { AGENT_KEY: 'key-{{env.CASEBOOK_TEST_KEY}}' } });
    delete process.env['CASEBOOK_TEST_KEY'];
    expect(seen.outcome === 'observed' && JSON.parse(seen.trial.output ?? '')).toEqual({ secret: 'key-s3cret', cwd: folder });
    await expect(run(['env'], { env: { AGENT_KEY: '{{env.CASEBOOK_TEST_KEY}}' } })).rejects.toThrow('Target bot needs the environment variable CASEBOOK_TEST_KEY, which is not set.');
  });

  test('a command as text is split without a shell', async () => expect(reasonOf(await run([], { command: `"${process.execPath}" "${program}" print '$HOME | cat'` }))).toBe('answered $HOME | cat'));

  test('one that does not read its input may do so', async () => expect(reasonOf(await run(['deaf']))).toBe('answered I do not listen'));
});

describe('a program that breaks', () => {
  test.each<[string, readonly string[], Partial<CommandTarget>, RegExp]>([
    ['hangs', ['hang'], { timeoutMs: 300 }, /^The target bot did not answer within 300 ms and was stopped\. Raise timeoutMs in config\.yaml if it needs longer\./],
    ['hangs and ignores the signal', ['stubborn'], { timeoutMs: 3000 }, /did not answer within 3 s and was stopped\..* It said: working on it$/],
    ['floods', ['flood'], { maxOutputBytes: 1_048_576 }, /^The target bot printed more than 1 MB and was stopped\./],
    ['exits non-zero', ['fail'], {}, /^The target bot ended with exit code 3\. It said: first line \/ Traceback: the database is gone$/],
    ['dies by a signal', ['die'], {}, /^The target bot died by signal SIGSEGV\./],
    ['prints nothing', ['silent'], {}, /^The target bot printed nothing\. It must print its answer/],
    ['prints broken JSON', ['print', '{"output": '], {}, /^The target bot printed something that begins like JSON and is not: /],
    ['prints NaN', ['print', '{"output": "x", "costUsd": NaN}'], {}, /^The target bot printed something that begins like JSON and is not: /],
    ['prints a number that is none', ['print', '{"output": "x", "costUsd": 1e999}'], {}, /^The target bot answered with JSON that is not as expected: costUsd/],
    ['nests absurdly deep', ['deep'], {}, /^The target bot answered with JSON that is nested too deep to be read\.$/],
    ['prints UTF-16', ['bytes', 'utf16le'], {}, /^The target bot answered in UTF-16 or with zero bytes\. Answer in UTF-8\.$/],
    ['prints Latin-1', ['bytes', 'latin1'], {}, /^The target bot answered with bytes that are not UTF-8, as Latin-1 has them\. Answer in UTF-8\.$/],
    ['prints 1 GB', ['flood'], {}, /^The target bot printed more than 10 MB and was stopped\./],
    ['answers twice', ['print', '{"output": "a"}\n{"output": "b"}'], {}, /^The target bot answered twice\. It must print one answer\.$/],
    ['answers after the deadline', ['late'], { timeoutMs: 700 }, /^The target bot did not answer within 700 ms and was stopped\./],
    ['answers with an unknown name', ['print', '{"ouput": "x"}'], {}, /^The target bot answered with the unknown name ouput\. Did you mean output\?$/],
    ['is not there', [], { command: ['no-such-program-here'] }, /^The target bot could not start: there is no program no-such-program-here\./],
    ['has no folder', ['echo'], { cwd: 'missing' }, /^The target bot could not start: its working folder .*missing does not exist\.$/],
    ['has no command', [], { command: ' ' }, /has an empty command/],
  ])('%s', async (_, how, config, sentence) => {
    const start = performance.now();
    expect(reasonOf(await run(how, config))).toMatch(sentence);
    expect(performance.now() - start).toBeLessThan(20_000);
  });

  // Put together here, so that no scanner takes this file for a leak.
  const key = ['sk', 'proj', 'Zx81kQpL3vNc7RtY2mWb9HfD4sGj6AeU'].join('-');

  test('leaves no likely secret in the sentence', async () => {
    expect(reasonOf(await run(['fail', `the key ${key} was refused`]))).toMatch(/^The target bot ended with exit code 3\. It said: the key \[secret:[\w-]+\] was refused$/);
    expect(reasonOf(await run(['fail', `${'x '.repeat(140)}${key} was refused`]))).not.toContain(key.slice(0, 12));
    expect(reasonOf(await run(['fail', `${key}${'y'.repeat(20_000)} ${'z '.repeat(50)}`]))).toMatch(/It said: (z ){49}z$/);
  });

  test.skipIf(process.platform === 'win32')('may not be run', async () => {
    const file = join(folder, 'agent.sh');
    writeFileSync(file, '#!/bin/sh\necho hi\n');
    chmodSync(file, 0o644);
    expect(reasonOf(await run([], { command: [file] }))).toMatch(/^The target bot could not start: you may not run .*agent\.sh\. Make it executable/);
  });
});

describe('what a program started ends with it', () => {
  async function grandchild(file: string): Promise<number> {
    for (let tries = 0; tries < 100 && !(existsSync(file) && readFileSync(file, 'utf8') !== ''); tries++) await setTimeout(50);
    return Number(readFileSync(file, 'utf8'));
  }

  test('on cancel, at once', async () => {
    const file = join(folder, 'cancel.pid');
    const controller = new AbortController();
    const running = run(['family', file], {}, controller.signal);
    const pid = await grandchild(file);
    expect(isAlive(pid)).toBe(true);
    const start = performance.now();
    controller.abort();
    expect(reasonOf(await running)).toBe('Cancelled');
    expect(performance.now() - start).toBeLessThan(10_000);
    expect(await isGone(pid)).toBe(true);
  });

  test('on time-out', async () => {
    const file = join(folder, 'timeout.pid');
    const running = run(['family', file], { timeoutMs: 4000 });
    const pid = await grandchild(file);
    expect(reasonOf(await running)).toContain('did not answer within 4 s');
    expect(await isGone(pid)).toBe(true);
  });

  test('when it leaves a child behind that holds its output open', async () => {
    const file = join(folder, 'leave.pid');
    const seen = await run(['family', file, 'leave']);
    expect(reasonOf(seen)).toBe('answered done');
    expect(await isGone(await grandchild(file))).toBe(true);
  });

  test('a run that was cancelled before it began starts nothing', async () => {
    const file = join(folder, 'never.pid');
    expect(reasonOf(await run(['family', file], {}, AbortSignal.abort()))).toBe('Cancelled');
    expect(existsSync(file)).toBe(false);
  });
});

describe('answers', () => {
  const read = (answer: unknown, facts = defaultFacts) => readAnswer(typeof answer === 'string' ? answer : JSON.stringify(answer), facts, 5);
  const trial = (answer: unknown) => read(answer).trial;

  test('tool calls, with approvals read from them by the facts of config.yaml', () => {
    const seen = trial({
      output: 'Refunded.',
      toolCalls: [
        { id: '1', name: 'requestApproval', arguments: { action: 'issueRefund', orderId: 'A' }, result: { approved: true, approver: 'supervisor' } },
        { id: '2', name: 'issueRefund', args: '{"orderId": "A"}', status: 'error' },
        { name: 'log', arguments: 'not json' },
      ],
    });
    expect(seen?.calls.map(({ name, args, status, index }) => ({ name, args, status, index }))).toEqual([
      { name: 'requestApproval', args: { action: 'issueRefund', orderId: 'A' }, status: 'ok', index: 0 },
      { name: 'issueRefund', args: { orderId: 'A' }, status: 'error', index: 1 },
      { name: 'log', args: null, status: 'ok', index: 2 },
    ]);
    expect(seen?.approvals).toEqual([{ granted: true, by: 'supervisor', tool: 'issueRefund', args: { orderId: 'A' }, beforeCall: 1 }]);
    expect(seen?.escalated).toBe(false);
  });

  test('messages instead of tool calls', () => {
    const seen = trial({
      messages: [
        { role: 'user', content: 'hi' },
        { role: 'assistant', content: null, tool_calls: [{ id: 'a', type: 'function', function: { name: 'get', arguments: '{"x":1}' } }, { id: 'b', type: 'function', function: { name: 'find', arguments: '{}' } }] },
        { role: 'tool', tool_call_id: 'a', content: '{"ok":true}' },
        { role: 'assistant', content: 'Done.' },
      ],
    });
    expect(seen).toMatchObject({ output: 'Done.', turns: 2, calls: [{ name: 'get', args: { x: 1 }, groupId: 'message-1', result: '{"ok":true}' }, { name: 'find', groupId: 'message-1' }] });
  });

  test('everything else METRICS 1.1 names', () => {
    expect(
      trial({ output: { answer: 1 }, retrieved: ['doc', { id: 'd2', version: '3' }], citations: ['doc'], state: { refunds: 1 }, approvals: [{ granted: true, by: 'me' }], escalated: true, costUsd: 0.1, usage: { inputTokens: 5, outputTokens: 6 } }),
    ).toMatchObject({ output: '{"answer":1}', retrieved: [{ id: 'doc', version: null }, { id: 'd2', version: '3' }], citations: ['doc'], state: { refunds: 1 }, approvals: [{ granted: true, by: 'me', beforeCall: 0 }], escalated: true, terminal: 'escalated', costUsd: 0.1, tokens: 11 });
  });

  test('a fallback by the answer, where the facts say so', () => {
    const facts = { ...defaultFacts, fallback: [{ answer: { $icontains: 'human review' } }] };
    expect(read({ output: 'Sent to Human Review' }, facts).trial).toMatchObject({ fallback: true, terminal: 'fallback' });
    expect(read({ output: 'Fine' }, facts).trial).toMatchObject({ fallback: false, terminal: 'finished' });
  });

  test('chatter before the answer on the last line', () => expect(trial('loading…\nready\n{"output": "x"}\n')?.output).toBe('x'));
  test('chatter before an answer over several lines', () => expect(trial(`loading…\n${JSON.stringify({ output: 'x', toolCalls: [{ name: 'a' }] }, null, 2)}\n`)?.calls[0]?.name).toBe('a'));
  test('which tools were called is unknown unless it is said', () => {
    expect(trial('It is in transit.')).toMatchObject({ calls: [], callsUnknown: true, escalated: null });
    expect(trial({ output: 'x' })).toMatchObject({ callsUnknown: true });
    expect(trial({ output: 'x', toolCalls: [] })?.callsUnknown).toBeUndefined();
  });
  test('a JSON list, number or text is a plain answer', () => {
    expect(trial('[1, 2]')?.output).toBe('[1, 2]');
    expect(trial('42')?.output).toBe('42');
    expect(trial('"quoted"')?.output).toBe('quoted');
  });

  test.each<[string, unknown, RegExp]>([
    ['an unknown name in a call', { output: 'x', toolCalls: [{ name: 'a', when: 1 }] }, /unknown name when in toolCalls\.0/],
    ['a structured answer without output', { days: 3 }, /unknown name days\. It may answer with output, toolCalls.*a structured answer goes into output/],
    ['a wrong type', { output: 'x', costUsd: 'free' }, /not as expected: costUsd must be a number\./],
    ['an unknown status', { toolCalls: [{ name: 'a', status: 'fine' }] }, /toolCalls\.0\.status is none of ok, error, blocked\./],
  ])('refuses %s', (_, answer, problem) => expect(read(answer).problem).toMatch(problem));
});

describe('the parts', () => {
  test.each<[string, readonly string[]]>([
    ['node  agent.mjs --x', ['node', 'agent.mjs', '--x']],
    [`run "two words" 'and $more' a\\ b ""`, ['run', 'two words', 'and $more', 'a b', '']],
    [`a"b c"d "say \\"hi\\""`, ['ab cd', 'say "hi"']],
    ['', []],
  ])('splits %s', (text, words) => expect(splitCommand(text)).toEqual(words));
  test('an open quote is refused', () => expect(() => splitCommand('run "this')).toThrow('has a quote that is not closed'));

  test('a rewording takes the place of the last user message', () => {
    const given: EvalCase = { id: 'c', messages: [{ role: 'user', content: 'I am {{who}}' }, { role: 'assistant', content: 'Hello' }, { role: 'user', content: 'Where is it?' }], vars: { who: 'Ann' } };
    expect(caseInput(given).messages.map((message) => message.content)).toEqual(['I am Ann', 'Hello', 'Where is it?']);
    expect(caseInput(given, 'where??')).toMatchObject({ query: 'where??', messages: [{ content: 'I am Ann' }, { content: 'Hello' }, { role: 'user', content: 'where??' }] });
    expect(caseInput({ id: 'c', query: 'a {{unknown}} b' }).query).toBe('a {{unknown}} b');
  });
});
