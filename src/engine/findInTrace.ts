import { fieldsOf } from '../core/find/fields.ts';
import type { Field } from '../core/find/fields.ts';
import { findInFields } from '../core/find/findInFields.ts';
import type { FindQuery, Hits } from '../core/find/findInFields.ts';
import type { Slices } from '../core/support/slices.ts';
import type { Assembled } from '../core/trajectory/assemble.ts';
import type { EngineApi } from '../protocol/engineApi.ts';
import type { Reads } from './reads.ts';
import type { Urgency } from './turns.ts';

/** A pattern may be so large that it is slow on a large trace, though its time grows with the text only. */
const longestMs = 20_000;

type Gathering = { readonly work: Slices<readonly Field[]>; fields?: readonly Field[] };

export type Finding = Pick<EngineApi, 'findInTrace'> & {
  /** Gathers the texts of a trace before anyone searches in it. */
  ahead(trace: string): void;
};

/** Searches the trace that is open. Its texts are gathered once and kept with it. */
export function createFinding({ ready, inTurns }: Pick<Reads, 'ready' | 'inTurns'>): Finding {
  const gathered = new WeakMap<Assembled, Gathering>();

  /** Several may wait for the same texts: each does what is left. */
  function* gathering(assembled: Assembled): Slices<readonly Field[]> {
    const now = gathered.get(assembled) ?? { work: fieldsOf(assembled) };
    gathered.set(assembled, now);
    while (!now.fields) {
      const { done, value } = now.work.next();
      if (done) now.fields = value;
      else yield;
    }
    return now.fields;
  }

  async function fieldsIn(trace: string, signal: AbortSignal, urgency: Urgency): Promise<readonly Field[]> {
    const { assembled } = await ready(trace, signal, urgency);
    return inTurns(gathering(assembled), signal, urgency);
  }

  return {
    ahead(trace) {
      // What is wrong with it is told to who searches.
      fieldsIn(trace, new AbortController().signal, 'ahead').catch(() => undefined);
    },
    async findInTrace({ trace, ...query }, { signal }) {
      return inTurns(searching(await fieldsIn(trace, signal, 'asked'), query), signal, 'asked');
    },
  };
}

function* searching(fields: readonly Field[], query: FindQuery): Slices<Hits> {
  const search = findInFields(fields, query);
  const start = performance.now();
  for (;;) {
    const { done, value } = search.next();
    if (done) return value;
    if (performance.now() - start > longestMs) return { hits: [], steps: 0, more: 0, badPattern: 'This expression takes too long on this trace. Write it shorter, or search by kind, role or tool as well.' };
    yield;
  }
}
