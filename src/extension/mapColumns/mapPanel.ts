import { basename } from 'node:path';
import type * as vscode from 'vscode';
import { DisposableStore } from '../../core/support/disposable.ts';
import { mapPageParsers, type MapPageApi } from '../../protocol/mapPage.ts';
import { serve } from '../../protocol/rpc.ts';
import { showPage } from '../panel/showPage.ts';
import { webviewPort } from '../panel/webviewPort.ts';
import { wireErrorOf } from '../services/errorSentence.ts';
import type { Services } from '../services/services.ts';
import { answerMap } from './answerMap.ts';
import type { MappedFile } from './answerMap.ts';

/** The columns of one file's rows in an editor tab. */
export class MapPanel implements vscode.Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #owned = new DisposableStore();

  constructor(services: Services, panel: vscode.WebviewPanel, file: MappedFile) {
    this.#panel = panel;
    panel.title = `Map Columns: ${basename(file.path)}`;
    const answers = answerMap(services, file, () => panel.dispose());
    this.#owned.add({ dispose: serve<MapPageApi>(webviewPort(panel.webview), 'page', answers, mapPageParsers, (error) => wireErrorOf(error, services.log)) });
    showPage(services.context, panel, { page: 'mapColumns', identity: file, bundle: 'mapColumns', icon: 'columns' });
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
