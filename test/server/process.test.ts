import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { casesInFileRequest, expectationRangesRequest, knownTracesRequest, lastResultsRequest, resultsChangedNotification } from '../../src/protocol/lsp.ts';
import { recordingOf } from '../core/cases/wants.ts';

type Message = { readonly id?: number; readonly method?: string; readonly params?: unknown; readonly result?: unknown; readonly error?: { readonly message: string } };
type Published = { readonly uri: string; readonly diagnostics: readonly { readonly code: string }[] };

const folder = mkdtempSync(join(tmpdir(), 'casebook-server-'));
const uriOf = (path: string): string => pathToFileURL(join(folder, path)).href;
const received: Message[] = [];
let server: ChildProcess;
let lastId = 0;

const put = (path: string, text: string): void => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};

function ask(method: string, params: unknown): Promise<unknown> {
  const id = ++lastId;
  server.send({ jsonrpc: '2.0', id, method, params });
  return vi.waitFor(() => {
    const answer = received.find((message) => message.id === id && message.method === undefined);
    if (!answer) throw new Error(`${method} was not answered`);
    if (answer.error) throw new Error(answer.error.message);
    return answer.result;
  }, { timeout: 10_000, interval: 5 });
}
const tell = (method: string, params: unknown): boolean => server.send({ jsonrpc: '2.0', method, params });
const codesOf = (path: string): readonly string[] | undefined => (received.findLast((message) => message.method === 'textDocument/publishDiagnostics' && (message.params as Published).uri === uriOf(path))?.params as Published | undefined)?.diagnostics.map((each) => each.code);
const becomes = (path: string, codes: readonly string[]): Promise<void> => vi.waitFor(() => expect(codesOf(path)).toEqual(codes), { timeout: 10_000, interval: 10 });

const clean = 'id: one\nquery: q\nkind: capability\nexpectedTool: getOrder\nexpectedBehavior: Names the status\n';
/** What the editor side knows. */
let known: readonly string[] = [];

beforeAll(async () => {
  put('casebook/config.yaml', 'targets: {faulty: {type: command, command: x}}\n');
  put('casebook/cases/two.case.yaml', clean.replace('one', 'two'));
  put('casebook/recordings/one.json', JSON.stringify(recordingOf('one')));
  const file = join(folder, 'server.cjs');
  await build({ entryPoints: ['src/server/main.ts'], outfile: file, bundle: true, platform: 'node', format: 'cjs', logLevel: 'error' });
  server = fork(file, ['--node-ipc'], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  server.on('message', (message: Message) => {
    received.push(message);
    if (message.id === undefined || message.method === undefined) return;
    const { ids = [] } = (message.params ?? {}) as { ids?: readonly string[] };
    const result = message.method === knownTracesRequest ? ids.filter((id) => known.includes(id)).map((id) => ({ id, sha256: 'f'.repeat(64) })) : message.method === lastResultsRequest ? [{ caseId: 'one', outcome: 'pass', at: '', target: 'faulty', passed: 1, trials: 1, sentence: '' }] : null;
    server.send({ jsonrpc: '2.0', id: message.id, result });
  });
  await ask('initialize', { processId: process.pid, rootUri: null, capabilities: { textDocument: { synchronization: { dynamicRegistration: true } }, workspace: { codeLens: { refreshSupport: true }, workspaceEdit: { resourceOperations: ['create', 'rename'] } } }, workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'shop' }] });
  tell('initialized', {});
}, 60_000);

afterAll(async () => {
  if (!server) return;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  await ask('shutdown', null);
  tell('exit', null);
  await ended;
  rmSync(folder, { recursive: true, force: true });
});

test('a file is checked as it is opened, typed and changed around', { timeout: 30_000 }, async () => {
  const path = 'casebook/cases/one.case.yaml';
  const uri = uriOf(path);
  put(path, clean);
  tell('textDocument/didOpen', { textDocument: { uri, languageId: 'casebook-case', version: 1, text: clean } });
  await becomes(path, []);

  tell('textDocument/didChange', { textDocument: { uri, version: 2 }, contentChanges: [{ range: { start: { line: 0, character: 4 }, end: { line: 0, character: 7 } }, text: 'two' }] });
  await becomes(path, ['CB103']);
  put('casebook/cases/two.case.yaml', clean.replace('one', 'other'));
  tell('workspace/didChangeWatchedFiles', { changes: [{ uri: uriOf('casebook/cases/two.case.yaml'), type: 2 }] });
  await becomes(path, []);

  // The config counts as it stands on screen.
  tell('textDocument/didChange', { textDocument: { uri, version: 3 }, contentChanges: [{ text: `${clean}targets: [mended]\n` }] });
  await becomes(path, ['CB123']);
  tell('textDocument/didOpen', { textDocument: { uri: uriOf('casebook/config.yaml'), languageId: 'yaml', version: 1, text: 'targets: {mended: {type: command, command: x}}\nrols: []\n' } });
  tell('textDocument/didChange', { textDocument: { uri: uriOf('casebook/config.yaml'), version: 2 }, contentChanges: [{ text: 'targets: {mended: {type: command, command: x}}\nrols: [a]\n' }] });
  await becomes(path, []);
  await becomes('casebook/config.yaml', ['CB802']);

  // What only the index knows is asked of the editor; the recording counts as a source.
  tell('textDocument/didChange', { textDocument: { uri, version: 4 }, contentChanges: [{ text: `${clean.replace('one', 'three')}source: {traceId: tr_1}\n` }] });
  await becomes(path, ['CB118']);
  known = ['tr_1'];
  tell(resultsChangedNotification, {});
  await becomes(path, []);
});

