import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyEdits } from '../../src/core/cases/edit.ts';
import { parseCaseFile } from '../../src/core/cases/parse.ts';
import { Recording, recordingLimit } from '../../src/core/model/recording.ts';
import { silentLog } from '../../src/core/support/log.ts';
import { createEngine } from '../../src/engine/createEngine.ts';
import type { Engine } from '../../src/engine/createEngine.ts';
import type { CallContext } from '../../src/protocol/rpc.ts';

const call: CallContext<never> = { signal: new AbortController().signal, progress() {} };
const example = join(import.meta.dirname, '../../examples/support-agent');

let folder: string;
let engine: Engine;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'casebook-make-'));
  cpSync(join(example, 'casebook'), join(folder, 'casebook'), { recursive: true });
  engine = createEngine({ workspace: folder, fallbackStorage: join(folder, 'elsewhere'), log: silentLog, version: '1.2.3' });
});

afterEach(() => {
  engine.close();
  rmSync(folder, { recursive: true, force: true });
});

async function importChat(...rows: object[]): Promise<string[]> {
  const file = join(folder, 'chat.jsonl');
  writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  await engine.importFiles({ paths: [file] }, call);
  const { traces } = await engine.listTraces({ sort: 'oldest' }, call);
  return traces.map((trace) => trace.id);
}

const wrongLookUp = (query: string, answer = 'Order 12345 was delivered.') => ({
  id: 'run-1',
  messages: [
    { role: 'user', content: query },
    { role: 'assistant', content: null, tool_calls: [{ id: 'c1', type: 'function', function: { name: 'getOrder', arguments: '{"orderId":"12345"}' } }] },
    { role: 'tool', tool_call_id: 'c1', content: '{"status":"delivered"}' },
    { role: 'assistant', content: answer },
  ],
});

describe('making a case', () => {
  it('writes a valid case with its recording and a proof that can be repeated', async () => {
    const [trace] = await importChat(wrongLookUp('Where is order 12345?'));
    await engine.labelTrace({ trace: trace!, by: 'ana', change: { verdict: 'fail', class: { class: 'tool_selection' }, note: 'Never looked at the shipment', wrongWords: 'was delivered' } }, call);
    const made = await engine.makeCase({ trace: trace!, findingsSeen: false }, call);

    expect(made.proof).toMatchObject({ proven: true });
    expect(made.proof.failed).toContain('forbidden[0]');
    const parsed = parseCaseFile(readFileSync(made.file, 'utf8'));
    expect(parsed.problems).toEqual([]);
    expect(parsed.cases[0]!.value).toMatchObject({
      id: made.id, status: 'draft', failureWeObserved: { summary: 'Never looked at the shipment', class: 'tool_selection' },
      trajectory: { forbidden: ['getOrder'] }, answer: { reject: [{ $contains: 'was delivered' }] }, source: { traceId: trace, proof: { casebook: '1.2.3', failed: made.proof.failed } },
    });
    expect(Recording.parse(JSON.parse(readFileSync(made.recordingFile, 'utf8'))).trial.calls).toMatchObject([{ name: 'getOrder', args: { orderId: '12345' } }]);
    expect((await engine.findTrace({ trace: trace! }, call)).cases).toEqual([made.id]);
  });

  it('refuses to write personal data nobody decided on, then writes what was decided', async () => {
    const [trace] = await importChat(wrongLookUp('I am ana@example.com, where is order 12345?', 'Hello ana@example.com, it was delivered.'));
    const draft = await engine.draftCase({ trace: trace! }, call);
    expect(draft.findings).toMatchObject([{ id: 0, kind: 'personal', replacement: '[personal:email]' }]);
    expect(() => engine.makeCase({ trace: trace!, findingsSeen: false }, call)).toThrow('nobody has decided on it');
    expect(existsSync(draft.file)).toBe(false);
    expect(existsSync(draft.recordingFile)).toBe(false);

    const made = await engine.makeCase({ trace: trace!, findingsSeen: true }, call);
    expect(made.replaced).toBe(1);
    for (const file of [made.file, made.recordingFile]) expect(readFileSync(file, 'utf8')).not.toContain('ana@');
    expect(Recording.parse(JSON.parse(readFileSync(made.recordingFile, 'utf8'))).trial.redacted).toEqual(['output']);

    const kept = await engine.makeCase({ trace: trace!, findingsSeen: true, redact: [] }, call);
    expect(readFileSync(kept.file, 'utf8')).toContain('ana@example.com');
  });

  it('writes no path of this machine into a case', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'casebook-exports-'));
    const file = join(elsewhere, 'export.jsonl');
    writeFileSync(file, `${JSON.stringify(wrongLookUp('Where is order 12345?'))}\n`);
    await engine.importFiles({ paths: [file] }, call);
    const [trace] = (await engine.listTraces({}, call)).traces;
    const made = await engine.makeCase({ trace: trace!.id, findingsSeen: false }, call);
    for (const written of [made.file, made.recordingFile]) expect(readFileSync(written, 'utf8')).not.toContain(elsewhere);
    rmSync(elsewhere, { recursive: true });
  });

  it('invents no time of capture where the export has none', async () => {
    const [trace] = await importChat(wrongLookUp('Where is order 12345?'));
    const made = await engine.makeCase({ trace: trace!, findingsSeen: false }, call);
    expect(parseCaseFile(made.yaml).cases[0]!.value!.source).not.toHaveProperty('capturedAt');
  });

  it('gives a second case of the same trace a name of its own', async () => {
    const [trace] = await importChat(wrongLookUp('Where is order 12345?'));
    const first = await engine.makeCase({ trace: trace!, findingsSeen: false }, call);
    const second = await engine.makeCase({ trace: trace!, findingsSeen: false }, call);
    expect(second.id).toBe(`${first.id}-2`);
  });

  it('keeps a recording under its limit and says what it cut', async () => {
    const [trace] = await importChat({ ...wrongLookUp('Where is order 12345?'), messages: wrongLookUp('Where is order 12345?').messages.map((message) => (message.role === 'tool' ? { ...message, content: 'lorem ipsum '.repeat(100_000) } : message)) });
    const made = await engine.makeCase({ trace: trace!, findingsSeen: false }, call);
    const text = readFileSync(made.recordingFile, 'utf8');
    expect(text.length).toBeLessThanOrEqual(recordingLimit);
    expect(Recording.parse(JSON.parse(text)).cuts).toEqual([{ path: 'trial.calls[0].result', bytes: 1_200_000 }]);
  });

  it('makes no file where a trace has no query, and says what to do', async () => {
    const [trace] = await importChat({ id: 'mute', messages: [{ role: 'assistant', content: 'Hello' }] });
    expect(() => engine.makeCase({ trace: trace!, findingsSeen: true }, call)).toThrow('records no user message');
  });
});

