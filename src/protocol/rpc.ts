/**
 * Typed calls over anything that posts messages. One interface is the protocol: its methods are `Method`s, and what a
 * caller sees (`Client`) and what a server implements (`Handlers`) are inferred from it. Values only: no zod, no Node, no VS Code.
 */

export type CallContext<Progress> = { readonly signal: AbortSignal; progress(value: Progress): void };
export type Method<Arguments, Result, Progress = never> = (args: Arguments, context: CallContext<Progress>) => Result | Promise<Result>;

// eslint-disable-next-line -- the one place where any method must fit
type AnyMethod = (args: never, context: CallContext<never>) => unknown;
export type Api<T> = { [M in keyof T]: AnyMethod };

type ArgumentsOf<M> = M extends (args: infer A, context: never) => unknown ? A : never;
type ResultOf<M> = M extends (args: never, context: never) => infer R ? Awaited<R> : never;
type ProgressOf<M> = M extends (args: never, context: CallContext<infer P>) => unknown ? P : never;

export type CallOptions<Progress> = { readonly signal?: AbortSignal | undefined; readonly onProgress?: ((value: Progress) => void) | undefined };
export type Client<T extends Api<T>> = { [M in keyof T]: (args: ArgumentsOf<T[M]>, options?: CallOptions<ProgressOf<T[M]>>) => Promise<ResultOf<T[M]>> };
export type Handlers<T extends Api<T>> = T;
/** A parser per method: the serving side trusts nobody. Throwing means the arguments were refused. */
export type Parsers<T extends Api<T>> = { readonly [M in keyof T]: { parse(value: unknown): ArgumentsOf<T[M]> } };

export interface Port {
  post(message: unknown): void;
  /** Returns how to stop listening. */
  listen(receive: (message: unknown) => void): () => void;
}

export type WireError = { readonly code: string; readonly message: string; readonly hint?: string | undefined };

type Wire =
  | { readonly api: string; readonly kind: 'call'; readonly id: number; readonly method: string; readonly args: unknown }
  | { readonly api: string; readonly kind: 'cancel'; readonly id: number }
  | { readonly api: string; readonly kind: 'progress'; readonly id: number; readonly value: unknown }
  | { readonly api: string; readonly kind: 'result'; readonly id: number; readonly value: unknown }
  | { readonly api: string; readonly kind: 'error'; readonly id: number; readonly error: WireError };

/** What a caller gets when the other side failed. */
export class RemoteError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  constructor(error: WireError) {
    super(error.message);
    this.name = error.code === 'cancelled' ? 'AbortError' : 'RemoteError';
    this.code = error.code;
    this.hint = error.hint;
  }
}

function isWire(message: unknown, api: string): message is Wire {
  return typeof message === 'object' && message !== null && 'api' in message && message.api === api && 'kind' in message && 'id' in message;
}

/** The calling end. `api` names the protocol, so that several share a port. `close` refuses what is still open. */
export function connect<T extends Api<T>>(port: Port, api: string): { readonly client: Client<T>; close(reason: string): void } {
  type Open = { resolve(value: unknown): void; reject(error: Error): void; onProgress: ((value: never) => void) | undefined };
  const open = new Map<number, Open>();
  let last = 0;
  let closed: string | undefined;

  const stop = port.listen((message) => {
    if (!isWire(message, api) || message.kind === 'call' || message.kind === 'cancel') return;
    const call = open.get(message.id);
    if (!call) return;
    if (message.kind === 'progress') {
      call.onProgress?.(message.value as never);
      return;
    }
    open.delete(message.id);
    if (message.kind === 'result') call.resolve(message.value);
    else call.reject(new RemoteError(message.error));
  });

  function call(method: string, args: unknown, options: CallOptions<never> = {}): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (closed !== undefined) return reject(new RemoteError({ code: 'closed', message: closed }));
      if (options.signal?.aborted) return reject(new RemoteError({ code: 'cancelled', message: 'Cancelled' }));
      const id = ++last;
      open.set(id, { resolve, reject, onProgress: options.onProgress });
      options.signal?.addEventListener('abort', () => open.has(id) && port.post({ api, kind: 'cancel', id } satisfies Wire), { once: true });
      port.post({ api, kind: 'call', id, method, args } satisfies Wire);
    });
  }

  const client = new Proxy({} as Client<T>, {
    // A client is often returned from an async function: it must not look like a promise.
    get: (_, method) => (typeof method === 'string' && method !== 'then' ? (args: unknown, options?: CallOptions<never>) => call(method, args, options) : undefined),
  });
  return {
    client,
    close(reason) {
      closed = reason;
      stop();
      for (const each of open.values()) each.reject(new RemoteError({ code: 'closed', message: reason }));
      open.clear();
    },
  };
}

/** The serving end. `toWire` turns what a handler threw into what crosses: a code and a sentence, never a stack. */
export function serve<T extends Api<T>>(port: Port, api: string, handlers: Handlers<T>, parsers: Parsers<T>, toWire: (error: unknown) => WireError): () => void {
  const running = new Map<number, AbortController>();

  async function answer(id: number, method: string, args: unknown): Promise<void> {
    const controller = new AbortController();
    running.set(id, controller);
    try {
      if (!Object.hasOwn(parsers, method)) throw new RemoteError({ code: 'unknown-method', message: `No such call: ${method}` });
      const name = method as keyof T;
      const handler = handlers[name] as unknown as (args: unknown, context: CallContext<unknown>) => unknown;
      const context: CallContext<unknown> = { signal: controller.signal, progress: (value) => port.post({ api, kind: 'progress', id, value } satisfies Wire) };
      const value = await handler.call(handlers, parsers[name].parse(args), context);
      port.post({ api, kind: 'result', id, value } satisfies Wire);
    } catch (error) {
      const wire = controller.signal.aborted ? { code: 'cancelled', message: 'Cancelled' } : toWire(error);
      port.post({ api, kind: 'error', id, error: wire } satisfies Wire);
    } finally {
      running.delete(id);
    }
  }

  const stop = port.listen((message) => {
    if (!isWire(message, api)) return;
    if (message.kind === 'call') void answer(message.id, message.method, message.args);
    else if (message.kind === 'cancel') running.get(message.id)?.abort();
  });
  return () => {
    stop();
    for (const controller of running.values()) controller.abort();
  };
}
