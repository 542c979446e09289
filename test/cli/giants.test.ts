import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ImportReport } from '../../src/protocol/importApi.ts';
import { node24 } from '../../scripts/node24.mjs';
import { chatSpan, otlpSpan, spanIdOf, textMessage, traceIdOf } from '../engine/otlpLines.ts';
import { call, TemporaryWorkspace } from '../engine/temporaryWorkspace.ts';
import { builtCli, TemporaryFolder } from './casebook.ts';
import type { Ended } from './casebook.ts';

const folder = new TemporaryFolder();
const mebibyte = 2 ** 20;
/** 50 MB of words, no two lines alike. */
function longText(): string {
  const lines: string[] = [];
  for (let n = 0, length = 0; length < 50_000_000; n++) {
    const line = `Line ${n} of the log says that order ${(n * 7919) % 100_003} left for customer ${(n * 104_729) % 999_983}; nothing is wrong with it, it is only long.`;
    lines.push(line);
    length += line.length + 1;
  }
  return lines.join('\n');
}

function writeRequests(file: string, spans: Iterable<unknown>): void {
  const fd = openSync(file, 'w');
  writeSync(fd, '{"resourceSpans":[{"resource":{"attributes":[]},"scopeSpans":[{"scope":{"name":"t"},"spans":[');
  let first = true;
  for (const span of spans) {
    writeSync(fd, `${first ? '' : ','}${JSON.stringify(span)}`);
    first = false;
  }
  writeSync(fd, `]}]}]}\n`);
  closeSync(fd);
}

/** In two model calls, as the second repeats the history of the first. */
function* withLongMessage(): Generator<unknown> {
  const history = [textMessage('user', longText())];
  yield otlpSpan({ trace: 'long', id: 'root', name: 'agent', start: 0, end: 9 });
  yield otlpSpan(chatSpan({ trace: 'long', id: 'first', parent: 'root', start: 1, end: 2 }, history, textMessage('assistant', 'Go on.')));
  yield otlpSpan(chatSpan({ trace: 'long', id: 'second', parent: 'root', start: 3, end: 4 }, [...history, textMessage('assistant', 'Go on.'), textMessage('user', 'Well?')], textMessage('assistant', 'It is long.')));
}

const manySpans = 20_000;
function* withManySpans(): Generator<unknown> {
  const words = 'a reply with some words in it that goes on for a while, as replies do, and on, and on, until it has the length of one. '.repeat(8);
  yield otlpSpan({ trace: 'many', id: 'root', name: 'agent', start: 0, end: manySpans });
  for (let n = 1; n < manySpans; n++) {
    yield { ...(otlpSpan(chatSpan({ trace: 'many', id: 'x', parent: 'root', start: n, end: n + 1 }, [textMessage('user', `question ${n} ${words}`)], textMessage('assistant', `answer ${n} ${words}`))) as object), spanId: n.toString(16).padStart(16, '0'), parentSpanId: n % 3 === 0 ? (n - 1).toString(16).padStart(16, '0') : spanIdOf('root') };
  }
}

beforeAll(() => {
  writeRequests(folder.file('long.jsonl'), withLongMessage());
  writeRequests(folder.file('many.jsonl'), withManySpans());
  for (const name of ['long.jsonl', 'many.jsonl']) {
    const fd = openSync(folder.file(name), 'a');
    writeSync(fd, `${JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [otlpSpan({ trace: `beside ${name}`, id: 'root', start: 0 })] }] }] })}\n`);
    closeSync(fd);
  }
}, 60_000);
afterAll(() => folder[Symbol.asyncDispose]());

type Measured = Ended & { /** Most memory it held at a time, bytes; undefined where the system does not tell. */ readonly peak: number | undefined };

function measured(...args: readonly string[]): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const child = spawn(node24().binary, [builtCli, ...args], { cwd: folder.path, stdio: ['ignore', 'pipe', 'pipe'] });
    let peak: number | undefined;
    const look = () => {
      try {
        const kibibytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1];
        if (kibibytes !== undefined) peak = Number(kibibytes) * 1024;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === undefined) throw error;
      }
    };
    const watching = setInterval(look, 10);
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => void out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => void err.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(watching);
      resolve({ code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString(), peak });
    });
  });
}