test('features answer over the connection', { timeout: 30_000 }, async () => {
  const uri = uriOf('casebook/cases/one.case.yaml');
  const text = `${clean}answer: {}\n`;
  tell('textDocument/didChange', { textDocument: { uri, version: 9 }, contentChanges: [{ text }] });
  await vi.waitFor(async () => expect(await ask('textDocument/codeLens', { textDocument: { uri } })).toMatchObject([{ command: { title: '$(play) Run' } }, { command: { title: '$(list-tree) Open trace' } }, { command: { title: expect.stringMatching(/ Pass on faulty$/) as string } }]), { timeout: 5000 });
  const inside = { textDocument: { uri }, position: { line: 5, character: 9 } };
  expect(await ask('textDocument/completion', inside)).toMatchObject({ items: expect.arrayContaining([expect.objectContaining({ label: 'match' })]) as unknown });
  expect(await ask('textDocument/hover', { textDocument: { uri }, position: { line: 2, character: 1 } })).toMatchObject({ contents: { kind: 'markdown' } });
  expect(await ask('textDocument/documentSymbol', { textDocument: { uri } })).toMatchObject([{ name: 'one' }]);
  expect(await ask(casesInFileRequest, { uri })).toMatchObject([{ id: 'one' }]);
  expect(await ask(expectationRangesRequest, { uri, caseId: 'one', paths: [['expectedTool'], ['groundTruth']] })).toMatchObject([{ start: { line: 3 } }, { start: { line: 0 } }]);
  // Files that are not open are read from disk.
  expect(await ask(casesInFileRequest, { uri: uriOf('casebook/cases/two.case.yaml') })).toMatchObject([{ id: 'other' }]);
});

test('renames a case with its recording, and says why it does not', async () => {
  put('casebook/cases/alone.case.yaml', clean.replace('one', 'alone'));
  put('casebook/recordings/alone.json', JSON.stringify(recordingOf('alone')));
  const textDocument = { uri: uriOf('casebook/cases/alone.case.yaml') };
  const position = { line: 0, character: 5 };
  const id = ++lastId;
  server.send({ jsonrpc: '2.0', id, method: 'textDocument/rename', params: { textDocument, position, newName: 'No Id' } });
  await vi.waitFor(() => expect(received.find((message) => message.id === id && message.method === undefined)?.error?.message).toContain('"No Id" cannot be the id of a case'));
  const edit = await ask('textDocument/rename', { textDocument, position, newName: 'fourth' }) as { documentChanges?: readonly { kind?: string; newUri?: string }[] };
  expect(edit.documentChanges?.at(-1), JSON.stringify(edit)).toMatchObject({ kind: 'rename', newUri: uriOf('casebook/recordings/fourth.json') });
});

test('offers refactorings, and fixes of the whole file when they are asked for', async () => {
  put('casebook/cases/broken.case.yaml', 'id: broken\nquery: q\nkind: capabilty\nexpectedTool: x\nexpectedBehavior: Names it\n');
  const textDocument = { uri: uriOf('casebook/cases/broken.case.yaml') };
  const titles = async (line: number, only?: readonly string[]): Promise<string[]> => {
    const at = { line, character: 8 };
    return (await ask('textDocument/codeAction', { textDocument, range: { start: at, end: at }, context: { diagnostics: [], ...(only ? { only } : {}) } }) as readonly { title: string }[]).map((each) => each.title);
  };
  expect(await titles(2)).toEqual(['Change to capability']);
  expect(await titles(2, ['source.fixAll'])).toEqual(['Fix all in this file']);
  put('casebook/cases/sound.case.yaml', clean.replace('one', 'sound'));
  textDocument.uri = uriOf('casebook/cases/sound.case.yaml');
  expect(await titles(3, ['refactor'])).toEqual(['Expand expectedTool into trajectory']);
});

test('follows the file of tools that config.yaml names, as it stands on screen', { timeout: 30_000 }, async () => {
  const path = 'agent/tools [1].json';
  const config = (version: number, text: string) => tell('textDocument/didChange', { textDocument: { uri: uriOf('casebook/config.yaml'), version }, contentChanges: [{ text }] });
  const asked = (method: string) => received.filter((message) => message.method === method).map((message) => JSON.stringify(message.params));
  put(path, '[{"name": "get_orders", "description": "Returns orders."}]');
  config(3, `tools: ${path}\n`);
  await vi.waitFor(() => expect(asked('client/registerCapability').filter((params) => params.includes('agent/tools ?1?.json'))).toHaveLength(3), { timeout: 5000 });
  tell('textDocument/didOpen', { textDocument: { uri: uriOf(path), languageId: 'json', version: 1, text: '[{"name": "search", "description": "Returns orders."}]' } });
  await becomes(path, ['CT101']);
  config(4, 'tools: traces\n');
  await vi.waitFor(() => expect(asked('client/unregisterCapability')).toHaveLength(3), { timeout: 5000 });
  await becomes(path, []);
});
