import { charactersIn } from '../../src/core/display/charactersIn.ts';
import type { StepDetail } from '../../src/core/model/trajectory.ts';
import type { Client } from '../../src/protocol/rpc.ts';
import type { TrajectoryPageApi } from '../../src/protocol/trajectoryPage.ts';

/** Fetches payloads when a step is opened and keeps the latest few, so that going back is instant and memory stays bounded. */
export type StepLoader = {
  /** What is here already. */
  peek(n: number): StepDetail | undefined;
  /** Aborting the last who waits aborts the call. `early`: told of what is known of the step before the whole trace is read, which is not kept. */
  load(n: number, signal: AbortSignal, early?: (partial: StepDetail) => void): Promise<StepDetail>;
  /** Fetches it once more, with as much of the conversation as a page can hold. */
  lengthen(n: number): Promise<void>;
  clear(): void;
};

/** Of the steps that were read: how many, and how many characters of text in all. The latest one stays, however long. */
const kept = { steps: 48, characters: 12_000_000 };

export function createStepLoader(api: Pick<Client<TrajectoryPageApi>, 'step'>): StepLoader {
  const cache = new Map<number, StepDetail>();
  const sizes = new Map<number, number>();
  let characters = 0;
  type Running = { readonly promise: Promise<StepDetail>; readonly controller: AbortController; waiting: number; readonly early: Set<(partial: StepDetail) => void> };
  const running = new Map<number, Running>();

  function forget(n: number): void {
    cache.delete(n);
    characters -= sizes.get(n) ?? 0;
    sizes.delete(n);
  }

  function keep(n: number, detail: StepDetail): void {
    forget(n);
    cache.set(n, detail);
    const size = charactersIn(detail);
    sizes.set(n, size);
    characters += size;
    for (const oldest of cache.keys()) {
      if (oldest === n || (cache.size <= kept.steps && characters <= kept.characters)) break;
      forget(oldest);
    }
  }

  function start(n: number): Running {
    const controller = new AbortController();
    const { signal } = controller;
    const early = new Set<(partial: StepDetail) => void>();
    const promise = api.step({ n, soon: true }, { signal }).then((first) => {
      if (!first.partial) return first;
      for (const tell of early) tell(first);
      return api.step({ n }, { signal });
    }).then((detail) => {
      if (running.get(n)?.controller !== controller) return detail;
      keep(n, detail);
      return detail;
    });
    const call: Running = { promise, controller, waiting: 0, early };
    const finish = () => running.get(n) === call && running.delete(n);
    promise.then(finish, finish);
    running.set(n, call);
    return call;
  }

  return {
    peek(n) {
      const detail = cache.get(n);
      if (!detail) return undefined;
      cache.delete(n);
      cache.set(n, detail);
      return detail;
    },
    async load(n, signal, early) {
      const known = this.peek(n);
      if (known) return known;
      const call = running.get(n) ?? start(n);
      call.waiting++;
      if (early) call.early.add(early);
      const leave = () => {
        if (early) call.early.delete(early);
        if (--call.waiting > 0) return;
        running.delete(n);
        call.controller.abort();
      };
      signal.addEventListener('abort', leave, { once: true });
      try {
        return await call.promise;
      } finally {
        signal.removeEventListener('abort', leave);
      }
    },
    async lengthen(n) {
      const of = cache.get(n);
      const detail = await api.step({ n, long: true });
      // The trace may have been read again meanwhile.
      if (cache.get(n) === of) keep(n, detail);
    },
    clear() {
      cache.clear();
      sizes.clear();
      characters = 0;
      for (const call of running.values()) call.controller.abort();
      running.clear();
    },
  };
}
