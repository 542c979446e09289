import type { Port } from '../src/protocol/rpc.ts';

/** What VS Code gives a page; it may be acquired once. */
type VsCodeApi = { postMessage(message: unknown): void; getState(): unknown; setState(state: unknown): void };
declare function acquireVsCodeApi(): VsCodeApi;

const api = acquireVsCodeApi();
/** What the host named this page by. Kept with its state, so that the host can bring the panel back after a reload. */
const identity: unknown = JSON.parse(document.body.dataset['identity'] ?? 'null');

export const vscode: VsCodeApi = {
  postMessage: (message) => api.postMessage(message),
  getState: () => api.getState(),
  setState: (state) => api.setState({ ...(state as object), identity }),
};
if (api.getState() === undefined) vscode.setState({});

export const hostPort: Port = {
  post: (message) => vscode.postMessage(message),
  listen(receive) {
    const onMessage = (event: MessageEvent<unknown>) => receive(event.data);
    window.addEventListener('message', onMessage);
    return () => window.removeEventListener('message', onMessage);
  },
};
