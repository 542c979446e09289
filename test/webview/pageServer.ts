import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';
import { inProject } from '../../scripts/project.mjs';
import { firstPaint } from '../../src/extension/panel/firstPaint.ts';
import type { FirstScreen } from '../../src/protocol/firstScreenApi.ts';
import { themeCss } from './themes.ts';
import type { ThemeKind } from './themes.ts';

/** The page as the host frames it: same policy, same attributes, on loopback. */

/** A page by what its body is marked as, and where its program begins. */
export type PageKind = { readonly page: string; readonly entry: string; readonly identity: object };
export const trajectoryPage: PageKind = { page: 'trajectory', entry: 'webview/main.tsx', identity: { folder: 'file:///work', trace: 'tr_8f21' } };
export const reportPage: PageKind = { page: 'report', entry: 'webview/report/main.tsx', identity: {} };
export const coveragePage: PageKind = { page: 'coverage', entry: 'webview/coverage/main.tsx', identity: { folder: '/srv/support-agent' } };
export const mapPage: PageKind = { page: 'mapColumns', entry: 'webview/mapColumns/main.tsx', identity: { folder: '/srv/support-agent', path: '/srv/support-agent/exports/tickets-2026-11-02.csv' } };
export const comparePage: PageKind = { page: 'compare', entry: 'webview/compare/main.tsx', identity: { folder: 'file:///work', sides: '' } };
export const makePage: PageKind = { page: 'make', entry: 'webview/make/main.tsx', identity: { folder: '/srv/support-agent', trace: 'tr_8f21' } };
export const runPage: PageKind = { page: 'run', entry: 'webview/run/main.tsx', identity: { folder: '/srv/support-agent', run: '' } };
export const reviewPage: PageKind = { page: 'review', entry: 'webview/review/main.tsx', identity: { folder: '/srv/support-agent' } };
export const exportPage: PageKind = { page: 'export', entry: 'webview/export/main.tsx', identity: {} };

async function buildPage(entry: string): Promise<{ readonly script: string; readonly style: string }> {
  const { outputFiles } = await build({
    entryPoints: { webview: inProject(...entry.split('/')) }, outdir: inProject('dist'), bundle: true, write: false, minify: true,
    platform: 'browser', format: 'iife', target: 'es2022', jsx: 'automatic', jsxImportSource: 'preact', loader: { '.ttf': 'dataurl' },
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const text = (end: string) => outputFiles.find((file) => file.path.endsWith(end))?.text ?? '';
  return { script: text('.js'), style: text('.css') };
}

const policy = (origin: string) => `default-src 'none'; img-src ${origin} data:; style-src ${origin} 'unsafe-inline'; font-src ${origin} data:; script-src 'nonce-test'`;

/** VS Code gives every page a sheet of its own; this is the part of it that reaches into ours. */
const hostCss = 'body { margin: 0; padding: 0 20px; background-color: transparent; } a { color: var(--vscode-textLink-foreground); } @layer vscode-default { body { padding: 0 20px; } }';

function html(origin: string, theme: ThemeKind, { page, identity }: PageKind, first: FirstScreen | null): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(origin)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Casebook</title>
<style>${hostCss}</style>
<style data-theme>${themeCss(theme)}</style>
<link rel="stylesheet" href="${origin}/webview.css">
</head>
<body class="${theme}${theme.startsWith('vscode-high') ? ' vscode-high-contrast' : ''}" data-vscode-theme-kind="${theme}" data-page="${page}" data-identity='${JSON.stringify(identity)}'>
${first
  ? `<div id="page">${first.html}</div>\n<script nonce="test" data-program="${origin}/webview.js" data-cursor="${first.cursor}" data-scrolled="${first.scrolled ?? ''}">${firstPaint}</script>`
  : `<script nonce="test" src="${origin}/webview.js"></script>`}
</body>
</html>`;
}

export type PageServer = { url(theme: ThemeKind): string; /** An empty page. */ readonly idle: string; /** What pages come with from now on. */ come(first: FirstScreen | null): void };

/** For all files of a worker, until its process ends. */
const servers = new Map<PageKind, Promise<PageServer>>();

export function servePage(kind: PageKind = trajectoryPage): Promise<PageServer> {
  const server = servers.get(kind) ?? startServer(kind);
  servers.set(kind, server);
  return server;
}

async function startServer(kind: PageKind): Promise<PageServer> {
  const { script, style } = await buildPage(kind.entry);
  let comes: FirstScreen | null = null;
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', origin());
    const served = new Map([['/webview.js', ['text/javascript', script]], ['/webview.css', ['text/css', style]], ['/idle', ['text/html', '<!doctype html>']], ['/', ['text/html', html(origin(), (url.searchParams.get('theme') ?? 'vscode-dark') as ThemeKind, kind, comes)]]]).get(url.pathname);
    response.writeHead(served ? 200 : 204, { 'content-type': `${served?.[0] ?? 'text/plain'}; charset=utf-8` }).end(served?.[1]);
  });
  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Promise<void>((resolve) => server.unref().listen(0, '127.0.0.1', resolve));
  return {
    come: (first) => void (comes = first),
    idle: `${origin()}/idle`,
    url: (theme) => `${origin()}/?theme=${theme}`,
  };
}
