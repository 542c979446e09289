import type { RetrievedDocument } from '../model/span.ts';
import type { Trial } from '../model/trace.ts';

const keys = ['snapshot', 'snapshotId', 'snapshot_id', 'index_snapshot', 'indexSnapshot'] as const;

/** The snapshot of the index that a document was found in: its own word, else that of the run; null where neither says. */
export function snapshotOf({ metadata }: Pick<RetrievedDocument, 'metadata'>, trial: Trial): string | null {
  for (const key of keys) {
    const value = Object.hasOwn(metadata, key) ? metadata[key] : undefined;
    if ((typeof value === 'string' && value !== '') || typeof value === 'number') return String(value);
  }
  return trial.facts?.snapshot ?? null;
}
