import type { JsonMap } from '../../model/json.ts';
import type { Usage } from '../../model/usage.ts';

type Counts = Pick<Usage, 'input' | 'cachedRead' | 'cacheWrite' | 'output' | 'reasoning'>;

/** A number of tokens; null for anything else. */
export function tokenCount(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

/** A count with those that are told beside it; null where the count itself is not known, and where the sum is no number of tokens any more. */
export function withBeside(count: number | null, ...beside: readonly (number | null)[]): number | null {
  return count === null ? null : tokenCount(beside.reduce<number>((total, each) => total + (each ?? 0), count));
}

/** Counts as a usage. Null where it is not known what went in, nor what came out. */
export function usageFrom(counts: Partial<Counts>, level: Usage['level'], raw?: JsonMap): Usage | null {
  const { input = null, cachedRead = null, cacheWrite = null, output = null, reasoning = null } = counts;
  return input === null && output === null ? null : { input, cachedRead, cacheWrite, output, reasoning, level, ...(raw === undefined ? {} : { raw }) };
}

/** What several calls took together; null where there are none. What none of them tells stays unknown. */
export function sumOfUsages(usages: readonly Usage[], level: Usage['level'], raw: JsonMap): Usage | null {
  const sum = (field: keyof Counts) => {
    const [first, ...more] = usages.flatMap((usage) => usage[field] ?? []);
    return withBeside(first ?? null, ...more);
  };
  return usages.length === 0 ? null : { input: sum('input'), cachedRead: sum('cachedRead'), cacheWrite: sum('cacheWrite'), output: sum('output'), reasoning: sum('reasoning'), level, raw };
}
