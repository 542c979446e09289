import { isJsonMap } from '../model/json.ts';
import type { Json, JsonMap } from '../model/json.ts';

/** A rewording is run against the expectations of its case: in a peer's file it is a case of its own. */

export type Rewording = { readonly index: number; readonly id: string; readonly query: string };

export function rewordingsOf(value: JsonMap): readonly Rewording[] {
  const { variants, id } = value;
  const listed = Array.isArray(variants) ? (variants as readonly Json[]) : [];
  const taken = new Set<string>();
  return listed.map((each, index) => {
    const named = isJsonMap(each) && typeof each['id'] === 'string' ? each['id'] : String(index + 1);
    const own = `${String(id)}--${taken.has(named) ? `${named}-${index + 1}` : named}`;
    taken.add(named);
    return { index, id: own, query: queryOfVariant(each) };
  });
}

const queryOfVariant = (variant: Json): string => (typeof variant === 'string' ? variant : isJsonMap(variant) && typeof variant['query'] === 'string' ? variant['query'] : '');

/** The case as its rewording is run. */
export function asked(value: JsonMap, { id, query }: Rewording): JsonMap {
  const { variants: _variants, messages, ...rest } = value;
  const turns = Array.isArray(messages) ? (messages as readonly Json[]) : undefined;
  const last = turns?.at(-1);
  return {
    ...rest, id,
    ...(value['query'] !== undefined || !turns ? { query } : {}),
    ...(turns ? { messages: isJsonMap(last) ? [...turns.slice(0, -1), { ...last, content: query }] : turns } : {}),
  };
}

/** The variants with another query at one place, or without it. */
export function withQuery(variants: Json | undefined, index: number, query: string): readonly Json[] {
  const listed = Array.isArray(variants) ? (variants as readonly Json[]) : [];
  return listed.map((each, place) => (place !== index ? each : isJsonMap(each) ? { ...each, query } : query));
}
