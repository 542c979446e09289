import type * as vscode from 'vscode';
import type { CasePath } from '../../core/model/result.ts';
import type { CasesInFileResult, ExpectationRangesResult } from '../../protocol/lsp.ts';
import type { RunningServer, ServerNeeds } from './languageServer.ts';

/** The language server as the editor's commands see it. It starts with the first question, or the first case file on screen. */
export interface CaseLanguage extends vscode.Disposable {
  start(): Promise<void>;
  casesIn(file: vscode.Uri): Promise<CasesInFileResult>;
  /** Where expectations of a case stand now; null for one that is nowhere. */
  rangesOf(file: vscode.Uri, caseId: string, paths: readonly CasePath[]): Promise<ExpectationRangesResult>;
  /** Lenses are to be asked for again. Nothing happens while the server does not run. */
  resultsChanged(): void;
}

export function createCaseLanguage(needs: ServerNeeds): CaseLanguage {
  let server: Promise<RunningServer> | undefined;
  let disposed = false;

  function running(): Promise<RunningServer> {
    // The client library is large: it is loaded when a case file is, not with the window.
    server ??= import('./languageServer.ts').then(({ startServer }) => startServer(needs));
    // A start that failed is tried again by the next question.
    server.catch(() => {
      server = undefined;
    });
    return server;
  }

  return {
    start: async () => void (await running()),
    casesIn: async (file) => (await running()).casesIn(file),
    rangesOf: async (file, caseId, paths) => (await running()).rangesOf(file, caseId, paths),
    resultsChanged() {
      if (disposed) return;
      server?.then((each) => each.resultsChanged()).catch((error: unknown) => needs.log.warn(`Lenses were not refreshed: ${String(error)}`));
    },
    dispose() {
      disposed = true;
      server?.then((each) => each.stop()).catch((error: unknown) => needs.log.warn(`The language server did not stop: ${String(error)}`));
    },
  };
}
