import { mkdirSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../src/core/model/result.ts';
import { exitCodeOfRun } from '../../src/cli/runSummary.ts';
import { exitCodeOf, worstOf } from '../../src/cli/exitCodes.ts';
import { readCount, readDuration, readTime } from '../../src/cli/optionValues.ts';
import { createOutput, wantsColor } from '../../src/cli/output.ts';
import { printSections } from '../../src/cli/sections.ts';
import { expandCases, expandPaths, suggestFile } from '../../src/cli/paths.ts';
import { positionAt } from '../../src/core/support/positions.ts';
import { findReviewer } from '../../src/cli/reviewer.ts';
import { createWorkspace } from '../../src/engine/workspace.ts';
import { findWorkspaceFolder } from '../../src/cli/workspaceFolder.ts';
import { TemporaryFolder } from './casebook.ts';

describe('exit codes', () => {
  test('the lowest other than 0 wins, except that 4 always does', () => {
    expect(worstOf([])).toBe(0);
    expect(worstOf([0, 2, 1, 0])).toBe(1);
    expect(worstOf([3, 2])).toBe(2);
    expect(worstOf([1, 4])).toBe(4);
  });

  test('what is not there is a matter of usage; trouble with files is not', () => {
    expect(exitCodeOf('no-such-trace')).toBe(3);
    expect(exitCodeOf('ambiguous-trace')).toBe(3);
    expect(exitCodeOf('read-only')).toBe(2);
  });

  const results = (...outcomes: (readonly [Outcome, boolean])[]) => ({ results: outcomes.map(([outcome, decides]) => ({ runId: '', caseId: '', file: '', target: '', at: '', trials: [], outcome, decides })) });

  test('only what decides changes that of a run', () => {
    expect(exitCodeOfRun(results(['pass', true], ['fail', false], ['error', false]), false)).toBe(0);
    expect(exitCodeOfRun(results(['error', true], ['fail', true]), false)).toBe(1);
    expect(exitCodeOfRun(results(['error', true], ['fail', false]), false)).toBe(2);
    expect(exitCodeOfRun(results(['n/a', true]), false)).toBe(0);
    expect(exitCodeOfRun(results(['n/a', true]), true)).toBe(2);
  });
});

describe('option values', () => {
  test('a count', () => {
    expect(readCount('12')).toBe(12);
    for (const text of ['0', '-1', '1.5', 'ten', '', '9999999999999999999']) expect(() => readCount(text)).toThrow(/whole number/);
  });

  test('a length of time', () => {
    expect(['1500', '1500ms', '1.5s', '2min', '1h'].map(readDuration)).toEqual([1500, 1500, 1500, 120_000, 3_600_000]);
    for (const text of ['', 's', '2 days', '-1s']) expect(() => readDuration(text)).toThrow(/length of time/);
  });

  test('a point in time', () => {
    const now = new Date('2026-02-03T12:00:00Z');
    expect(readTime('7d', false, now)).toBe('2026-01-27T12:00:00.000Z');
    expect(readTime('2026-02-03T09:12:00Z', false, now)).toBe('2026-02-03T09:12:00.000Z');
    expect(Date.parse(readTime('2026-02-03', true, now)) - Date.parse(readTime('2026-02-03', false, now))).toBe(86_400_000 - 1);
    for (const text of ['lately', '3', '2026-13-45', '']) expect(() => readTime(text, false, now)).toThrow(/date/);
  });
});

describe('paths', () => {
  test('files, folders and patterns become full paths, each once', async () => {
    await using folder = new TemporaryFolder();
    mkdirSync(folder.file('sub'));
    for (const name of ['a.jsonl', 'b.jsonl', 'odd[1].json', 'sub/c.jsonl']) writeFileSync(folder.file(name), '');
    expect(expandPaths(['*.jsonl', 'a.jsonl', 'sub', 'odd[1].json'], folder.path)).toEqual(['a.jsonl', 'b.jsonl', 'sub', 'odd[1].json'].map((name) => folder.file(name)));
    expect(expandPaths(['**/*.jsonl'], folder.path)).toEqual(['a.jsonl', 'b.jsonl', 'sub/c.jsonl'].map((name) => folder.file(name)));
    expect(() => expandPaths(['*.csv'], folder.path)).toThrow('No file matches *.csv.');
    expect(() => expandPaths(['a.jsonk'], folder.path)).toThrow('There is no file or folder a.jsonk.');
    expect(suggestFile(folder.file('a.jsonk'))).toBe(`Did you mean ${folder.file('a.jsonl')}?`);
  });

  test('what looks like no path is a case id', async () => {
    await using folder = new TemporaryFolder();
    expect(expandCases(['order-status'], folder.path)).toEqual(['order-status']);
    expect(() => expandCases(['cases/order.case.yaml'], folder.path)).toThrow(/There is no file/);
  });

  test('positions count lines and columns from 1', () => {
    expect(positionAt('a\r\nbc', 4)).toEqual({ line: 2, column: 2 });
    expect(positionAt('', 0)).toEqual({ line: 1, column: 1 });
  });
});

describe('the workspace folder', () => {
  test('is the nearest parent with a casebook/ of ours', async () => {
    await using folder = new TemporaryFolder();
    mkdirSync(folder.file('casebook', 'cases'), { recursive: true });
    mkdirSync(folder.file('agent', 'src'), { recursive: true });
    // A checkout of Casebook is called that too, and is no workspace's.
    mkdirSync(folder.file('agent', 'casebook'));
    expect(findWorkspaceFolder(folder.file('agent', 'src'), undefined)).toBe(folder.path);
    expect(findWorkspaceFolder(folder.path, 'agent')).toBe(folder.file('agent'));
    expect(() => findWorkspaceFolder(folder.path, 'agnet')).toThrow(/There is no folder/);
  });

  test('else it is the current one', async () => {
    await using folder = new TemporaryFolder();
    expect(findWorkspaceFolder(folder.path, undefined)).toBe(folder.path);
  });
});

describe('the reviewer', () => {
  test('is who was named, else the one git knows', async () => {
    await using folder = new TemporaryFolder();
    const workspace = createWorkspace(folder.path, folder.path);
    expect(await findReviewer('Ana', workspace, {})).toEqual({ name: 'ana', from: '--by' });
    await expect(findReviewer('///', workspace, {})).rejects.toThrow(/no name for a journal/);
    await expect(findReviewer('ä'.repeat(300), workspace, {})).rejects.toThrow(`"${'ä'.repeat(60)}…" is no name for a journal: it has 300 letters, and a name at most 60.`);
    expect((await findReviewer('ä'.repeat(60), workspace, {})).name).toBe('ä'.repeat(60));
    const { execFileSync } = await import('node:child_process');
    execFileSync('git', ['init', '--quiet'], { cwd: folder.path });
    execFileSync('git', ['config', 'user.email', 'jonas@example.com'], { cwd: folder.path });
    expect(await findReviewer(undefined, workspace, process.env)).toEqual({ name: 'jonas', from: 'git\'s user.email' });
    mkdirSync(folder.file('casebook'));
    writeFileSync(folder.file('casebook', 'config.yaml'), 'reviewers: [{name: Jon, was: [jonas]}]\n');
    expect(await findReviewer(undefined, workspace, process.env)).toEqual({ name: 'jon', from: 'git\'s user.email (jonas, who is jon in casebook/config.yaml)' });
    expect(await findReviewer('jonas', workspace, {})).toEqual({ name: 'jon', from: '--by' });
  });
});

describe('output', () => {
  const stream = (isTTY: boolean) => {
    const written: string[] = [];
    return { isTTY, columns: 40, written, write: (text: string) => written.push(text) };
  };

  test('text and JSON are never mixed', () => {
    for (const json of [true, false]) {
      const [stdout, stderr] = [stream(false), stream(false)];
      const out = createOutput(stdout, stderr, {}, { json, quiet: false, color: true });
      out.line('one trace');
      out.result({ traces: 1 });
      out.note('by the way');
      expect(stdout.written).toEqual([json ? '{"traces":1}\n' : 'one trace\n']);
      expect(stderr.written).toEqual(['by the way\n']);
    }
  });

  const hostile = 'a\u001b[31mb\u202ec\u009b2J';
  const harmless = 'a\\u001b[31mb\\u202ec\\u009b2J';

  test('nothing that a terminal would obey gets out, whoever wrote it', () => {
    const [stdout, stderr] = [stream(true), stream(true)];
    const out = createOutput(stdout, stderr, { TERM: 'xterm' }, { json: false, quiet: false, color: false });
    out.line(hostile);
    out.raw(`${hostile}\n`);
    out.note(hostile);
    out.warn(`${hostile}!`);
    out.status.show(hostile);
    expect(stdout.written).toEqual([`${harmless}\n`, `${harmless}\n`]);
    expect(stderr.written).toEqual([`${harmless}\n`, `${harmless}!\n`, `\r\u001b[2K${harmless}`]);
    const asJson = stream(true);
    createOutput(asJson, stderr, {}, { json: true, quiet: false, color: false }).result({ name: hostile });
    expect(asJson.written).toEqual([`{"name":"${harmless}"}\n`]);
    expect(JSON.parse(asJson.written[0]!)).toEqual({ name: hostile });
  });

  test('colour of ours stays; a table in a file or a pipe is as it was written', () => {
    const [terminal, pipe] = [stream(true), stream(false)];
    const out = createOutput(terminal, stream(true), { TERM: 'xterm' }, { json: false, quiet: false, color: true });
    out.line(out.paint.red(`late \u001b]0;title\u0007`));
    expect(terminal.written).toEqual(['\u001b[31mlate \\u001b]0;title\\u0007\u001b[39m\n']);
    createOutput(pipe, stream(true), {}, { json: false, quiet: false, color: true }).raw(hostile);
    expect(pipe.written).toEqual([hostile]);
  });

  test('a sentence ends where nobody would read on, and a heading of a table is as short as its cells', () => {
    const [stdout, stderr] = [stream(true), stream(true)];
    const out = createOutput(stdout, stderr, {}, { json: false, quiet: false, color: false });
    out.warn('word '.repeat(2000));
    expect(stderr.written[0]).toMatch(/^(word )+…\n$/u);
    expect(stderr.written[0]!.length).toBeLessThan(4100);
    printSections([{ title: 'Reviewers', lines: [], table: { columns: ['class', 'x'.repeat(5000)], rows: [['loops', '1']] } }], out);
    for (const line of stdout.written) expect(line.length).toBeLessThan(100);
  });

  test('quiet leaves out what is no result, and never what is wrong', () => {
    const stderr = stream(true);
    const out = createOutput(stream(false), stderr, {}, { json: false, quiet: true, color: true });
    out.note('by the way');
    out.status.show('Reading');
    out.warn('broken');
    expect(stderr.written).toEqual(['broken\n']);
  });

  test('progress is for terminals, on one line, and gone before anything else', () => {
    const piped = stream(false);
    createOutput(piped, piped, {}, { json: false, quiet: false, color: true }).status.show('Reading');
    expect(piped.written).toEqual([]);
    const terminal = stream(true);
    const out = createOutput(terminal, terminal, {}, { json: false, quiet: false, color: true });
    out.status.show('Reading a file whose name is longer than the terminal is wide');
    expect(terminal.written[0]?.length).toBeLessThanOrEqual(39 + '\r\u001b[2K'.length);
    out.line('done');
    expect(terminal.written.slice(1)).toEqual(['\r\u001b[2K', 'done\n']);
  });

  test('colour is for terminals, and NO_COLOR turns it off', () => {
    expect(wantsColor(stream(true), {}, true)).toBe(true);
    expect(wantsColor(stream(false), {}, true)).toBe(false);
    expect(wantsColor(stream(true), { NO_COLOR: '1' }, true)).toBe(false);
    expect(wantsColor(stream(true), { NO_COLOR: '' }, true)).toBe(true);
    expect(wantsColor(stream(true), {}, false)).toBe(false);
    expect(wantsColor(stream(true), { TERM: 'dumb' }, true)).toBe(false);
  });
});
