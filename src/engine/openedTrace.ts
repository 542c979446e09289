import type { Trace } from '../core/model/trace.ts';
import type { Assembled } from '../core/trajectory/assemble.ts';
import { assemble } from '../core/trajectory/assemble.ts';
import type { Store } from '../store/openStore.ts';

export type OpenedTrace = { readonly trace: Trace; readonly assembled: Assembled };

const idleMs = 60_000;

/**
 * The trace whose steps are being read, kept until another one is: stepping through a large trace would otherwise read it
 * whole for every step. Let go a minute after the last step.
 */
export function createOpenedTrace(store: Store): (id: string) => OpenedTrace | undefined {
  let opened: (OpenedTrace & { readonly stamp: string }) | undefined;
  let idle: NodeJS.Timeout | undefined;

  return (id) => {
    const stamp = store.stampOf(id);
    if (stamp === undefined) return undefined;
    if (opened?.trace.id !== id || opened.stamp !== stamp) {
      const trace = store.readTrace(id);
      opened = trace && { trace, assembled: assemble(trace.spans), stamp };
    }
    clearTimeout(idle);
    idle = setTimeout(() => { opened = undefined; }, idleMs).unref();
    return opened;
  };
}
