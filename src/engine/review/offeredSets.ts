import type { ToolDefinition } from '../../core/model/span.ts';
import type { OfferedSet } from '../../core/review/patterns/toolSelection.ts';
import type { Slices } from '../../core/support/slices.ts';
import type { Store } from '../../store/openStore.ts';
import { canonicalHash } from '../canonicalHash.ts';

/** So many ways to write lists of tools are remembered. */
const mostTexts = 2000;
const atOnce = 20;

type Known = { readonly stamp: string; readonly set: OfferedSet | undefined };

/** Which tools each trace was offered. Traces of one agent are told the same text again and again: each is read as JSON once. */
export type OfferedSets = {
  /** Looks at those of the traces that are not known as they stand. */
  know(traces: readonly string[]): Slices<void>;
  /** Of what was looked at; undefined: not recorded. */
  of(trace: string): OfferedSet | undefined;
};

export function createOfferedSets(store: Pick<Store, 'listedRow' | 'offeredIn'>): OfferedSets {
  const known = new Map<string, Known>();
  const byText = new Map<string, OfferedSet>();

  function setOf(texts: readonly string[]): OfferedSet | undefined {
    if (texts.length === 0) return undefined;
    const key = texts.join('\n');
    let set = byText.get(key);
    if (set === undefined) {
      const definitions = texts.flatMap((text) => JSON.parse(text) as ToolDefinition[]);
      const toldAs = new Map(definitions.map(({ name, description, schema }) => [name, canonicalHash({ description, schema })] as const).sort(([a], [b]) => (a < b ? -1 : 1)));
      set = { id: canonicalHash([...toldAs]).slice(0, 12), texts: toldAs };
      if (byText.size >= mostTexts) byText.clear();
      byText.set(key, set);
    }
    return set;
  }

  return {
    *know(traces) {
      for (const [at, id] of traces.entries()) {
        const row = store.listedRow(id);
        const stamp = row === undefined ? '' : `${row.trace} ${row.firstContent}`;
        if (known.get(id)?.stamp !== stamp) known.set(id, { stamp, set: row === undefined || row.summary.toolsOffered === null ? undefined : setOf(store.offeredIn(row.trace)) });
        if (at % atOnce === atOnce - 1) yield;
      }
    },
    of: (trace) => known.get(trace)?.set,
  };
}
