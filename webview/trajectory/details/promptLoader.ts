import type { PromptChanges } from '../../../src/core/model/insights.ts';
import type { Client } from '../../../src/protocol/rpc.ts';
import type { TrajectoryPageApi } from '../../../src/protocol/trajectoryPage.ts';

/** What changed in the prompts asked for last; few, as each may hold whole messages. */
export type PromptLoader = {
  peek(n: number): PromptChanges | undefined;
  load(n: number, signal: AbortSignal): Promise<PromptChanges>;
  clear(): void;
};

const kept = 16;

export function createPromptLoader(api: Pick<Client<TrajectoryPageApi>, 'promptChanges'>): PromptLoader {
  const cache = new Map<number, PromptChanges>();
  return {
    peek: (n) => cache.get(n),
    async load(n, signal) {
      const changes = cache.get(n) ?? (await api.promptChanges({ n }, { signal }));
      if (signal.aborted) return changes;
      cache.delete(n);
      cache.set(n, changes);
      const [oldest] = cache.keys();
      if (cache.size > kept && oldest !== undefined) cache.delete(oldest);
      return changes;
    },
    clear: () => cache.clear(),
  };
}
