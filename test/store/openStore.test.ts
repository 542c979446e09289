import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CaseResult, TrialResult } from '../../src/core/model/result.ts';
import { emptySpan } from '../../src/core/model/span.ts';
import { emptyHeader } from '../../src/core/model/trace.ts';
import type { Trace } from '../../src/core/model/trace.ts';
import { defaultFacts } from '../../src/core/model/config.ts';
import { assemble } from '../../src/core/trajectory/assemble.ts';
import { packSteps } from '../../src/core/trajectory/packedSteps.ts';
import { summarize } from '../../src/core/trajectory/summarize.ts';
import { emptyHeaderParts, joinHeader } from '../../src/store/merge.ts';
import type { Store } from '../../src/store/openStore.ts';
import { openStore } from '../../src/store/openStore.ts';
import { requireNodeApi } from '../../src/store/runtime.ts';
import { encodeTrace } from '../../src/store/encodedTrace.ts';
import type { TraceToWrite } from '../../src/store/encodedTrace.ts';

let folder: string;
const open: Store[] = [];
const logged: string[] = [];
const log = { info: (text: string) => void logged.push(text), warn: (text: string) => void logged.push(text), error: (text: string) => void logged.push(text) };

function store(options: Partial<Parameters<typeof openStore>[0]> = {}): Store {
  const each = openStore({ folder, log, busyTimeoutMs: 50, ...options });
  open.push(each);
  return each;
}

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'casebook-store-')), '.casebook');
  logged.length = 0;
});
afterEach(() => {
  for (const each of open.splice(0)) each.close();
  rmSync(join(folder, '..'), { recursive: true, force: true });
});

/** A trace of one span, as an import writes it. */
function small(name: string, reading: number): TraceToWrite {
  const header = { ...emptyHeader, name, tags: ['kept'] };
  const span = { ...emptySpan('s1', 0, name), startUs: 1_000_000, endUs: 2_000_000, input: [{ role: 'user' as const, parts: [{ type: 'text' as const, text: `words of ${name}` }] }], place: { file: 'a.jsonl', line: 1, offset: 0, length: 9 } };
  const trace: Trace = { id: `tr_${name}`, nativeId: name, format: 'test', file: 'a.jsonl', sha256: 'aa', header, spans: [span] };
  return {
    trace, header: joinHeader(emptyHeaderParts, header, true), spans: [{ span, position: 0, wraps: false }], steps: [], notes: [],
    records: [{ file: 'a.jsonl', line: 1, offset: 0, length: 9, sha256: 'aa'.repeat(32), reading }], summary: summarize(trace, { factsConfig: defaultFacts, importedAt: '2026-11-20T10:00:00.000Z', warnings: 0 }),
  };
}
function encoded(into: Store, name: string, reading: number) {
  return encodeTrace(small(name, reading), into.readSummary(`tr_${name}`)?.sha256 ?? null);
}
function put(into: Store, ...names: string[]): void {
  const reading = into.beginReading('a.jsonl', 'settings');
  for (const name of names) expect(into.writeTraces([encoded(into, name, reading)])).toEqual([]);
  into.finishReading(reading, { size: 1, mtimeMs: 2, report: '{}' });
}

test('a batch that was not ended when its thread is closed leaves nothing behind', async () => {
  const it = store({ writeThread: new URL('../../src/store/writeThread.ts', import.meta.url) });
  const reading = it.beginReading('a.jsonl', 'settings');
  const thread = it.startWriteThread()!;
  thread.send([encoded(it, 'one', reading)]);
  await thread.close();
  expect(it.list({}).total).toBe(0);
  put(it, 'two');
  expect(it.list({ text: 'words' }).total).toBe(1);
});

test('nothing is made on disk by reading', () => {
  expect(store().list({})).toEqual({ traces: [], numbers: [], total: 0, failing: 0, unlabelled: 0 });
  expect(store().lastResults()).toEqual([]);
  expect(existsSync(folder)).toBe(false);
});

test('a trace comes back as it went in, after any number of rewrites', () => {
  put(store(), 'one', 'two', 'one');
  put(store(), 'one');
  expect(store().readTrace('tr_one')).toEqual(small('one', 1).trace);
  expect(store().list({ text: 'words' }).total).toBe(2);
  expect(store().list({ tag: 'kept' }).total).toBe(2);
  expect(readFileSync(join(folder, '.gitignore'), 'utf8')).toBe('*\n');
});

