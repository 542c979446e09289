import { sameValue } from './same.ts';
import { isJsonMap } from '../model/json.ts';
import type { Json, JsonMap } from '../model/json.ts';
import { accountKey, caseIdKey, keptIn } from './metadata.ts';
import { caseOf, partsOf, validParts } from './parts.ts';
import type { Parts } from './parts.ts';
import type { Peer, PeerItem, WritingContext } from './peer.ts';
import { withKept } from './remainder.ts';

/**
 * Our account of a case, kept in the peer's file under `metadata.casebook`: the parts of the case that reading the peer's own fields
 * does not give back, and the parts it gives that the case has not. With it a round trip is exact, whatever a peer can express.
 */
export type Account = {
  readonly fields: JsonMap;
  readonly absent: readonly string[];
  readonly suite: string | null;
  readonly description: string | null;
  /** Of a rewording: which one of which case. */
  readonly variant: { readonly of: string; readonly index: number } | null;
};

/** The peer's item as its own fields say it, with what the case keeps of it. */
export function makeItem(peer: Peer, value: JsonMap, context: WritingContext): JsonMap {
  return withKept(peer.write(value, context), keptIn(value, peer.id));
}

/** The parts that the peer's own fields say, of an item that we made or that came from one. */
export function readParts(peer: Peer, item: PeerItem, ours: boolean): Parts | { readonly problem: string } {
  const read = peer.read(item, ours);
  if ('problem' in read) return read;
  const parts = validParts(read.case);
  if (read.foreign.length > 0) parts.set('foreign', [...foreignIn(parts), ...read.foreign.map((raw) => ({ peer: peer.id, raw }))]);
  return parts;
}

function foreignIn(parts: Parts): readonly Json[] {
  const listed = parts.get('foreign');
  return Array.isArray(listed) ? (listed as readonly Json[]) : [];
}

export const ofPeer = (value: JsonMap, peer: Peer['id']): readonly Json[] =>
  (Array.isArray(value['foreign']) ? (value['foreign'] as readonly Json[]) : []).flatMap((each) => (isJsonMap(each) && each['peer'] === peer ? [each['raw'] ?? null] : []));

/** What reading `item` says differently from the case. */
export function differences(peer: Peer, value: JsonMap, item: JsonMap): { readonly fields: Parts; readonly absent: readonly string[]; readonly said: Parts } {
  const read = readParts(peer, { value: item, place: '', line: null }, true);
  const said: Parts = 'problem' in read ? new Map() : read;
  const own = partsOf(value);
  const fields: Parts = new Map([...own].filter(([path, part]) => !sameValue(part, said.get(path))));
  return { fields, absent: [...said.keys()].filter((path) => !own.has(path)), said };
}

export function writeAccount(account: Account): JsonMap {
  const { fields, absent, suite, description, variant } = account;
  return {
    version: 1,
    ...(suite === null ? {} : { suite }),
    ...(description === null ? {} : { description }),
    ...(variant === null ? {} : { variant }),
    ...(Object.keys(fields).length === 0 ? {} : { fields }),
    ...(absent.length === 0 ? {} : { absent }),
  };
}

/** Undefined: the item is none of ours. What a person changed in it is taken as far as it can be read. */
export function readAccount(item: JsonMap): Account | undefined {
  const metadata = item['metadata'];
  const account = isJsonMap(metadata) && Object.hasOwn(metadata, accountKey) ? metadata[accountKey] : undefined;
  if (!isJsonMap(account) || account['version'] !== 1) return undefined;
  const { fields, absent, suite, description, variant } = account;
  return {
    fields: isJsonMap(fields) ? fields : {},
    absent: Array.isArray(absent) ? (absent as readonly Json[]).filter((each) => typeof each === 'string') : [],
    suite: typeof suite === 'string' ? suite : null,
    description: typeof description === 'string' ? description : null,
    variant: isJsonMap(variant) && typeof variant['of'] === 'string' && typeof variant['index'] === 'number' ? { of: variant['of'], index: variant['index'] } : null,
  };
}

export function withAccount(item: JsonMap, account: Account, caseId: string | null): JsonMap {
  const metadata = isJsonMap(item['metadata']) ? item['metadata'] : {};
  return { ...item, metadata: { ...metadata, ...(caseId === null ? {} : { [caseIdKey]: caseId }), [accountKey]: writeAccount(account) } };
}

/** The item as its own fields stand, without what an export puts beside them. A case with rewordings shares its id with them. */
export function withoutAccount(item: JsonMap, sharesId: boolean): JsonMap {
  const { metadata, ...rest } = item;
  if (!isJsonMap(metadata)) return item;
  const { [accountKey]: _account, ...others } = metadata;
  const { [caseIdKey]: _caseId, ...unshared } = others;
  const left = sharesId ? unshared : others;
  return Object.keys(left).length > 0 ? { ...rest, metadata: left } : rest;
}

export const hasRewordings = (value: JsonMap): boolean => Array.isArray(value['variants']) && value['variants'].length > 0;

/** The case that was exported, from what the peer's fields said then and what was kept. */
export function restore(said: Parts, account: Account): JsonMap {
  const parts: Parts = new Map([...said].filter(([path]) => !account.absent.includes(path)));
  for (const [path, part] of partsOf(account.fields)) parts.set(path, part);
  return caseOf(parts);
}
