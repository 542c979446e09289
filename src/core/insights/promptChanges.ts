import type { PromptChanges } from '../model/insights.ts';
import type { Assembled } from '../trajectory/assemble.ts';

/** Undefined when there is no such model call. */
export function promptChangesOf({ ordered, steps }: Assembled, n: number): PromptChanges | undefined {
  const span = ordered[steps.findIndex((step) => step.n === n)];
  if (span?.kind !== 'llm') return undefined;
  return { n, before: null, messages: [], tools: { added: [], removed: [], changed: [] }, settings: [] };
}
