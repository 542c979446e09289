import { appendFileSync, chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ImportReport } from '../../src/protocol/importApi.ts';
import { exampleWorkspace, jsonLines, steady, TemporaryFolder } from './casebook.ts';
import type { Ended } from './casebook.ts';
import { asOrdinaryUser } from './ordinaryUser.ts';

const good = 'traces/support-2026-11.otlp.jsonl';

test('files that cannot be read are named with the reason, and the others are imported', async () => {
  await using workspace = exampleWorkspace();
  writeFileSync(workspace.file('traces', 'empty.jsonl'), '');
  writeFileSync(workspace.file('traces', 'photo.json'), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
  writeFileSync(workspace.file('traces', 'weather.json'), '{"city": "Oslo", "degrees": -3}');
  const { code, stdout, stderr } = await workspace.run(['import', good, 'traces/empty.jsonl', 'traces/photo.json', 'traces/weather.json']);
  expect(code).toBe(2);
  expect(steady(stderr, workspace)).toMatchInlineSnapshot(`
    "traces/empty.jsonl is empty. Check that the export finished, then import it again.
    traces/photo.json is not a trace export that Casebook reads: it is not text. \`casebook formats\` lists what it reads.
    traces/weather.json is not a trace export that Casebook reads: its first record has the keys city, degrees. \`casebook formats\` lists what it reads.
    "
  `);
  expect(stdout).toMatch(/^24 traces, 6 failing \(24 new\), in 1 file; 3 files not read\n\n/);
  expect(jsonLines((await workspace.run(['list', '--json'])).stdout)).toHaveLength(24);
});

test('a half-written last line is a warning with its line; no other record is dropped', async () => {
  await using workspace = exampleWorkspace();
  appendFileSync(workspace.file(good), '{"resourceSpans":[{"resource":{"attr');
  const { code, stdout } = await workspace.run(['import', good]);
  expect(code).toBe(0);
  expect(steady(stdout, workspace)).toMatchInlineSnapshot(`
    "traces/support-2026-11.otlp.jsonl: 24 traces, 86 spans, 24 new
      read as OpenTelemetry spans (OTLP/JSON): resourceSpans on line 1
      Not recorded: the context in 21 of 24 traces, the user's verdict in 4 of 24 traces
      traces/support-2026-11.otlp.jsonl:25: Line 25 is still being written, or was cut off: the file ends before it is complete. It was left out, and the rest was kept. Import the file again when it has grown; only what came since is read then.
    24 traces, 6 failing
    "
  `);
  const report = JSON.parse((await workspace.run(['import', good, '--json'])).stdout) as ImportReport;
  expect(report).toMatchObject({ traces: 24, files: [{ warnings: [{ line: 25 }], unchanged: 24 }] });
  expect((await workspace.run(['import', good, '--strict'])).code).toBe(2);
});

test('a broken line in the middle is a warning; those around it are read', async () => {
  await using workspace = exampleWorkspace();
  const lines = workspace.read(good).split('\n');
  writeFileSync(workspace.file(good), [...lines.slice(0, 3), '{"resourceSpans": oops', ...lines.slice(3)].join('\n'));
  const report = JSON.parse((await workspace.run(['import', good, '--json'])).stdout) as ImportReport;
  expect(report).toMatchObject({ traces: 24, files: [{ warnings: [{ line: 4 }] }] });
});

test('a missing parent and a circle are mended, and show says so', async () => {
  await using folder = new TemporaryFolder();
  const span = (spanId: string, parentSpanId: string | undefined, name: string) => ({ traceId: 'ab'.repeat(16), spanId, ...(parentSpanId ? { parentSpanId } : {}), name, attributes: [{ key: 'gen_ai.operation.name', value: { stringValue: 'chat' } }] });
  const spans = [span('00000000000000a1', undefined, 'run'), span('00000000000000a2', 'ffffffffffffffff', 'lost'), span('00000000000000a3', '00000000000000a4', 'hen'), span('00000000000000a4', '00000000000000a3', 'egg')];
  writeFileSync(folder.file('odd.json'), JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }));
  expect((await folder.run(['import', 'odd.json'])).code).toBe(0);
  const { code, stdout } = await folder.run(['show', 'abab']);
  expect(code).toBe(0);
  expect(stdout).toContain('4 steps');
  expect(stdout).toContain('The parent of lost is not in the export; the step stands at the top.');
  expect(stdout).toContain('2 steps name each other as parent');
});

test('a path that is not there ends with 3 and a suggestion, before anything is read', async () => {
  await using workspace = exampleWorkspace();
  const { code, stdout, stderr } = await workspace.run(['import', good, 'traces/support-2026-11.otpl.jsonl']);
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  expect(steady(stderr, workspace)).toBe('There is no file or folder traces/support-2026-11.otpl.jsonl.\nDid you mean <folder>/traces/support-2026-11.otlp.jsonl?\n');
  expect((await workspace.run(['import', 'traces/*.csv'])).stderr).toMatch(/^No file matches traces\/\*\.csv\.\n/);
  expect((await workspace.run(['list', '--workspace', 'nowhere'])).code).toBe(3);
});

