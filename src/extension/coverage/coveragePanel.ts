import type * as vscode from 'vscode';
import { DisposableStore } from '../../core/support/disposable.ts';
import { coveragePageParsers, type CoveragePageApi, type CoveragePageEvents } from '../../protocol/coveragePage.ts';
import { connect, serve } from '../../protocol/rpc.ts';
import { showPage } from '../panel/showPage.ts';
import { webviewPort } from '../panel/webviewPort.ts';
import { Coalesced } from '../services/coalesced.ts';
import { wireErrorOf } from '../services/errorSentence.ts';
import type { Services } from '../services/services.ts';
import { answerCoverage } from './answerCoverage.ts';

/** What the cases of a folder guard, in an editor tab. */
export class CoveragePanel implements vscode.Disposable {
  readonly folder: string;
  readonly #panel: vscode.WebviewPanel;
  readonly #owned = new DisposableStore();

  constructor(services: Services, panel: vscode.WebviewPanel, folder: string) {
    const { changes, log, context } = services;
    this.folder = folder;
    this.#panel = panel;
    const port = webviewPort(panel.webview);
    const { client, close } = connect<CoveragePageEvents>(port, 'pageEvents');
    this.#owned.add({ dispose: serve<CoveragePageApi>(port, 'page', answerCoverage(services, folder), coveragePageParsers, (error) => wireErrorOf(error, log)) });
    this.#owned.add({ dispose: () => close('The panel was closed') });
    // An import tells of each batch, and all labelled failures are gone through anew.
    const tell = this.#owned.add(new Coalesced(() => {
      // A hidden page is not there; it asks anew when it is shown.
      if (panel.visible) client.coverageChanged({}).catch((error: unknown) => log.info(`The coverage was not told: ${String(error)}`));
    }, 200, 2000));
    for (const event of [changes.results.event, changes.label.event, changes.traces.event]) this.#owned.add((event as vscode.Event<unknown>)(() => tell.request()));
    showPage(context, panel, { page: 'coverage', identity: { folder }, bundle: 'coverage', icon: 'report' });
  }

  onDidClose(listener: () => void): void {
    this.#owned.add(this.#panel.onDidDispose(listener));
  }

  reveal(): void {
    this.#panel.reveal();
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