test('a batch that fails leaves nothing behind', () => {
  const it = store();
  put(it, 'one');
  expect(() => it.writeTraces([encoded(it, 'two', 1), { ...encoded(it, 'three', 1), columns: [] }])).toThrow(/parameter/);
  expect(it.list({}).total).toBe(1);
  put(it, 'two');
  expect(it.list({ text: 'words' }).total).toBe(2);
});

test('rows of the first version are read as they always were', () => {
  const it = store();
  const whole = small('one', 1);
  const span = { ...whole.trace.spans[0]!, attributes: { a: 1, '__proto__x': [2] }, usage: { input: 1, cachedRead: null, cacheWrite: null, output: 2, reasoning: null, level: 'leaf' as const, raw: { tokens: 3 } }, tool: { name: 'look', callId: null, description: null, status: 'ok' as const, arguments: { q: 'x' } }, documents: [{ id: 'd1', content: 'text', score: null, version: null, updatedAt: null, source: null, metadata: {} }] };
  const trace = { ...whole.trace, spans: [span] };
  const reading = it.beginReading('a.jsonl', 'settings');
  it.writeTraces([encodeTrace({ ...whole, trace, spans: [{ span, position: 0, wraps: false }], records: [{ ...whole.records[0]!, reading }] }, null)]);
  expect(it.readTrace('tr_one')).toEqual(trace);
  const [summary] = it.list({}).traces;
  expect(summary).toEqual(whole.summary);
  for (const each of open.splice(0)) each.close();
  const db = new Database(join(folder, 'casebook.db'));
  const { usage, tool, attributes, documents, input } = span;
  db.prepare('UPDATE span SET body = ?').run(JSON.stringify({ usage, tool, in: [0], documents, attributes }));
  db.prepare('UPDATE content SET body = ?').run(JSON.stringify(input[0]));
  db.prepare('UPDATE trace_body SET header = ?, summary = ?').run(JSON.stringify({ root: { name: 'one', tags: ['kept'] }, nested: {} }), JSON.stringify(summary));
  db.close();
  const later = store();
  expect(later.readTrace('tr_one')).toEqual(trace);
  expect(later.list({}).traces).toEqual([summary]);
});

test('an old index migrates with its rows', () => {
  put(store(), 'one');
  for (const each of open.splice(0)) each.close();
  const db = new Database(join(folder, 'casebook.db'));
  db.exec(`DROP TABLE case_result; DELETE FROM migration WHERE name = '002-results'`);
  db.close();
  const now = store();
  expect(now.readTrace('tr_one')).toEqual(small('one', 1).trace);
  now.saveResults([result('case-1', '2026-11-20T10:00:00Z', 'pass')]);
  expect(now.lastResults()).toMatchObject([{ caseId: 'case-1', outcome: 'pass' }]);
});

test('an index of a newer Casebook is read and not written', () => {
  put(store(), 'one');
  for (const each of open.splice(0)) each.close();
  const db = new Database(join(folder, 'casebook.db'));
  db.exec(`INSERT INTO migration VALUES ('999-later', '2030-01-01')`);
  db.close();
  const now = store();
  expect(now.list({ text: 'words' }).total).toBe(1);
  expect(() => put(now, 'two')).toThrow(expect.objectContaining({ code: 'index-newer', message: expect.stringMatching(/was written by a newer Casebook \(it has 999-later\), so it is open for reading only\.$/) }));
  expect(logged).toHaveLength(1);
});

test('a damaged index is said to be one and left where it is', () => {
  mkdirSync(folder);
  writeFileSync(join(folder, 'casebook.db'), 'this is no database'.repeat(500));
  expect(() => store().list({})).toThrow(expect.objectContaining({ code: 'index-damaged', message: `The index ${join(folder, 'casebook.db')} is damaged and cannot be read.` }));
  expect(readFileSync(join(folder, 'casebook.db'), 'utf8')).toContain('this is no database');
});

