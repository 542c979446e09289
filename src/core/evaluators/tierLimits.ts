import type { EvalCase } from '../model/evalCase.ts';
import { defaultTier, type Tier } from '../model/release.ts';

export type Tiers = Readonly<Record<string, Tier>>;
type Limits = Required<Pick<EvalCase, 'budgets' | 'correction'>>;

/**
 * What one trial of a case may take before its task does not count as completed (METRICS 8 and 12): what the case states, else its tier,
 * else the tier default of release.yaml, else the one that is built in. Without `tiers` no budget holds but the case's own.
 */
export function tierLimits({ tier, budgets, correction }: Pick<EvalCase, 'tier' | 'budgets' | 'correction'>, tiers: Tiers | undefined): Limits {
  const named = tiers !== undefined && tier !== undefined && Object.hasOwn(tiers, tier) ? tiers[tier] : undefined;
  const usual = tiers !== undefined && Object.hasOwn(tiers, 'default') ? tiers['default'] : undefined;
  return {
    budgets: { ...(tiers === undefined ? {} : defaultTier.budgets), ...usual?.budgets, ...named?.budgets, ...budgets },
    correction: { ...defaultTier.correction, ...usual?.correction, ...named?.correction, ...correction },
  };
}
