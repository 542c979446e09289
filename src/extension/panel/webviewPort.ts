import type { Webview } from 'vscode';
import type { Port } from '../../protocol/rpc.ts';

export function webviewPort(webview: Webview): Port {
  return {
    post: (message) => void webview.postMessage(message),
    listen(receive) {
      const listening = webview.onDidReceiveMessage(receive);
      return () => listening.dispose();
    },
  };
}
