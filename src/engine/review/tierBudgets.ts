import { tierLimits } from '../../core/evaluators/tierLimits.ts';
import type { EvalCase } from '../../core/model/evalCase.ts';
import type { Release } from '../../core/model/release.ts';
import type { Slices } from '../../core/support/slices.ts';
import type { Library } from '../caseLibrary.ts';

export type Budgets = NonNullable<EvalCase['budgets']>;
const noCases: Pick<Library, 'cases'> = { cases: [] };

/**
 * What a trace of a use case may take (METRICS 12). Its tier is the one that the cases of the use case name, where they name one and the same,
 * else the one that is called like the use case, else `default`.
 */
export function createTierBudgets({ library, release }: { readonly library: { read(): Slices<Library> }; readonly release: () => Release }): () => Slices<(useCase: string | null) => Budgets> {
  let last: { readonly library: Pick<Library, 'cases'>; readonly release: Release; readonly of: (useCase: string | null) => Budgets } | undefined;

  function made({ cases }: Pick<Library, 'cases'>, { tiers = {} }: Release): (useCase: string | null) => Budgets {
    const named = new Map<string, Set<string>>();
    for (const { value: { tier, status, metadata } } of cases) {
      const useCase = metadata?.segment?.useCase;
      if (useCase === undefined || tier === undefined || status === 'archived') continue;
      named.set(useCase, (named.get(useCase) ?? new Set()).add(tier));
    }
    const tierOf = (useCase: string): string | undefined => {
      const [tier, ...others] = named.get(useCase) ?? [useCase];
      return others.length === 0 ? tier : undefined;
    };
    const known = new Map<string | null, Budgets>();
    return (useCase) => {
      const tier = useCase === null ? undefined : tierOf(useCase);
      const budgets = known.get(useCase) ?? tierLimits(tier === undefined ? {} : { tier }, tiers).budgets;
      known.set(useCase, budgets);
      return budgets;
    };
  }

  return function* read() {
    const rules = release();
    // With no tier but the default one it does not matter what cases name.
    const now = Object.keys(rules.tiers ?? {}).some((tier) => tier !== 'default') ? yield* library.read() : noCases;
    if (last?.library !== now || last.release !== rules) last = { library: now, release: rules, of: made(now, rules) };
    return last.of;
  };
}
