import { setTimeout } from 'node:timers/promises';
import { isAbort, messageOf } from '../../core/support/errors.ts';

export type HttpJob = { readonly url: URL; readonly method: string; readonly headers: Headers; readonly body: string | undefined; readonly timeoutMs: number; readonly maxOutputBytes: number; readonly retries: number };

/** `ms` is the time of the attempt that was answered. */
export type HttpEnd =
  | { readonly how: 'response'; readonly status: number; readonly bytes: Buffer; readonly ms: number }
  | { readonly how: 'timeout' | 'flood' | 'aborted' }
  | { readonly how: 'unreachable'; readonly code: string; readonly tries: number }
  | { readonly how: 'broken'; readonly message: string }
  | { readonly how: 'port' | 'undecodable' }
  | { readonly how: 'redirect'; readonly to: string; readonly why: 'origin' | 'loop' };

/** There was no connection, so nobody was asked: it is safe to try again. A connection that breaks later is not. */
const unreachable: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT']);
/** What fetch says, without a code, of ports that it asks nobody on, such as that of mail. */
const refusedPort = 'bad port';
const firstPauseMs = 200;
const mostRedirects = 5;

/** Asks once, and again only where no connection could be made. Never rejects and never outlives its limits. */
export async function fetchBounded(job: HttpJob, cancelled: AbortSignal): Promise<HttpEnd> {
  const deadline = AbortSignal.timeout(job.timeoutMs);
  const signal = AbortSignal.any([cancelled, deadline]);
  try {
    for (let attempt = 1; ; attempt++) {
      const end = await once(job, signal);
      if (end.how !== 'unreachable' || attempt > job.retries) return end.how === 'unreachable' ? { ...end, tries: attempt } : end;
      await setTimeout(firstPauseMs * 2 ** (attempt - 1), undefined, { signal });
    }
  } catch (error) {
    if (cancelled.aborted) return { how: 'aborted' };
    if (deadline.aborted || isAbort(error)) return { how: 'timeout' };
    if (reasonOf(error) === refusedPort) return { how: 'port' };
    return codeOf(error)?.startsWith('Z_') ? { how: 'undecodable' } : { how: 'broken', message: reasonOf(error) };
  }
}

async function once({ method: firstMethod, headers: firstHeaders, body: firstBody, ...job }: HttpJob, signal: AbortSignal): Promise<HttpEnd> {
  const start = performance.now();
  let { url } = job;
  let [method, headers, body] = [firstMethod, firstHeaders, firstBody];
  for (let hops = 0; hops <= mostRedirects; hops++) {
    let response: Response;
    try {
      response = await fetch(url, { method, headers, signal, redirect: 'manual', ...(body === undefined ? {} : { body }) });
    } catch (error) {
      const code = codeOf(error);
      if (!signal.aborted && code !== undefined && unreachable.has(code)) return { how: 'unreachable', code, tries: 1 };
      throw error;
    }
    const location = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || location === null) return await readBounded(response, job.maxOutputBytes, start);
    await response.body?.cancel();
    const to = URL.parse(location, url);
    // Elsewhere nobody may see the headers, which hold secrets.
    if (!to || to.origin !== job.url.origin) return { how: 'redirect', to: to?.origin ?? location, why: 'origin' };
    url = to;
    // As browsers do: the answer stands elsewhere.
    if (response.status === 303 || (response.status < 303 && method === 'POST')) {
      [method, body, headers] = ['GET', undefined, new Headers(headers)];
      headers.delete('content-type');
    }
  }
  return { how: 'redirect', to: url.href, why: 'loop' };
}

async function readBounded(response: Response, maxOutputBytes: number, start: number): Promise<HttpEnd> {
  const chunks: Uint8Array[] = [];
  let received = 0;
  for await (const chunk of response.body ?? []) {
    received += (chunk as Uint8Array).length;
    if (received > maxOutputBytes) return { how: 'flood' };
    chunks.push(chunk as Uint8Array);
  }
  return { how: 'response', status: response.status, bytes: Buffer.concat(chunks), ms: performance.now() - start };
}

/** fetch says only that it failed; why stands in its causes, of which there may be one for each address of a name. */
function codeOf(error: unknown): string | undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  const first = cause instanceof AggregateError ? (cause.errors[0] as unknown) : cause;
  return (first as NodeJS.ErrnoException | undefined)?.code;
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return messageOf(cause);
}
