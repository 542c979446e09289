import type { Page } from 'playwright-core';
import type { Port } from '../../src/protocol/rpc.ts';

/** The host's end of what a page posts and receives. `attach` before the page is opened, and after whoever serves it listens. */
export function pagePort(page: Page): { readonly port: Port; attach(): Promise<void> } {
  let receive: ((message: unknown) => void)[] = [];
  const port: Port = {
    // As text: a driver takes seconds to hand over a large object piece by piece.
    post: (message) => void page.evaluate((data) => window.postMessage(JSON.parse(data), '*'), JSON.stringify(message)).catch((error: unknown) => {
      // A page that was closed or loads anew has nobody to tell.
      if (!/closed|navigation/u.test(String(error))) throw error;
    }),
    listen(receiver) {
      receive.push(receiver);
      return () => (receive = receive.filter((each) => each !== receiver));
    },
  };
  async function attach(): Promise<void> {
    await page.exposeFunction('toRecordedHost', (message: unknown) => receive.forEach((each) => each(message)));
    await page.addInitScript(() => {
      let state: unknown = JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined;
      const api = {
        postMessage: (message: unknown) => (window as unknown as { toRecordedHost(message: unknown): void }).toRecordedHost(message),
        getState: () => state,
        setState: (next: unknown) => {
          state = next;
          sessionStorage.setItem('state', JSON.stringify(next));
        },
      };
      Object.assign(window, { acquireVsCodeApi: () => api });
    });
  }
  return { port, attach };
}