test('damaged full text is moved aside and made again', () => {
  put(store(), 'one');
  for (const each of open.splice(0)) each.close();
  for (const end of ['-wal', '-shm']) rmSync(join(folder, `search.db${end}`), { force: true });
  writeFileSync(join(folder, 'search.db'), 'this is no database'.repeat(500));
  expect(store().list({ text: 'words' }).total).toBe(1);
  expect(readdirSync(folder).some((name) => name.startsWith('search.db.damaged-'))).toBe(true);
  expect(logged[0]).toMatch(/^The search file was damaged and is being made again; the old one is kept as /);
});

test('full text whose damage shows only in a search is made again too', () => {
  const it = store();
  put(it, 'one');
  const db = new Database(join(folder, 'search.db'));
  db.unsafeMode();
  db.exec(`UPDATE message_text_data SET block = x'00ff00ff00ff'`);
  db.close();
  expect(it.list({ text: 'words' }).total).toBe(1);
  expect(it.list({ text: 'words' }).total).toBe(1);
  expect(logged).toEqual([expect.stringMatching(/^The search file was damaged/), 'Full text was made again for 1 trace.']);
});

test('while another process writes, a batch is refused and the other can be named', () => {
  const it = store();
  put(it, 'one');
  const other = new Database(join(folder, 'casebook.db'));
  other.exec(`INSERT INTO writer VALUES (1, 'elsewhere', '2026-11-20T10:42:07.000Z', 'import'); BEGIN IMMEDIATE`);
  expect(() => it.removeTraces([])).toThrow(expect.objectContaining({ code: 'SQLITE_BUSY' }));
  expect(it.otherWriters()).toBe('process 1 on elsewhere (import, since 10:42:07 UTC)');
  expect(it.list({}).total).toBe(1);
  other.exec('ROLLBACK');
  other.close();
  expect(it.removeTraces(['tr_one'])).toBe(1);
});

test('a writer of this machine that is gone is not named, and forgotten by the next one', () => {
  const it = store();
  put(it, 'one');
  const db = new Database(join(folder, 'casebook.db'));
  db.prepare('INSERT INTO writer VALUES (2147483600, ?, ?, ?)').run(hostname(), '2026-11-20T10:43:00.000Z', 'import');
  it.beginWriting('import');
  expect(it.otherWriters()).toBeUndefined();
  expect(db.prepare('SELECT pid FROM writer').pluck().all()).toEqual([process.pid]);
  it.endWriting();
  expect(db.prepare('SELECT pid FROM writer').pluck().all()).toEqual([]);
  db.close();
});

test('what a thread writes is the same, also when a trace is written again', async () => {
  const it = store({ writeThread: new URL('../../src/store/writeThread.ts', import.meta.url) });
  put(it, 'zero');
  const reading = it.beginReading('a.jsonl', 'settings');
  const thread = it.startWriteThread()!;
  thread.send([encoded(it, 'one', reading)]);
  thread.send([encoded(it, 'two', reading)]);
  thread.endBatch();
  expect(await thread.settle(0)).toEqual([]);
  thread.send([encoded(it, 'one', reading), encoded(it, 'zero', reading)]);
  // What it was to replace is another one by now.
  thread.send([{ ...encoded(it, 'two', reading), replaces: 'bb' }, { ...encoded(it, 'never', reading), replaces: 'bb' }]);
  thread.endBatch();
  expect(await thread.settle(0)).toEqual(['tr_two', 'tr_never']);
  await thread.close();
  expect(it.readTrace('tr_one')).toEqual(small('one', 1).trace);
  for (const [text, total] of [['words', 3], ['one', 1], ['zero', 1], ['never', 0]] as const) expect(it.list({ text }).total).toBe(total);
  put(it, 'three');
  expect(it.list({ text: 'three' }).total).toBe(1);
});

test('what breaks in the thread is thrown where one waits for it', async () => {
  const it = store({ writeThread: new URL('../../src/store/writeThread.ts', import.meta.url) });
  const thread = it.startWriteThread()!;
  const reading = it.beginReading('a.jsonl', 'settings');
  thread.send([encoded(it, 'one', reading)]);
  thread.send([{ ...encoded(it, 'two', reading), columns: [] }]);
  thread.send([encoded(it, 'three', reading)]);
  thread.endBatch();
  await expect(thread.settle(0)).rejects.toThrow(/parameter/);
  await thread.close();
  // Of a batch that breaks nothing stays, neither rows nor full text.
  expect(it.list({}).total).toBe(0);
  expect(it.list({ text: 'words' }).total).toBe(0);
  const none = store({ writeThread: new URL('no-such-file.mjs', import.meta.url) }).startWriteThread()!;
  none.send([encoded(it, 'one', 1)]);
  none.endBatch();
  await expect(none.settle(0)).rejects.toThrow(/no-such-file/);
  await none.close();
});

