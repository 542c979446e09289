import { fieldsOf } from '../core/find/fields.ts';
import type { Field } from '../core/find/fields.ts';
import { findInFields } from '../core/find/findInFields.ts';
import type { FindQuery, Hits } from '../core/find/findInFields.ts';
import { shared } from '../core/support/slices.ts';
import type { Slices } from '../core/support/slices.ts';
import type { Assembled } from '../core/trajectory/assemble.ts';
import type { EngineApi } from '../protocol/engineApi.ts';
import type { Reads } from './reads.ts';
import type { Urgency } from './turns.ts';

/** A pattern may be so large that it is slow on a large trace, though its time grows with the text only. */
const longestMs = 20_000;

export type Finding = Pick<EngineApi, 'findInTrace'> & {
  /** Gathers the texts of a trace before anyone searches in it. Throws when the signal says so. */
  ahead(trace: string, signal: AbortSignal): Promise<void>;
};

/** Searches the trace that is open. Its texts are gathered once and kept with it. */
export function createFinding({ ready, inTurns }: Pick<Reads, 'ready' | 'inTurns'>): Finding {
  const gathered = new WeakMap<Assembled, () => Slices<readonly Field[]>>();

  function gathering(assembled: Assembled): Slices<readonly Field[]> {
    const work = gathered.get(assembled) ?? shared(() => fieldsOf(assembled));
    gathered.set(assembled, work);
    return work();
  }

  async function fieldsIn(trace: string, signal: AbortSignal, urgency: Urgency): Promise<readonly Field[]> {
    const { assembled } = await ready(trace, signal, urgency);
    return inTurns(gathering(assembled), signal, urgency);
  }

  return {
    async ahead(trace, signal) {
      await fieldsIn(trace, signal, 'ahead');
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
