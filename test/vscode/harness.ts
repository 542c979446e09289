import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Page } from 'playwright-core';
import { inject } from 'vitest';
import { freePort, installVsix, prepareProfile, startCodeServer } from '../../scripts/codeServer.mjs';
import { ensurePackaged } from '../../scripts/package.mjs';
import { inProject } from '../../scripts/project.mjs';
import { testSettings } from '../../scripts/settings.mjs';
import { collectErrors, launchBrowser, takePicture } from '../webview/browser.ts';
import { VSCodeWindow } from './window.ts';

export interface OpenOptions {
  /** The folder to work on. It is copied, without what Casebook had stored in it. */
  readonly workspace: string;
  /** Names the pictures of this session. */
  readonly name: string;
  /** On top of the quiet ones. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Workspace trust is on, and the folder is not trusted: VS Code starts in Restricted Mode. */
  readonly untrusted?: boolean;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Other extensions to install beside ours: each writes its VSIX into a folder. */
  readonly extensions?: readonly ((folder: string) => string)[];
  /** Runs on the copy before the window opens. */
  readonly prepare?: (workspace: string) => void;
}

/** A real VS Code with the packaged extension, in a real browser, on a profile and a workspace of its own. */
export interface VSCode extends AsyncDisposable {
  readonly window: VSCodeWindow;
  readonly page: Page;
  /** The copy. */
  readonly workspace: string;
  /** Errors in the console of the window and its pages. */
  readonly errors: readonly string[];
  picture: (name: string) => Promise<void>;
}

/** Written by VS Code itself: a module of its closed build, a probe in its extension host, an account nobody is signed in to, what took too long on a machine that is busy. */
const harmless = [/vsda/, /PendingMigrationError/, /authentication provider 'github'/, /Aborted onWillSaveTextDocument-event/, /Request \d+ timed out/];

function copyWorkspace(from: string, to: string): void {
  cpSync(from, to, { recursive: true, filter: (path) => !['.casebook', 'node_modules'].includes(basename(path)) });
}

export async function openVSCode({ workspace, name, settings = {}, untrusted = false, viewport = { width: 1400, height: 900 }, extensions = [], prepare }: OpenOptions): Promise<VSCode> {
  const folder = mkdtempSync(join(tmpdir(), 'casebook-'));
  const cleanUp = new AsyncDisposableStack();
  cleanUp.defer(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
  try {
    const copy = join(folder, basename(workspace));
    copyWorkspace(workspace, copy);
    prepare?.(copy);
    const profileFolder = join(folder, 'profile');
    const isUsual = extensions.length === 0;
    const profile = await prepareProfile(profileFolder, { ...testSettings, 'security.workspace.trust.enabled': untrusted, ...settings }, isUsual ? inject('extensions') : join(profileFolder, 'ext'));
    if (!isUsual) for (const vsix of [await ensurePackaged(), ...extensions.map((write) => write(folder))]) await installVsix(profile, vsix);
    const port = await freePort();
    if (port === undefined) throw new Error('No port is free on 127.0.0.1');
    const server = await startCodeServer(profile, { port, workspace: copy, untrusted });
    cleanUp.defer(server.stop);
    const browser = await launchBrowser();
    cleanUp.defer(() => browser.close());
    const context = await browser.newContext({ viewport, permissions: ['clipboard-read', 'clipboard-write'] });
    // A page left open keeps the extension's storage locked for the next window.
    cleanUp.defer(() => context.close());
    const page = await context.newPage();
    page.setDefaultTimeout(45_000);
    const errors = collectErrors(page, harmless);
    const picture = (what: string): Promise<void> => takePicture(page, 'vscode', `${name}-${what}`);
    cleanUp.defer(() => picture('last'));
    await page.goto(server.url);
    await page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
    const owned = cleanUp.move();
    return { window: new VSCodeWindow(page), page, workspace: copy, errors, picture, [Symbol.asyncDispose]: () => owned.disposeAsync() };
  } finally {
    await cleanUp.disposeAsync();
  }
}

/** The example with its 24 traces in the view. */
export async function openExample(options: Omit<OpenOptions, 'workspace'>): Promise<VSCode> {
  const vscode = await openVSCode({ workspace: inProject('examples', 'support-agent'), settings: { 'casebook.reviewer': 'ada' }, ...options });
  const { window } = vscode;
  await window.open('Casebook');
  await window.run('Casebook: Import Traces…');
  await window.quickInput.acceptFile(join(vscode.workspace, 'traces', 'support-2026-11.otlp.jsonl'));
  await window.toast(/^Imported 24 traces/).waitFor();
  await window.dismissToasts();
  return vscode;
}
