import { DidChangeTextDocumentNotification, DidCloseTextDocumentNotification, DidOpenTextDocumentNotification, TextDocumentSyncKind } from 'vscode-languageserver/node';
import type { Connection, Disposable } from 'vscode-languageserver/node';

/**
 * Files that the client is asked to tell of by their paths, as their names alone do not say what they are: the files of tools that
 * config.yaml names. Nothing happens where the client cannot be asked.
 */
export class FollowedFiles {
  readonly #connection: Connection;
  readonly #pathOf: (uri: string) => string | undefined;
  readonly #followed = new Map<string, Promise<readonly Disposable[]>>();
  mayAsk = false;

  constructor(connection: Connection, pathOf: (uri: string) => string | undefined) {
    this.#connection = connection;
    this.#pathOf = pathOf;
  }

  follow(uris: readonly string[]): void {
    if (!this.mayAsk) return;
    for (const [uri, registered] of this.#followed) {
      if (uris.includes(uri)) continue;
      this.#followed.delete(uri);
      void registered.then((all) => all.forEach((each) => each.dispose()));
    }
    for (const uri of uris) {
      const path = this.#pathOf(uri);
      if (path !== undefined && !this.#followed.has(uri)) this.#followed.set(uri, this.#register(path));
    }
  }

  async #register(path: string): Promise<readonly Disposable[]> {
    // What stands for others in a pattern stands here for any one letter.
    const documentSelector = [{ scheme: 'file', pattern: path.replaceAll('\\', '/').replaceAll(/[[\]{}*?]/g, '?') }];
    const { client, console } = this.#connection;
    try {
      return await Promise.all([
        client.register(DidOpenTextDocumentNotification.type, { documentSelector }),
        client.register(DidChangeTextDocumentNotification.type, { documentSelector, syncKind: TextDocumentSyncKind.Incremental }),
        client.register(DidCloseTextDocumentNotification.type, { documentSelector }),
      ]);
    } catch (error) {
      console.warn(`${path} is not followed: ${String(error)}`);
      return [];
    }
  }
}
