import * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import type { CasePath } from '../../core/model/result.ts';
import type { Log } from '../../core/support/log.ts';
import {
  casesInFileRequest, catalogueRequest, expectationRangesRequest, knownTracesRequest, lastResultsRequest, resultsChangedNotification,
  type CasesInFileParams, type CasesInFileResult, type CatalogueParams, type CatalogueResult, type ExpectationRangesParams, type ExpectationRangesResult,
  type KnownTracesParams, type KnownTracesResult, type LastResultsResult,
} from '../../protocol/lsp.ts';
import { lensesFor, type LensState } from './lenses.ts';

/** What the server cannot know by itself. */
export type ServerNeeds = {
  readonly module: string;
  readonly log: Log;
  lastResults(): Promise<LastResultsResult>;
  knownTraces(ids: readonly string[]): Promise<KnownTracesResult>;
  catalogue(file: vscode.Uri): Promise<CatalogueResult>;
  lensState(document: vscode.TextDocument, caseId: string): LensState;
};

export type RunningServer = {
  casesIn(file: vscode.Uri): Promise<CasesInFileResult>;
  rangesOf(file: vscode.Uri, caseId: string, paths: readonly CasePath[]): Promise<ExpectationRangesResult>;
  resultsChanged(): Promise<void>;
  stop(): Promise<void>;
};

/** Files the server is told about when they change on disk: what cases are checked against. */
const watched = ['**/*.case.{yaml,yml,json}', '**/casebook/*.yaml', '**/casebook/recordings/*.json', '**/casebook/labels/*.jsonl'];

export async function startServer({ module, log, lastResults, knownTraces, catalogue, lensState }: ServerNeeds): Promise<RunningServer> {
  const since = performance.now();
  const watchers = watched.map((pattern) => vscode.workspace.createFileSystemWatcher(pattern));
  const channel = vscode.window.createOutputChannel('Casebook Language Server', { log: true });
  const node = { module, transport: TransportKind.ipc };
  const client = new LanguageClient('casebook', 'Casebook Language Server', { run: node, debug: { ...node, options: { execArgv: ['--inspect=6010'] } } }, {
    documentSelector: [{ scheme: 'file', language: 'casebook-case' }, { scheme: 'file', pattern: '**/*.case.json' }, { scheme: 'file', pattern: '**/casebook/{config,taxonomy,release}.yaml' }],
    synchronize: { fileEvents: watchers },
    outputChannel: channel,
    middleware: { provideCodeLenses: async (document, token, next) => lensesFor(await next(document, token), vscode.workspace.isTrusted, (caseId) => lensState(document, caseId)) },
  });
  client.onRequest(lastResultsRequest, lastResults);
  client.onRequest(knownTracesRequest, ({ ids }: KnownTracesParams) => knownTraces(ids));
  client.onRequest(catalogueRequest, ({ uri }: CatalogueParams) => catalogue(vscode.Uri.parse(uri)));
  await client.start();
  log.info(`Language server started in ${Math.round(performance.now() - since)} ms`);
  return {
    casesIn: (file) => client.sendRequest<CasesInFileResult>(casesInFileRequest, { uri: file.toString() } satisfies CasesInFileParams),
    rangesOf: (file, caseId, paths) => client.sendRequest<ExpectationRangesResult>(expectationRangesRequest, { uri: file.toString(), caseId, paths } satisfies ExpectationRangesParams),
    resultsChanged: () => client.sendNotification(resultsChangedNotification),
    async stop() {
      for (const watcher of watchers) watcher.dispose();
      await client.dispose();
      channel.dispose();
    },
  };
}
