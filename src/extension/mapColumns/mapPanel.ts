import { basename } from 'node:path';
import * as vscode from 'vscode';
import { DisposableStore } from '../../core/support/disposable.ts';
import { mapPageParsers, type MapPageApi } from '../../protocol/mapPage.ts';
import { serve } from '../../protocol/rpc.ts';
import { createNonce } from '../panel/nonce.ts';
import { pageHtml } from '../panel/pageHtml.ts';
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
    this.#show(services.context.extensionUri, file);
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

  #show(extension: vscode.Uri, file: MappedFile): void {
    const { webview } = this.#panel;
    const built = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(extension, 'dist', name)).toString();
    const media = (name: string): vscode.Uri => vscode.Uri.joinPath(extension, 'media', name);
    this.#panel.iconPath = { dark: media('columns-dark.svg'), light: media('columns-light.svg') };
    webview.options = { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(extension, 'dist')] };
    webview.html = pageHtml({
      page: 'mapColumns', identity: file, script: built('mapColumns.js'), style: built('mapColumns.css'),
      cspSource: webview.cspSource, nonce: createNonce(), language: vscode.env.language,
    });
  }
}
