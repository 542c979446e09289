import { oneLine, plainPreview } from '../core/display/truncate.ts';
import type { EngineApi } from '../protocol/engineApi.ts';
import type { Store } from '../store/openStore.ts';
import type { StoredNeighbour } from '../store/traceNeighbours.ts';

const longestTitle = 120;

/** Pages through the traces of a session, or of a file. */
export function createNeighbours(store: Store, resolve: (ref: string) => string): Pick<EngineApi, 'neighbours'> {
  const titled = (trace: StoredNeighbour | null) => trace && { id: trace.id, title: oneLine(plainPreview(trace.query ?? trace.name ?? trace.id), longestTitle) };
  return {
    neighbours({ trace, by }) {
      const found = store.neighbours(resolve(trace), by);
      return found === undefined || found.total < 2 ? null : { ...found, previous: titled(found.previous), next: titled(found.next) };
    },
  };
}
