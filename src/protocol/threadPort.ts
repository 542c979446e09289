import type { Port } from './rpc.ts';

/** What a worker thread's end and its owner's end have in common; Node's MessagePort and Worker both fit. */
export interface ThreadEnd {
  postMessage(message: unknown): void;
  on(event: 'message', receive: (message: unknown) => void): unknown;
  off(event: 'message', receive: (message: unknown) => void): unknown;
}

/** A port over one end of a worker thread, for `connect` and `serve`. */
export function threadPort(end: ThreadEnd): Port {
  return {
    post: (message) => end.postMessage(message),
    listen(receive) {
      end.on('message', receive);
      return () => void end.off('message', receive);
    },
  };
}

/** What the worker tells unasked: a line for the log. `detail` is a stack, for the log alone. */
export type LogLine = { readonly kind: 'casebook/log'; readonly level: 'info' | 'warn' | 'error'; readonly message: string; readonly detail?: string | undefined };

export function isLogLine(message: unknown): message is LogLine {
  return typeof message === 'object' && message !== null && 'kind' in message && message.kind === 'casebook/log';
}
