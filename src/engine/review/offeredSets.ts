import type { ToolDefinition } from '../../core/model/span.ts';
import type { LabelledTrace } from '../../core/model/review.ts';
import type { TraceSummary } from '../../core/model/trajectory.ts';
import type { OfferedSet } from '../../core/review/patterns/toolSelection.ts';
import type { Slices } from '../../core/support/slices.ts';
import type { Store } from '../../store/openStore.ts';
import { canonicalHash } from '../canonicalHash.ts';

/** So many ways to write lists of tools are remembered. */
const mostTexts = 2000;
const atOnce = 20;

type Known = { readonly of: LabelledTrace; readonly stamp: string; readonly set: OfferedSet | undefined };

/** Which tools each trace was offered. Traces of one agent are told the same text again and again: each is read as JSON once. */
export type OfferedSets = {
  /** Looks at those of the traces that are not known as they stand. The same object stands as it did. */
  know(traces: readonly LabelledTrace[]): Slices<void>;
  /** Of what was looked at; undefined: not recorded. */
  of(trace: string): OfferedSet | undefined;
};

export function createOfferedSets(store: Pick<Store, 'listedRow' | 'offeredIn'>): OfferedSets {
  const known = new Map<string, Known>();
  const byText = new Map<string, OfferedSet>();

  function setOf(texts: readonly string[], agent: string | undefined): OfferedSet | undefined {
    if (texts.length === 0) return undefined;
    const key = [agent ?? '', ...texts].join('\n');
    let set = byText.get(key);
    if (set === undefined) {
      const definitions = texts.flatMap((text) => JSON.parse(text) as ToolDefinition[]);
      const toldAs = new Map(definitions.map(({ name, description, schema }) => [name, canonicalHash({ description, schema })] as const).sort(([a], [b]) => (a < b ? -1 : 1)));
      set = { id: canonicalHash([...toldAs]).slice(0, 12), texts: toldAs, ...(agent === undefined ? {} : { agent }) };
      if (byText.size >= mostTexts) byText.clear();
      byText.set(key, set);
    }
    return set;
  }

  return {
    *know(traces) {
      let looked = 0;
      for (const trace of traces) {
        const { id } = trace;
        const before = known.get(id);
        if (before?.of === trace) continue;
        const row = store.listedRow(id);
        const stamp = row === undefined ? '' : `${row.trace} ${row.firstContent}`;
        const set = before?.stamp === stamp ? before.set : row === undefined || trace.toolsOffered === null ? undefined : setOf(store.offeredIn(row.trace), agentOf(row.summary));
        known.set(id, { of: trace, stamp, set });
        if (++looked % atOnce === 0) yield;
      }
    },
    of: (trace) => known.get(trace)?.set,
  };
}

function agentOf({ app, agent }: Pick<TraceSummary, 'app' | 'agent'>): string | undefined {
  return app === null && agent === null ? undefined : JSON.stringify([app, agent]);
}
