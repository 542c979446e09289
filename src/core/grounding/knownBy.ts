import type { Assembled } from '../trajectory/assemble.ts';
import type { Scopes } from '../trajectory/conversation/scopes.ts';

/**
 * The last step, by its place in reading order, whose outcome was there when a step said what it said: an agent answers after all that lies
 * below it or ended before it, though it stands before them. What a text asked for came later, though it may lie below it.
 */
export function knownBy({ ordered, joined }: Assembled, { last }: Pick<Scopes, 'last'>, at: number): number {
  const span = ordered[at]!;
  for (let below = at + 1; below <= last[at]!; below++) if (joined.issuedBy.get(ordered[below]!.id)?.span === span) return below - 1;
  let known = last[at]!;
  // A model that answers while others run has not seen what they bring.
  if (span.kind !== 'agent' || span.endUs === null) return known;
  for (let next = ordered[known + 1]; next && next.endUs !== null && next.endUs <= span.endUs; next = ordered[known + 1]) known = last[known + 1]!;
  return known;
}