test('an unknown format ends with 3 and names those there are', async () => {
  await using workspace = exampleWorkspace();
  const { code, stderr } = await workspace.run(['import', good, '--format', 'otpl']);
  expect(code).toBe(3);
  expect(stderr).toContain('Did you mean otlp?');
});

test('an unknown trace and an ambiguous beginning end with 3; the candidates are listed', async () => {
  await using workspace = exampleWorkspace();
  await workspace.run(['import', good]);
  const unknown = await workspace.run(['show', 'nosuch']);
  expect(unknown).toMatchObject({ code: 3, stdout: '' });
  expect(unknown.stderr).toContain('nosuch');
  const ambiguous = await workspace.run(['show', 'tr_']);
  expect(ambiguous).toMatchObject({ code: 3, stdout: '' });
  expect(ambiguous.stderr.match(/tr_[0-9a-f]{12}/g)?.length).toBeGreaterThan(1);
});

test('a trace, or one step of it, is written as Markdown', async () => {
  await using workspace = exampleWorkspace();
  await workspace.run(['import', good]);
  const [trace] = jsonLines<{ readonly id: string }>((await workspace.run(['list', '--json', '--limit', '1'])).stdout);
  const id = trace?.id ?? '';
  const whole = await workspace.run(['show', id, '--markdown']);
  expect(whole).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/^# [^\n]+\n\n- \*\*Outcome:\*\* [^]+\n## Six questions\n[^]+\n### 1\. /u) as string });
  const step = await workspace.run(['show', id, '--markdown', '--step', '1']);
  expect(step.stdout).toMatch(/^From [^\n]+\n\n### 1\. /u);
  expect(whole.stdout).toContain(step.stdout.slice(step.stdout.indexOf('### 1.')).trimEnd());
});

test('an unknown step, class and case each end with 3 and a suggestion', async () => {
  await using workspace = exampleWorkspace();
  await workspace.run(['import', good]);
  const [trace] = jsonLines<{ readonly id: string }>((await workspace.run(['list', '--json', '--limit', '1'])).stdout);
  const id = trace?.id ?? '';
  expect(await workspace.run(['show', id, '--step', '99'])).toMatchObject({ code: 3, stderr: expect.stringMatching(/has no step 99\.\nIts steps are 1 to \d+/) as string });
  expect(await workspace.run(['label', id, '--by', 'ana', '--class', 'tool_selecton'])).toMatchObject({ code: 3, stderr: expect.stringContaining('Did you mean tool_selection?') as string });
  expect(await workspace.run(['label', id, '--by', 'ana', '--class', 'tool_selection', '--mode', 'hallucination'])).toMatchObject({ code: 3, stdout: '' });
  expect(await workspace.run(['label', id, '--by', 'ana'])).toMatchObject({ code: 3, stderr: expect.stringContaining('Say what to record.') as string });
  expect((await workspace.run(['prove', 'order-items-come-from-the-ordr'])).code).toBe(3);
  expect((await workspace.run(['run', 'order-items-come-from-the-order', '--target', 'fualty'])).code).toBe(3);
});

test('a file that may not be read is named, and the others are imported', async ({ skip }) => {
  await using workspace = exampleWorkspace();
  const user = asOrdinaryUser(workspace);
  if (user === undefined) return skip('nobody here is held by permissions');
  writeFileSync(workspace.file('traces', 'secret.jsonl'), '{}');
  chmodSync(workspace.file('traces', 'secret.jsonl'), 0o000);
  const { code, stdout, stderr } = await workspace.run(['import', good, 'traces/secret.jsonl'], user);
  expect(code).toBe(2);
  expect(stderr).toContain('secret.jsonl');
  expect(stderr).toMatch(/may not read/);
  expect(stdout).toMatch(/^24 traces, 6 failing \(24 new\), in 1 file; 1 file not read\n\n/);
});

test('in a read-only workspace reading works, and writing says why it does not', async ({ skip }) => {
  await using workspace = exampleWorkspace();
  await using elsewhere = new TemporaryFolder();
  const user = asOrdinaryUser(elsewhere);
  if (user === undefined) return skip('nobody here is held by permissions');
  mkdirSync(elsewhere.file('state'));
  chmodSync(elsewhere.file('state'), 0o777);
  // Of somebody else, who may write here.
  await workspace.run(['import', good]);
  chmodSync(workspace.path, 0o555);
  chmodSync(workspace.file('casebook'), 0o555);
  const run = (...args: string[]): Promise<Ended> => workspace.run(args, { ...user, env: { XDG_STATE_HOME: elsewhere.file('state') } });
  try {
    chmodSync(workspace.file('.casebook'), 0o555);
    const unused = `.casebook may not be written by you, so it is not used: your index is kept in ${elsewhere.file('state')}`;
    const listed = await run('list');
    expect(listed.stderr.startsWith(unused)).toBe(true);
    expect(listed.stderr).toMatch(/, and holds nothing yet\. Import the exports again to fill it\.\nNo trace is here yet/u);
    expect((await run('import', good)).code).toBe(0);
    expect(await run('list')).toMatchObject({ code: 0, stderr: '' });
    const [trace] = jsonLines<{ readonly id: string }>((await run('list', '--json', '--limit', '1')).stdout);
    expect((await run('show', trace?.id ?? '')).code).toBe(0);
    const labelled = await run('label', trace?.id ?? '', '--by', 'ana', '--fail');
    expect({ code: labelled.code, stdout: labelled.stdout }).toEqual({ code: 2, stdout: '' });
    expect(labelled.stderr).toMatch(/ana\.jsonl cannot be written/);
    const made = await run('make', trace?.id ?? '', '--redact', 'all');
    expect(made.code).toBe(2);
    expect(made.stderr).toMatch(/cannot be written/);
  } finally {
    chmodSync(workspace.path, 0o755);
    chmodSync(workspace.file('casebook'), 0o755);
  }
});

test('a broken config.yaml names its line', async () => {
  await using workspace = exampleWorkspace();
  appendFileSync(workspace.file('casebook', 'config.yaml'), 'targets: [\n');
  const { code, stderr } = await workspace.run(['run']);
  expect(code).toBe(2);
  expect(stderr).toMatch(/config\.yaml:\d+/);
});

test('a payload that no page could show is printed whole', async () => {
  await using folder = new TemporaryFolder();
  const answer = 'so it goes '.repeat(250_000);
  writeFileSync(folder.file('long.jsonl'), JSON.stringify({ runId: 'long', userId: 'ana', query: 'Tell me', toolsConsidered: [], toolSelected: null, response: answer, userFeedback: null, latencyMs: 10 }));
  expect((await folder.run(['import', 'long.jsonl'])).code).toBe(0);
  const steps = await Promise.all(['1', '2'].map((n) => folder.run(['show', 'long', '--step', n])));
  expect(steps.some(({ stdout }) => stdout.includes(answer.trim()))).toBe(true);
});

test('output that a reader stops reading is no error', async () => {
  await using workspace = exampleWorkspace();
  await workspace.run(['import', good]);
  const { execFileSync } = await import('node:child_process');
  const { node24 } = await import('../../scripts/node24.mjs');
  const { builtCli } = await import('./casebook.ts');
  if (process.platform === 'win32') return;
  const ended = execFileSync('sh', ['-c', '"$0" "$1" list --json 2>&1 | head -n 1', node24().binary, builtCli], { cwd: workspace.path, encoding: 'utf8' });
  expect(jsonLines(ended)).toHaveLength(1);
  // Nor is one that reads neither results nor what is said beside them.
  const code = execFileSync('sh', ['-c', '{ { "$0" "$1" validate 2>&1; echo $? >&3; } | true; } 3>&1', node24().binary, builtCli], { cwd: workspace.path, encoding: 'utf8' });
  expect(code).toBe('0\n');
});

test('an import that is interrupted keeps what it read, and goes on when it is run again', async () => {
  if (process.platform === 'win32') return;
  await using workspace = exampleWorkspace();
  const lines = workspace.read(good).trimEnd().split('\n');
  const copies = 100;
  writeFileSync(workspace.file('big.jsonl'), Array.from({ length: copies }, (_, n) => lines.map((line) => line.replaceAll(/"traceId":"[0-9a-f]{8}/g, `"traceId":"${n.toString(16).padStart(8, '0')}`)).join('\n')).join('\n'));
  const { code, stdout, stderr } = await workspace.run(['import', 'big.jsonl', '--json'], { interrupt: { when: () => existsSync(workspace.file('.casebook', 'casebook.db')), signal: 'SIGINT' } });
  expect(code).toBe(130);
  expect(stderr).toBe('Cancelled. What was read so far is kept; importing again goes on.\n');
  const report = JSON.parse(stdout) as ImportReport;
  expect(report).toMatchObject({ cancelled: true });
  expect(report.traces).toBeLessThan(copies * lines.length);
  const total = async () => jsonLines((await workspace.run(['list', '--limit', '10000', '--json'])).stdout).length;
  expect(await total()).toBe(report.traces);
  expect((await workspace.run(['import', 'big.jsonl'])).code).toBe(0);
  expect(await total()).toBe(copies * lines.length);
});
