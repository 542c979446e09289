import type * as vscode from 'vscode';
import { DisposableStore } from '../../core/support/disposable.ts';
import { connect, serve, type Api, type Client, type Handlers, type Parsers } from '../../protocol/rpc.ts';
import { wireErrorOf } from '../services/errorSentence.ts';
import type { Services } from '../services/services.ts';
import { webviewPort } from './webviewPort.ts';

/** A page in an editor tab, with what lives as long as it does. */
export abstract class PagePanel implements vscode.Disposable {
  protected readonly panel: vscode.WebviewPanel;
  protected readonly owned = new DisposableStore();

  constructor(panel: vscode.WebviewPanel) {
    this.panel = panel;
  }

  onDidClose(listener: () => void): void {
    this.owned.add(this.panel.onDidDispose(listener));
  }

  reveal(): void {
    this.panel.reveal();
  }

  dispose(): void {
    this.owned.dispose();
  }

  protected answer<T extends Api<T>>({ log }: Services, answers: Handlers<T>, parsers: Parsers<T>): void {
    this.owned.add({ dispose: serve<T>(webviewPort(this.panel.webview), 'page', answers, parsers, (error) => wireErrorOf(error, log)) });
  }

  /** @returns what the page can be told */
  protected events<T extends Api<T>>(): Client<T> {
    const { client, close } = connect<T>(webviewPort(this.panel.webview), 'pageEvents');
    this.owned.add({ dispose: () => close('The panel was closed') });
    return client;
  }
}
