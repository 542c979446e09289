import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';

type Published = { readonly uri: string; readonly diagnostics: readonly unknown[] };

/** A language server in a process of its own, as an editor starts one. */
export interface LspServer extends AsyncDisposable {
  /** Opens a text; gives the milliseconds until its diagnostics came, and how many. */
  open(uri: string, text: string): Promise<{ readonly ms: number; readonly count: number }>;
  /** Types at a place, likewise. */
  type(uri: string, place: { readonly line: number; readonly character: number }, text: string): Promise<{ readonly ms: number; readonly count: number }>;
  close(uri: string): Promise<void>;
  ask(method: string, params: unknown): Promise<{ readonly ms: number; readonly answer: unknown }>;
  /** When diagnostics of a file next have this many problems. */
  becomes(uri: string, count: number): Promise<void>;
}

export async function startLsp(program: string, folder: string): Promise<LspServer> {
  const child = spawn(process.execPath, [program, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  const waiting = new Set<(published: Published) => void>();
  const versions = new Map<string, number>();
  connection.onNotification('textDocument/publishDiagnostics', (published: Published) => {
    for (const each of waiting) each(published);
  });
  connection.onRequest('workspace/configuration', ({ items }: { readonly items: readonly unknown[] }) => items.map(() => ({ validate: true })));
  connection.listen();
  const workspaceFolders = [{ uri: pathToFileURL(folder).href, name: 'shop' }];
  await connection.sendRequest('initialize', { processId: process.pid, rootUri: workspaceFolders[0]!.uri, workspaceFolders, capabilities: { workspace: { workspaceFolders: true, configuration: true } } });
  await connection.sendNotification('initialized', {});

  function until(uri: string, fits: (count: number) => boolean): Promise<number> {
    return new Promise((resolve) => {
      const see = (published: Published): void => {
        if (published.uri !== uri || !fits(published.diagnostics.length)) return;
        waiting.delete(see);
        resolve(published.diagnostics.length);
      };
      waiting.add(see);
    });
  }
  async function published(uri: string, tell: () => Promise<void>): Promise<{ readonly ms: number; readonly count: number }> {
    const start = performance.now();
    const came = until(uri, () => true);
    await tell();
    return { count: await came, ms: performance.now() - start };
  }
  return {
    open(uri, text) {
      versions.set(uri, 1);
      return published(uri, () => connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } }));
    },
    type(uri, place, text) {
      const version = (versions.get(uri) ?? 1) + 1;
      versions.set(uri, version);
      return published(uri, () => connection.sendNotification('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [{ range: { start: place, end: place }, text }] }));
    },
    close: (uri) => connection.sendNotification('textDocument/didClose', { textDocument: { uri } }),
    async ask(method, params) {
      const start = performance.now();
      const answer = await connection.sendRequest<unknown>(method, params);
      return { ms: performance.now() - start, answer };
    },
    becomes: async (uri, count) => void (await until(uri, (each) => each === count)),
    async [Symbol.asyncDispose]() {
      const ended = once(child, 'exit');
      await connection.sendRequest('shutdown', null);
      await connection.sendNotification('exit');
      const late = setTimeout(() => child.kill(), 3000);
      await ended;
      clearTimeout(late);
      connection.dispose();
    },
  };
}
