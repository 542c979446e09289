import type * as vscode from 'vscode';
import { DisposableStore } from '../../core/support/disposable.ts';
import type { MakeReport } from '../../protocol/makeApi.ts';
import { makePageParsers, type MakePageApi } from '../../protocol/makePage.ts';
import { serve } from '../../protocol/rpc.ts';
import { showPage } from '../panel/showPage.ts';
import { webviewPort } from '../panel/webviewPort.ts';
import type { TraceRef } from '../services/commands.ts';
import { wireErrorOf } from '../services/errorSentence.ts';
import type { Services } from '../services/services.ts';
import { answerMake } from './answerMake.ts';

/** A case under construction in an editor tab, of one trace. */
export class MakePanel implements vscode.Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #owned = new DisposableStore();

  constructor(services: Services, panel: vscode.WebviewPanel, ref: TraceRef, written: (report: MakeReport) => Promise<void>) {
    this.#panel = panel;
    const answers = answerMake(services, ref, {
      named: (id) => {
        panel.title = `New case: ${id}`;
      },
      written,
      close: () => panel.dispose(),
    });
    this.#owned.add({ dispose: serve<MakePageApi>(webviewPort(panel.webview), 'page', answers, makePageParsers, (error) => wireErrorOf(error, services.log)) });
    showPage(services.context, panel, { page: 'make', identity: ref, bundle: 'make', icon: 'case' });
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
