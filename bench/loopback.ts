import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Answer = { readonly type: string; readonly body: string | Buffer };
export type Loopback = { readonly origin: string } & AsyncDisposable;

/** Serves a browser of this machine. What is answered with undefined is not there. */
export async function serveLoopback(answer: (path: string, request: IncomingMessage) => Answer | undefined | Promise<Answer | undefined>): Promise<Loopback> {
  const server = createServer((request, response) => {
    void (async () => {
      const found = await answer(new URL(request.url ?? '/', 'http://127.0.0.1').pathname, request);
      response.writeHead(found ? 200 : 204, { 'content-type': found?.type ?? 'text/plain', 'cache-control': 'no-store' }).end(found?.body);
    })().catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () => new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    }),
  };
}

export async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += String(chunk);
  return body;
}
