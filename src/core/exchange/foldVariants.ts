import { sameValue } from './same.ts';
import type { Json, JsonMap } from '../model/json.ts';
import { makeItem, withoutAccount } from './account.ts';
import type { Arriving } from './importCases.ts';
import { caseOf, partsOf } from './parts.ts';
import type { Peer } from './peer.ts';
import { asked, rewordingsOf, withQuery } from './variants.ts';

/**
 * Rewordings that an export made cases of go back into the case they were of. One that says something else by now is a case of its
 * own; one that is gone is gone.
 */
export function foldRewordings(arriving: readonly Arriving[], peer: Peer): readonly Arriving[] {
  const mains = new Map<string, Arriving>();
  const keyOf = (suite: string, id: unknown): string => JSON.stringify([suite, id]);
  for (const each of arriving) if (each.account && each.account.variant === null) mains.set(keyOf(each.suite, each.value['id']), each);
  const folded = new Map<Arriving, Set<number>>();
  const left = arriving.filter((each) => {
    const variant = each.account?.variant;
    if (!variant) return true;
    const main = mains.get(keyOf(each.suite, variant.of));
    if (main && fold(main, each, variant.index, peer)) {
      folded.set(main, (folded.get(main) ?? new Set()).add(variant.index));
      return false;
    }
    each.report = { ...each.report, notes: [main ? `It was a variant of ${variant.of} and expects something else by now, so it is a case of its own.` : `The case ${variant.of} that it was a variant of is not in the file, so it is a case of its own.`] };
    return true;
  });
  for (const main of mains.values()) dropMissing(main, folded.get(main) ?? new Set());
  return left;
}

function fold(main: Arriving, variant: Arriving, index: number, peer: Peer): boolean {
  const rewording = rewordingsOf(main.value)[index];
  if (!rewording) return false;
  const context = { suite: main.account?.suite ?? null };
  const made = (query: string): JsonMap => withoutAccount(makeItem(peer, asked(main.value, { ...rewording, query }), context), true);
  if (sameValue(variant.seen, made(rewording.query))) return true;
  const query = queryOf(variant.value);
  if (query === undefined || !sameValue(variant.seen, made(query))) return false;
  main.value = caseOf(partsOf({ ...main.value, variants: withQuery(main.value['variants'], index, query) }));
  main.report = { ...main.report, changed: [...new Set([...main.report.changed, 'variants'])] };
  return true;
}

function queryOf(value: JsonMap): string | undefined {
  const { query, messages } = value;
  if (typeof query === 'string') return query;
  const last = Array.isArray(messages) ? (messages as readonly Json[]).at(-1) : undefined;
  const content = typeof last === 'object' && last !== null ? (last as JsonMap)['content'] : undefined;
  return typeof content === 'string' ? content : undefined;
}

function dropMissing(main: Arriving, folded: ReadonlySet<number>): void {
  const variants = main.value['variants'];
  if (!Array.isArray(variants) || variants.length === 0) return;
  main.report = { ...main.report, folded: folded.size };
  if (folded.size === variants.length) return;
  const { variants: _all, ...alone } = main.value;
  main.value = folded.size === 0 ? alone : caseOf(partsOf({ ...main.value, variants: (variants as readonly Json[]).filter((_, index) => folded.has(index)) }));
  main.report = { ...main.report, changed: [...new Set([...main.report.changed, 'variants'])], notes: [...main.report.notes, `${variants.length - folded.size} of its variants are not in the file any more.`] };
}
