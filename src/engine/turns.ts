import type { Slices } from '../core/support/slices.ts';

/** `asked`: somebody waits for it. `ahead`: it will be wanted. */
export type Urgency = 'asked' | 'ahead';

/** Long work of several calls, a few milliseconds at a time: between any two of them calls that came meanwhile are answered. */
export type Turns = {
  /** Comes when whoever does long work may go on: one at a time, who is waited for first. */
  next(urgency: Urgency): Promise<void>;
  /** Throws when the signal says so. */
  run<Result>(work: Slices<Result>, urgency: Urgency, signal: AbortSignal): Promise<Result>;
};

/** How long one turn is. */
export const turnMs = 8;

export function createTurns(): Turns {
  const waiting: Readonly<Record<Urgency, (() => void)[]>> = { asked: [], ahead: [] };
  let isDue = false;

  function schedule(): void {
    if (isDue) return;
    isDue = true;
    setImmediate(() => {
      isDue = false;
      (waiting.asked.shift() ?? waiting.ahead.shift())?.();
      if (waiting.asked.length + waiting.ahead.length > 0) schedule();
    });
  }

  function next(urgency: Urgency): Promise<void> {
    return new Promise((resolve) => {
      waiting[urgency].push(resolve);
      schedule();
    });
  }

  return {
    next,
    async run(work, urgency, signal) {
      let since = performance.now();
      for (;;) {
        const { done, value } = work.next();
        if (done) return value;
        if (performance.now() - since < turnMs) continue;
        await next(urgency);
        signal.throwIfAborted();
        since = performance.now();
      }
    },
  };
}
