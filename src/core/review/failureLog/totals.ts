import type { FailureRow, FailureTotal } from '../../model/failureLog.ts';

/**
 * What each class costs, the most expensive first: failures × mean of the known costs. Classes of which no cost is known come behind,
 * the most frequent first: unknown is not 0.
 */
export function failureTotals(rows: Iterable<FailureRow>): readonly FailureTotal[] {
  const byClass = new Map<string | null, { name: string; failures: number; guarded: number; known: number; usd: number }>();
  for (const { class: id, className, costUsd, case: guard } of rows) {
    let total = byClass.get(id);
    if (!total) byClass.set(id, total = { name: className, failures: 0, guarded: 0, known: 0, usd: 0 });
    total.failures++;
    if (guard?.state === 'guarded') total.guarded++;
    if (costUsd === null) continue;
    total.known++;
    total.usd += costUsd;
  }
  return [...byClass].map(([id, { name, failures, guarded, known, usd }]): FailureTotal => ({
    class: id, name, failures, guarded, known, knownUsd: known === 0 ? null : usd, weightUsd: known === 0 ? null : failures * (usd / known),
  })).sort((a, b) => (b.weightUsd ?? -1) - (a.weightUsd ?? -1) || b.failures - a.failures || (a.name < b.name ? -1 : 1));
}
