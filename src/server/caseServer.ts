import { CodeActionKind, CodeActionTriggerKind, CodeLensRefreshRequest, TextDocuments, TextDocumentSyncKind } from 'vscode-languageserver/node';
import type { CodeAction, CodeLens, Connection, DocumentSymbol, InitializeParams, InitializeResult } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CaseWorkspace } from '../language/caseWorkspace.ts';
import { kindOf } from '../language/documentKind.ts';
import { fixAllKind } from '../language/fixAll.ts';
import { CaseIndex } from '../language/caseIndex.ts';
import { createLanguageService } from '../language/languageService.ts';
import { casesInFileRequest, catalogueRequest, expectationRangesRequest, knownTracesRequest, lastResultsRequest, lensCommands, resultsChangedNotification } from '../protocol/lsp.ts';
import type { CasesInFileParams, CasesInFileResult, ExpectationRangesParams, ExpectationRangesResult } from '../protocol/lsp.ts';
import { DiagnosticsQueue } from './diagnosticsQueue.ts';
import { FollowedFiles } from './followedFiles.ts';
import { navigationCapabilities, serveNavigation } from './navigation.ts';
import type { Files } from './files.ts';
import { IndexAnswers } from './indexAnswers.ts';
import { Indexing } from './indexing.ts';

/** After this long without a key, what was typed is checked. */
const quietMs = 100;