test('a message of 50 MB is imported, shown and opened, in less than 1 GB', async () => {
  expect(statSync(folder.file('long.jsonl')).size).toBeGreaterThan(100_000_000);
  const imported = await measured('import', 'long.jsonl', '--json');
  console.info(`50 MB message: import held ${Math.round((imported.peak ?? 0) / mebibyte)} MB`);
  expect(imported).toMatchObject({ code: 0, stderr: '' });
  expect((JSON.parse(imported.stdout) as ImportReport).files).toMatchObject([{ traces: 2, spans: 4, error: null, warningCount: 0 }]);
  if (imported.peak !== undefined) expect(imported.peak).toBeLessThan(2 ** 30);

  const shown = await measured('show', traceIdOf('long'));
  console.info(`50 MB message: show held ${Math.round((shown.peak ?? 0) / mebibyte)} MB`);
  expect(shown.code).toBe(0);
  expect(shown.stdout.length).toBeLessThan(20_000);
  if (shown.peak !== undefined) expect(shown.peak).toBeLessThan(2 ** 30);
  const found = await measured('list', '--text', '"order 7919 left"', '--json');
  expect(found.stdout.trim().split('\n')).toHaveLength(1);
  expect(found.stdout.length).toBeLessThan(500_000);
}, 60_000);

test('a value of more than 400 MB is refused with what to do, and the lines around it are read', async () => {
  const neighbour = (id: string) => `${JSON.stringify({ id, messages: [{ role: 'user', content: 'Is the neighbour there?' }, { role: 'assistant', content: 'Here it is.' }] })}\n`;
  const fd = openSync(folder.file('giant.jsonl'), 'w');
  const before = writeSync(fd, `${neighbour('before')}{"id":"giant","messages":[{"role":"user","content":"`);
  // Nothing is written in between: the file has a hole, which reads as zeros.
  writeSync(fd, `"}]}\n${neighbour('after')}`, before + 410_000_000);
  closeSync(fd);
  const imported = await measured('import', 'giant.jsonl', '--json');
  console.info(`410 MB value: import held ${Math.round((imported.peak ?? 0) / mebibyte)} MB`);
  expect(imported).toMatchObject({ code: 0, stderr: '' });
  const { files: [file] } = JSON.parse(imported.stdout) as ImportReport;
  expect(file).toMatchObject({ traces: 2, error: null, warnings: [{ line: 2, message: expect.stringMatching(/longer than 400 MB|400/) as string }] });
  expect(file!.warnings[0]!.message).toContain('Export it in smaller pieces, then import these.');
  if (imported.peak !== undefined) expect(imported.peak).toBeLessThan(2 ** 30);
}, 60_000);

test(`a line of ${manySpans} spans is imported, shown and opened, in less than 1 GB`, async () => {
  expect(statSync(folder.file('many.jsonl')).size).toBeGreaterThan(45_000_000);
  const imported = await measured('import', 'many.jsonl', '--json');
  console.info(`20,000 spans: import held ${Math.round((imported.peak ?? 0) / mebibyte)} MB`);
  expect(imported).toMatchObject({ code: 0, stderr: '' });
  expect((JSON.parse(imported.stdout) as ImportReport).files).toMatchObject([{ traces: 2, spans: manySpans + 1, error: null, warningCount: 0 }]);
  if (imported.peak !== undefined) expect(imported.peak).toBeLessThan(2 ** 30);
  const shown = await measured('show', traceIdOf('many'));
  console.info(`20,000 spans: show held ${Math.round((shown.peak ?? 0) / mebibyte)} MB and wrote ${shown.stdout.length} characters`);
  expect(shown.code).toBe(0);
  if (shown.peak !== undefined) expect(shown.peak).toBeLessThan(2 ** 30);
  expect(shown.stdout).toContain('20,000 steps');
}, 60_000);

test('the pages of giants get little at first, and are told of what is cut', async () => {
  const workspace = new TemporaryWorkspace({ folder: folder.path });
  try {
    const opened = await workspace.engine.openTrajectory({ trace: traceIdOf('long') }, call);
    expect(JSON.stringify(opened).length).toBeLessThan(500_000);
    expect(opened.steps.length).toBeGreaterThanOrEqual(3);
    for (const { n } of opened.steps) {
      const detail = await workspace.engine.readStep({ trace: traceIdOf('long'), n }, call);
      expect(JSON.stringify(detail).length).toBeLessThan(3_000_000);
      if (JSON.stringify(detail).includes('Line 5 of the log')) expect(detail.cuts).toEqual([expect.objectContaining({ shown: 100_000, whole: expect.toSatisfy((whole: number) => whole > 49_000_000) as number })]);
    }
    const many = await workspace.engine.openTrajectory({ trace: traceIdOf('many') }, call);
    expect(many.steps).toHaveLength(manySpans);
    console.info(`20,000 spans: the page gets ${Math.round(JSON.stringify(many).length / 1e6)} MB at first`);
    expect(JSON.stringify(many).length).toBeLessThan(12_000_000);
  } finally {
    workspace.restart();
  }
}, 60_000);