describe('linking a case to a trace', () => {
  const written = 'id: by-hand\nquery: Where is order 12345?\nexpectedTool: getShipment\nfailureWeObserved: {summary: Never looked at the shipment, class: tool_selection}\n';

  it('gives a case written by hand a source and a recording, so that it can be proven', async () => {
    const [trace] = await importChat(wrongLookUp('Where is order 12345? Write to jo@example.com', 'Order 12345 was delivered.'));
    const file = join(folder, 'casebook', 'cases', 'by-hand.case.yaml');
    writeFileSync(file, written);
    const { edits, nativeId, recorded, replaced, recordingFile } = await engine.linkTrace({ text: written, caseId: 'by-hand', trace: trace! }, call);
    expect({ nativeId, recorded, replaced }).toEqual({ nativeId: 'run-1', recorded: true, replaced: 1 });
    const recordingText = readFileSync(recordingFile, 'utf8');
    expect(recordingText).not.toContain('jo@example.com');
    expect(Recording.parse(JSON.parse(recordingText))).toMatchObject({ case: 'by-hand', source: { traceId: trace } });
    writeFileSync(file, applyEdits(written, edits));
    expect(parseCaseFile(readFileSync(file, 'utf8')).cases[0]?.value?.source).toMatchObject({ traceId: trace, runId: 'run-1', importer: 'chat' });
    expect(await engine.proveCases({ cases: ['by-hand'] }, call)).toMatchObject([{ proven: true, failed: ['expectedTool'] }]);
    expect(await engine.linkTrace({ text: written, caseId: 'by-hand', trace: trace! }, call)).toMatchObject({ recorded: false, replaced: 0 });
  });

  it('leaves the recording of another trace alone, and writes nothing for a case that is not there', async () => {
    const [first, second] = await importChat(wrongLookUp('Where is order 12345?'), { ...wrongLookUp('Cancel it'), id: 'run-2' });
    const recordingFile = join(folder, 'casebook', 'recordings', 'by-hand.json');
    expect(() => engine.linkTrace({ text: written, caseId: 'other', trace: first! }, call)).toThrow('holds no case with the id other');
    expect(existsSync(recordingFile)).toBe(false);
    await engine.linkTrace({ text: written, caseId: 'by-hand', trace: first! }, call);
    expect(() => engine.linkTrace({ text: written, caseId: 'by-hand', trace: second! }, call)).toThrow('records another trace');
  });
});
