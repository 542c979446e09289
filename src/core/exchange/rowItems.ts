import { isJsonMap } from '../model/json.ts';
import type { Json } from '../model/json.ts';
import type { ExchangeDocument } from './documents.ts';
import type { ItemProblem, LeftOut, PeerItem, PeerItems } from './peer.ts';

/** The maps of a list with their places; anything else in it is a problem. `beside`: keys of the file that belong to no case. */
export function rowItems(document: ExchangeDocument, listed: { readonly list: readonly Json[]; readonly key: string | null } | undefined, word: string, beside: readonly string[] = []): PeerItems {
  const items: PeerItem[] = [];
  const problems: ItemProblem[] = [];
  const single = !listed && isJsonMap(document.root) ? [document.root] : [];
  (listed?.list ?? single).forEach((value, index) => {
    const line = document.lineOf(listed?.key ?? null, index);
    const place = document.form === 'lines' && line !== null ? `line ${line}` : `${word} ${index + 1}`;
    if (isJsonMap(value)) items.push({ value, place, line });
    else problems.push({ place, line, message: `This is ${kindOf(value)}, not a map of fields.` });
  });
  const { root } = document;
  const leftOut: LeftOut[] = isJsonMap(root) && listed ? Object.keys(root).filter((key) => beside.includes(key) || key !== listed.key).map((key) => ({ what: key, why: 'it is about the file, not about a case' })) : [];
  return { items, problems, leftOut, suite: { name: null, description: null } };
}

const kindOf = (value: Json): string => (value === null ? 'nothing' : Array.isArray(value) ? 'a list' : `a ${typeof value === 'object' ? 'map' : typeof value === 'string' ? 'text' : typeof value}`);
