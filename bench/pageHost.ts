import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';
import { createWireErrors } from '../src/engine/wireError.ts';
import { pageHtml } from '../src/extension/panel/pageHtml.ts';
import { RemoteError, serve } from '../src/protocol/rpc.ts';
import type { Client, Handlers } from '../src/protocol/rpc.ts';
import type { FirstScreen, WorkerApi } from '../src/protocol/firstScreenApi.ts';
import { trajectoryPageParsers } from '../src/protocol/trajectoryPage.ts';
import type { TrajectoryPageApi } from '../src/protocol/trajectoryPage.ts';
import { bodyOf, serveLoopback } from './loopback.ts';
import type { Answer, Loopback } from './loopback.ts';

const project = fileURLToPath(new URL('..', import.meta.url));

/** Stands for the editor: the built page in its frame, and a real engine behind its port. A message is a request, its result the answer. */
export type PageHost = Loopback & {
  /** Which trace the page is answered with from now on, by which engine. */
  show(engine: Client<WorkerApi>, trace: string): void;
};

export async function hostPage(): Promise<PageHost> {
  const { script, style } = await builtPage();
  let shown: { readonly engine: Client<WorkerApi>; readonly trace: string } | undefined;
  let ahead: ReturnType<Client<WorkerApi>['openPacked']> | undefined;
  const waiting = new Map<number, (message: unknown) => void>();
  let receive: (message: unknown) => void = () => {};
  const port = {
    post: (message: unknown) => {
      const { id } = message as { readonly id: number };
      waiting.get(id)?.(message);
      waiting.delete(id);
    },
    listen: (receiver: (message: unknown) => void) => {
      receive = receiver;
      return () => {};
    },
  };
  const now = () => {
    if (!shown) throw new Error('No trace is shown.');
    return shown;
  };
  const others = Object.fromEntries(Object.keys(trajectoryPageParsers).map((method) => [method, () => null])) as unknown as Handlers<TrajectoryPageApi>;
  const handlers: Handlers<TrajectoryPageApi> = {
    ...others,
    async open() {
      const { engine, trace } = now();
      const asked = ahead ?? engine.openPacked({ trace });
      ahead = undefined;
      const [skeleton, classes] = await Promise.all([asked, engine.failureClasses({})]);
      return { skeleton, classes, reviewer: 'you', state: null, keys: {} };
    },
    step: ({ n, soon, long }, { signal }) => now().engine.readStep({ trace: now().trace, n, thread: true, soon, long }, { signal }),
    insights: (_, { signal }) => now().engine.readInsights({ trace: now().trace }, { signal }),
    promptChanges: ({ n }, { signal }) => now().engine.readPromptChanges({ trace: now().trace, n }, { signal }),
    find: (query, { signal }) => now().engine.findInTrace({ ...query, trace: now().trace }, { signal }),
  };
  const say = createWireErrors({ info() {}, warn: (message) => console.error(message), error: (message, error) => console.error(message, error) });
  // A page may go while the engine still works for it.
  const wireErrors = (error: unknown) => (error instanceof RemoteError ? { code: error.code, message: error.message } : say(error));
  serve<TrajectoryPageApi>(port, 'page', handlers, trajectoryPageParsers, wireErrors);

  const server = await serveLoopback(async (path, request): Promise<Answer | undefined> => {
    if (path === '/webview.js') return { type: 'text/javascript', body: script };
    if (path === '/webview.css') return { type: 'text/css', body: style };
    if (path === '/') {
      // As the editor does when it makes the page.
      const { engine, trace } = now();
      const first = engine.firstScreen({ trace, language: 'en-GB', reviewer: 'you', state: null, keys: {} });
      ahead = engine.openPacked({ trace });
      return { type: 'text/html', body: html(server.origin, await first) };
    }
    if (path === '/empty') return { type: 'text/html', body: '<!doctype html><title>Empty</title><body>Empty</body>' };
    if (path !== '/port') return undefined;
    const message = JSON.parse(await bodyOf(request)) as { readonly kind: string; readonly id: number };
    if (message.kind !== 'call') {
      receive(message);
      return undefined;
    }
    const result = new Promise<unknown>((resolve) => waiting.set(message.id, resolve));
    receive(message);
    return { type: 'application/json', body: JSON.stringify(await result) };
  });
  return { ...server, show: (engine, trace) => (shown = { engine, trace }) };
}

function html(origin: string, first: FirstScreen | null): string {
  return pageHtml({ page: 'trajectory', identity: { folder: 'file:///work', trace: 'tr_shown' }, script: `${origin}/webview.js`, style: `${origin}/webview.css`, cspSource: origin, nonce: 'bench', language: 'en', first });
}

/** As esbuild.mjs builds it. */
async function builtPage(): Promise<{ readonly script: string; readonly style: string }> {
  const { outputFiles } = await build({
    absWorkingDir: project, entryPoints: { webview: 'webview/main.tsx' }, outdir: 'dist', bundle: true, write: false, minify: true,
    platform: 'browser', format: 'iife', target: 'es2022', jsx: 'automatic', jsxImportSource: 'preact', loader: { '.ttf': 'dataurl' }, define: { 'process.env.NODE_ENV': '"production"' },
  });
  const text = (end: string) => outputFiles.find((file) => file.path.endsWith(end))?.text ?? '';
  return { script: text('.js'), style: text('.css') };
}