/** Serves case files, config.yaml, taxonomy.yaml and release.yaml over a connection. Call `connection.listen()` afterwards. */
export function serveCases(connection: Connection, files: Files): void {
  const documents = new TextDocuments(TextDocument);
  let generation = 0;
  const justOpened = new Set<string>();
  let refreshesLenses = false;
  let renamesFiles = false;
  let createsFiles = false;
  let folders: readonly string[] = [];

  const answers = new IndexAnswers({
    lastResults: () => connection.sendRequest(lastResultsRequest),
    knownTraces: (params) => connection.sendRequest(knownTracesRequest, params),
    catalogue: (params) => connection.sendRequest(catalogueRequest, params),
  }, () => surroundingsChanged());

  const index = new CaseIndex((uri) => files.rootOf(uri) ?? '');
  const indexing = new Indexing(index, (uri) => documents.get(uri) !== undefined, () => {
    for (const uri of documents.keys()) queue.soon(uri);
  });
  const indexAround = (uri: string): void => {
    const root = files.rootOf(uri);
    if (root !== undefined) indexing.addRoot(root);
  };

  const workspace: CaseWorkspace = {
    caseFiles: (uri) => [...new Set([...files.caseFiles(uri), ...documents.keys().filter((each) => kindOf(each) === 'case')])],
    textOf: (uri) => documents.get(uri)?.getText() ?? files.textOf(uri),
    configText: (uri) => openOr(uri, 'config.yaml'),
    taxonomyText: (uri) => openOr(uri, 'taxonomy.yaml'),
    releaseText: (uri) => openOr(uri, 'release.yaml'),
    recordingText: (uri, caseId) => files.inCasebook(uri, `recordings/${caseId}.json`),
    recordingUri: (uri, caseId) => files.uriInCasebook(uri, `recordings/${caseId}.json`),
    casebookUri: (uri, path) => files.uriInCasebook(uri, path),
    recordedCases: (uri) => files.recordedCases(uri),
    labelJournals: (uri) => files.labelJournals(uri).flatMap((path) => {
      const [at, text] = [files.uriInCasebook(uri, path.slice('casebook/'.length)), files.inFolder(uri, path)];
      return at === undefined || text === undefined ? [] : [{ uri: at, text }];
    }),
    textInFolder: (uri, path) => documents.get(files.uriInCasebook(uri, `../${path}`) ?? '')?.getText() ?? files.inFolder(uri, path),
    fileExists: (uri, path) => files.fileExists(uri, path),
    knownTraces: (ids) => answers.knownTraces(ids),
    traceSha256: (id) => answers.traceSha256(id),
    catalogue: (uri) => answers.catalogue(uri, files.folderOf(uri)),
    documentation: (code) => files.documentation(code),
    lastResult: (caseId) => answers.lastResult(caseId),
    now: () => new Date(),
    generation: () => generation,
    index: () => index,
  };
  const service = createLanguageService(workspace, lensCommands);
  const toolFiles = new FollowedFiles(connection, (uri) => files.pathOf(uri));
  const followToolFiles = (): void => toolFiles.follow([...new Set([...folders.map((uri) => `${uri.replace(/\/$/, '')}/casebook/config.yaml`), ...documents.keys().filter((uri) => kindOf(uri) !== undefined)].flatMap((uri) => service.toolFileOf(uri) ?? []))]);

  /** Settings count as they are on screen, also before they are saved. */
  function openOr(uri: string, name: string): string | undefined {
    const open = documents.all().find((each) => each.uri.endsWith(`/casebook/${name}`) && uri.startsWith(each.uri.slice(0, -`/casebook/${name}`.length)));
    return open?.getText() ?? files.inCasebook(uri, name);
  }

  const queue = new DiagnosticsQueue(quietMs, (uri) => {
    const document = documents.get(uri);
    if (!document) return;
    // An id that comes or goes changes what other open files say of theirs.
    const before = index.idsBeside('');
    if (kindOf(uri) === 'case') {
      indexAround(uri);
      const { idKey, ids, entry } = service.indexed(document);
      index.putOpen(uri, idKey, ids, entry);
    }
    void connection.sendDiagnostics({ uri, version: document.version, diagnostics: [...service.doDiagnostics(document)] });
    if (before !== index.idsBeside('')) for (const other of documents.keys()) if (other !== uri) queue.soon(other);
  });

  function surroundingsChanged(): void {
    generation += 1;
    for (const uri of documents.keys()) queue.soon(uri);
    followToolFiles();
    if (refreshesLenses) connection.sendRequest(CodeLensRefreshRequest.type).catch((error: unknown) => connection.console.warn(`Lenses were not refreshed: ${String(error)}`));
  }

  /** Also for files that are not open: the editor asks for those a run reports on. */
  const documentAt = (uri: string): TextDocument => documents.get(uri) ?? TextDocument.create(uri, 'casebook-case', 0, files.textOf(uri) ?? '');

  function openFolders(opened: readonly { readonly uri: string }[]): void {
    folders = opened.map((folder) => folder.uri);
    files.setFolders(folders);
    for (const uri of folders) indexAround(`${uri.replace(/\/$/, '')}/casebook/config.yaml`);
  }

  connection.onInitialize(({ workspaceFolders, capabilities }: InitializeParams): InitializeResult => {
    openFolders(workspaceFolders ?? []);
    createsFiles = capabilities.workspace?.workspaceEdit?.resourceOperations?.includes('create') === true;
    renamesFiles = capabilities.workspace?.workspaceEdit?.resourceOperations?.includes('rename') === true;
    refreshesLenses = capabilities.workspace?.codeLens?.refreshSupport === true;
    toolFiles.mayAsk = capabilities.textDocument?.synchronization?.dynamicRegistration === true;
    return {
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        completionProvider: { triggerCharacters: [' ', '$', '"', "'", '{', '[', ','] },
        hoverProvider: true,
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.Refactor, fixAllKind] },
        codeLensProvider: { resolveProvider: false },
        documentSymbolProvider: true,
        ...navigationCapabilities,
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
      serverInfo: { name: 'casebook' },
    };
  });
  connection.onInitialized(() => {
    followToolFiles();
    connection.workspace.onDidChangeWorkspaceFolders(async () => {
      const folders = await connection.workspace.getWorkspaceFolders();
      openFolders(folders ?? []);
      surroundingsChanged();
    });
  });

  connection.onCompletion(({ textDocument, position }) => service.doComplete(documentAt(textDocument.uri), position));
  connection.onHover(({ textDocument, position }) => service.doHover(documentAt(textDocument.uri), position) ?? null);
  connection.onCodeAction(({ textDocument, range, context }): CodeAction[] => {
    const document = documentAt(textDocument.uri);
    const asks = (kind: string): boolean => context.only?.some((each) => each === '' || kind === each || kind.startsWith(`${each}.`) || each.startsWith(`${kind}.`)) ?? kind !== fixAllKind;
    return [
      ...(asks(CodeActionKind.QuickFix) ? [...service.doCodeActions(document, range), ...service.doFixAllOfCode(document, range)] : []),
      ...(asks(CodeActionKind.Refactor) ? service.doRefactorings(document, range, { createsFiles, asked: context.triggerKind !== CodeActionTriggerKind.Automatic }) : []),
      ...(asks(fixAllKind) ? service.doFixAll(document) : []),
    ];
  });
  connection.onCodeLens(({ textDocument }): CodeLens[] => [...service.doCodeLenses(documentAt(textDocument.uri))]);
  connection.onDocumentSymbol(({ textDocument }): DocumentSymbol[] => [...service.doSymbols(documentAt(textDocument.uri))]);
  serveNavigation(connection, service, documentAt, () => renamesFiles);
  connection.onRequest(expectationRangesRequest, ({ uri, caseId, paths }: ExpectationRangesParams): ExpectationRangesResult => service.expectationRanges(documentAt(uri), caseId, paths));
  connection.onRequest(casesInFileRequest, ({ uri }: CasesInFileParams): CasesInFileResult => service.casesIn(documentAt(uri)));
  connection.onNotification(resultsChangedNotification, () => {
    answers.changed();
    surroundingsChanged();
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const { uri } of changes) files.changed(uri);
    for (const [root, group] of Map.groupBy(changes, ({ uri }) => files.rootOf(uri))) if (root !== undefined) indexing.changed(root, group.flatMap(({ uri }) => files.pathOf(uri) ?? []));
    surroundingsChanged();
  });

  documents.onDidOpen(({ document }) => {
    justOpened.add(document.uri);
    queue.now(document.uri);
  });
  documents.onDidChangeContent(({ document }) => {
    // Opening counts as a change too, and has been checked.
    if (justOpened.delete(document.uri)) return;
    queue.soon(document.uri);
    if (kindOf(document.uri) === 'case') return;
    for (const uri of documents.keys()) queue.soon(uri);
    if (kindOf(document.uri) === 'config') followToolFiles();
  });
  documents.onDidSave(({ document }) => files.changed(document.uri));
  documents.onDidClose(({ document }) => {
    queue.cancel(document.uri);
    service.forget(document.uri);
    const root = files.rootOf(document.uri);
    const path = files.pathOf(document.uri);
    if (root === undefined || path === undefined) index.remove(document.uri);
    else if (kindOf(document.uri) === 'case') indexing.closed(root, path);
    void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
  });
  connection.onShutdown(() => queue.dispose());
  documents.listen(connection);
}
