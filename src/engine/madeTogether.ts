import { createQueryIndex, alike } from '../core/coverage/queries.ts';
import type { QueryIndex } from '../core/coverage/queries.ts';
import type { AlikeTrace } from '../protocol/proposalApi.ts';

/** Which of the traces that are made into cases at once ask nearly the same. What they ask is read once for all of them. */
export function createMadeTogether(queryOf: (trace: string) => string | null): (trace: string, query: string, together: readonly string[]) => readonly AlikeTrace[] {
  let last: { readonly key: string; readonly wordings: QueryIndex<string> } | undefined;

  function wordingsOf(together: readonly string[]): QueryIndex<string> {
    const key = together.join('\n');
    if (last?.key === key) return last.wordings;
    const wordings = createQueryIndex<string>();
    for (const trace of new Set(together)) {
      const query = queryOf(trace);
      if (query !== null) wordings.add(trace, query);
    }
    last = { key, wordings };
    return wordings;
  }
  return (trace, query, together) => wordingsOf(together).find(query, alike).flatMap(({ of, similarity }) => (of === trace ? [] : [{ trace: of, similarity }]));
}