test('a file that another process is just making is waited for', async () => {
  mkdirSync(folder);
  const holder = new Worker(`
    const { parentPort, workerData } = require('node:worker_threads');
    const db = new (require(workerData.sqlite))(workerData.file);
    db.exec('BEGIN EXCLUSIVE; CREATE TABLE held (a)');
    parentPort.postMessage('held');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400);
    db.exec('ROLLBACK');
    db.close();`, { eval: true, workerData: { file: join(folder, 'search.db'), sqlite: createRequire(import.meta.url).resolve('better-sqlite3') } });
  await once(holder, 'message');
  expect(store().list({}).total).toBe(0);
  store().beginReading('a.jsonl', 'settings');
  await holder.terminate();
});

test('the last result of each case is kept', () => {
  const it = store();
  it.saveResults([result('b', '2026-11-20T10:00:00Z', 'fail'), result('a', '2026-11-20T10:00:00Z', 'pass')]);
  it.saveResults([result('b', '2026-11-20T11:00:00Z', 'pass')]);
  expect(it.lastResults()).toEqual([
    { caseId: 'a', runId: 'run-2026-11-20T10:00:00Z', outcome: 'pass', at: '2026-11-20T10:00:00Z', target: 'replay', passed: 1, trials: 1, sentence: '' },
    { caseId: 'b', runId: 'run-2026-11-20T11:00:00Z', outcome: 'pass', at: '2026-11-20T11:00:00Z', target: 'replay', passed: 1, trials: 1, sentence: '' },
  ]);
  it.saveResults([result('a', '2026-11-20T12:00:00Z', 'fail')]);
  expect(it.lastResults()[0]).toMatchObject({ outcome: 'fail', passed: 0, sentence: 'getOrder was not called' });
});

function result(caseId: string, at: string, outcome: 'pass' | 'fail'): CaseResult {
  const check = { id: 'expectedTool', metric: null, path: ['expectedTool'], gating: true, outcome, score: 1, expected: 'getOrder', actual: null, reason: 'getOrder was not called', spanId: null, step: null };
  const trial: TrialResult = { caseId, variantId: null, trial: 1, target: 'replay', outcome, reason: null, checks: [check], metrics: {}, startedAt: at, durationMs: 1, latencyMs: null, costUsd: null, observed: null, casebook: '0' };
  return { runId: `run-${at}`, caseId, file: 'a.case.yaml', decides: true, target: 'replay', outcome, at, trials: [trial] };
}

test('a runtime that would crash is refused with what to install', () => {
  expect(() => requireNodeApi({ napi: '9', node: '20.20.2' })).toThrow(expect.objectContaining({ code: 'old-runtime', message: expect.stringContaining('this is Node 20.20.2') }));
  expect(() => requireNodeApi({ node: '12.0.0' })).toThrow(expect.objectContaining({ code: 'old-runtime' }));
  requireNodeApi({ napi: '10', node: '24.21.0' });
});

test('stored steps are handed on as they are, unless they were numbered by an older rule', () => {
  const it = store();
  const reading = it.beginReading('a.jsonl', 'settings');
  const packed = packSteps([{ ...assemble(small('a', reading).trace.spans).steps[0]!, name: 'stored' }]);
  const encodedWith = (name: string, steps: string) => {
    const trace = encoded(it, name, reading);
    return { ...trace, body: [trace.body[0], trace.body[1], steps, '[]'] as typeof trace.body };
  };
  it.writeTraces([encodedWith('a', packed), encodedWith('b', packed.replace(/"numbering":[0-9]+,/, ''))]);
  it.finishReading(reading, { size: 1, mtimeMs: 2, report: '{}' });
  expect(['a', 'b'].map((name) => it.readSkeleton(`tr_${name}`)?.steps.map((step) => step.name))).toEqual([['stored'], ['b']]);
});
