import type { IncomingMessage } from 'node:http';
import { createGunzip } from 'node:zlib';

/** A body that was read, or the HTTP status that refuses it with a sentence. */
export type ReadBody = { readonly bytes: Buffer; readonly refusal: null } | { readonly bytes: null; readonly refusal: { readonly status: 400 | 413 | 415; readonly said: string } };

const refused = (status: 400 | 413 | 415, said: string): ReadBody => ({ bytes: null, refusal: { status, said } });

/** Reads a body to its end and unpacks it on the way; neither what comes nor what it unpacks to may be longer than `mostBytes`. */
export function readBody(request: IncomingMessage, mostBytes: number): Promise<ReadBody> {
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding !== 'identity' && encoding !== 'gzip') return Promise.resolve(refused(415, `The content encoding ${encoding} is not known here; send gzip or none.`));
  const tooLong = refused(413, `The body is longer than ${mostBytes} bytes. Send fewer spans at a time.`);
  if (Number(request.headers['content-length'] ?? 0) > mostBytes) return Promise.resolve(tooLong);

  const { promise, resolve } = Promise.withResolvers<ReadBody>();
  const chunks: Buffer[] = [];
  let received = 0;
  let unpacked = 0;
  const gunzip = encoding === 'gzip' ? createGunzip() : undefined;
  const stop = (end: ReadBody): void => {
    request.removeAllListeners('data');
    gunzip?.destroy();
    resolve(end);
  };
  const keep = (chunk: Buffer): void => {
    unpacked += chunk.length;
    if (unpacked > mostBytes) stop(tooLong);
    else chunks.push(chunk);
  };
  const done = (): void => resolve({ bytes: Buffer.concat(chunks), refusal: null });

  request.on('data', (chunk: Buffer) => {
    received += chunk.length;
    if (received > mostBytes) stop(tooLong);
    else if (!gunzip) keep(chunk);
    else if (!gunzip.write(chunk)) {
      request.pause();
      gunzip.once('drain', () => request.resume());
    }
  });
  request.on('end', () => (gunzip ? gunzip.end() : done()));
  request.on('error', () => stop(refused(400, 'The body broke off.')));
  request.on('close', () => {
    if (!request.complete) stop(refused(400, 'The body broke off.'));
  });
  gunzip?.on('data', keep);
  gunzip?.on('end', done);
  gunzip?.on('error', () => stop(refused(400, 'The body says that it is gzip and is not.')));
  return promise;
}
