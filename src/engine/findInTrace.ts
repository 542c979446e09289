import { setImmediate } from 'node:timers/promises';
import { fieldsOf } from '../core/find/fields.ts';
import type { Field } from '../core/find/fields.ts';
import { findInFields } from '../core/find/findInFields.ts';
import type { Assembled } from '../core/trajectory/assemble.ts';
import type { EngineApi } from '../protocol/engineApi.ts';
import type { OpenedTrace } from './openedTrace.ts';

/** After so long other calls get their turn, one that stops this search among them. */
const turnMs = 10;
/** A pattern may be so large that it is slow on a large trace, though its time grows with the text only. */
const longestMs = 20_000;

/** Searches the trace that is open. Its texts are gathered once and kept with it. */
export function createFinding(opened: (ref: string) => OpenedTrace): Pick<EngineApi, 'findInTrace'> {
  const gathered = new WeakMap<Assembled, readonly Field[]>();

  function fieldsIn(assembled: Assembled): readonly Field[] {
    const known = gathered.get(assembled);
    if (known) return known;
    const fields = fieldsOf(assembled);
    gathered.set(assembled, fields);
    return fields;
  }

  return {
    async findInTrace({ trace, ...query }, { signal }) {
      const search = findInFields(fieldsIn(opened(trace).assembled), query);
      const start = performance.now();
      let turn = start;
      for (;;) {
        const { done, value } = search.next();
        if (done) return value;
        const now = performance.now();
        if (now - start > longestMs) return { hits: [], steps: 0, more: 0, badPattern: 'This expression takes too long on this trace. Write it shorter, or search by kind, role or tool as well.' };
        if (now - turn < turnMs) continue;
        await setImmediate();
        signal.throwIfAborted();
        turn = performance.now();
      }
    },
  };
}
