import type * as vscode from 'vscode';
import { DisposableStore } from '../../core/support/disposable.ts';
import { connect, serve } from '../../protocol/rpc.ts';
import { reportPageParsers, type ReportPageApi, type ReportPageEvents } from '../../protocol/reportPage.ts';
import { showPage } from '../panel/showPage.ts';
import { webviewPort } from '../panel/webviewPort.ts';
import { wireErrorOf } from '../services/errorSentence.ts';
import type { Services } from '../services/services.ts';
import { answerReport } from './answerReport.ts';

/** The import report in an editor tab. */
export class ReportPanel implements vscode.Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #owned = new DisposableStore();

  constructor(services: Services, panel: vscode.WebviewPanel) {
    this.#panel = panel;
    const port = webviewPort(panel.webview);
    const { client, close } = connect<ReportPageEvents>(port, 'pageEvents');
    const stop = serve<ReportPageApi>(port, 'page', answerReport(services), reportPageParsers, (error) => wireErrorOf(error, services.log));
    this.#owned.add({ dispose: stop });
    this.#owned.add({ dispose: () => close('The panel was closed') });
    this.#owned.add(services.reports.onDidChange(() => {
      // A hidden page is not there; it asks anew when it is shown.
      if (panel.visible) client.reportChanged({}).catch((error: unknown) => services.log.info(`The import report was not told: ${String(error)}`));
    }));
    showPage(services.context, panel, { page: 'report', identity: {}, bundle: 'report', icon: 'report' });
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
