import * as vscode from 'vscode';
import { DisposableStore } from '../../core/support/disposable.ts';
import { connect, serve } from '../../protocol/rpc.ts';
import { reportPageParsers, type ReportPageApi, type ReportPageEvents } from '../../protocol/reportPage.ts';
import { createNonce } from '../panel/nonce.ts';
import { pageHtml } from '../panel/pageHtml.ts';
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
    this.#show(services.context.extensionUri);
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

  #show(extension: vscode.Uri): void {
    const { webview } = this.#panel;
    const built = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(extension, 'dist', name)).toString();
    const media = (name: string): vscode.Uri => vscode.Uri.joinPath(extension, 'media', name);
    this.#panel.iconPath = { dark: media('report-dark.svg'), light: media('report-light.svg') };
    webview.options = { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(extension, 'dist')] };
    webview.html = pageHtml({
      page: 'report', identity: {}, script: built('report.js'), style: built('report.css'),
      cspSource: webview.cspSource, nonce: createNonce(), language: vscode.env.language,
    });
  }
}
