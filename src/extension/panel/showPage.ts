import * as vscode from 'vscode';
import { createNonce } from './nonce.ts';
import { pageHtml, type PageHtml } from './pageHtml.ts';

/** A built page: its script and style in `dist/`, its icon in `media/` (`<icon>-dark.svg`, `<icon>-light.svg`). */
export type Page = Pick<PageHtml, 'page' | 'identity' | 'first'> & { readonly bundle: string; readonly icon: string };

/** Puts a page into its panel. Every page gets the same rights: scripts, and files of `dist/` alone. */
export function showPage({ extensionUri }: vscode.ExtensionContext, panel: vscode.WebviewPanel, { page, identity, first, bundle, icon }: Page): void {
  const { webview } = panel;
  const dist = vscode.Uri.joinPath(extensionUri, 'dist');
  const built = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(dist, name)).toString();
  const media = (name: string): vscode.Uri => vscode.Uri.joinPath(extensionUri, 'media', name);
  panel.iconPath = { dark: media(`${icon}-dark.svg`), light: media(`${icon}-light.svg`) };
  webview.options = { enableScripts: true, localResourceRoots: [dist] };
  webview.html = pageHtml({ page, identity, first, script: built(`${bundle}.js`), style: built(`${bundle}.css`), cspSource: webview.cspSource, nonce: createNonce(), language: vscode.env.language });
}
