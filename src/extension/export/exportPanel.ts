import type * as vscode from 'vscode';
import { DisposableStore } from '../../core/support/disposable.ts';
import { exportPageParsers, type ExportPageApi } from '../../protocol/exportPage.ts';
import { serve } from '../../protocol/rpc.ts';
import { showPage } from '../panel/showPage.ts';
import { webviewPort } from '../panel/webviewPort.ts';
import { wireErrorOf } from '../services/errorSentence.ts';
import type { Services } from '../services/services.ts';
import { answerExport } from './answerExport.ts';

/** One export in one editor tab: its traces as a list; the trajectory itself where it holds a single one. */
export class ExportPanel implements vscode.Disposable {
  readonly #owned = new DisposableStore();

  constructor(services: Services, panel: vscode.WebviewPanel, file: vscode.Uri) {
    const engine = services.engines.ofFile(file) ?? services.engines.all()[0];
    if (!engine) throw new Error('There is no engine');
    const listing = this.#owned.add(new DisposableStore());
    const answers = answerExport(services, engine, file, (trace) => {
      // After the answer is on its way: the page that asked for it goes.
      setTimeout(() => {
        listing.dispose();
        services.trajectories.show(services, panel, { folder: engine.folder, trace }).catch((error: unknown) => services.notify.error(error));
      });
    });
    listing.add({ dispose: serve<ExportPageApi>(webviewPort(panel.webview), 'page', answers, exportPageParsers, (error) => wireErrorOf(error, services.log)) });
    showPage(services.context, panel, { page: 'export', identity: {}, bundle: 'export', icon: 'report' });
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
