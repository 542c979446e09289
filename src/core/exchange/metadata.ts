import { EvalCase } from '../model/evalCase.ts';
import { setKey } from '../formats/jsonText.ts';
import { isJsonMap } from '../model/json.ts';
import type { Json, JsonMap } from '../model/json.ts';
import { readPart } from './parts.ts';
import type { PeerId } from './peer.ts';
import { readKept } from './remainder.ts';
import type { Kept } from './remainder.ts';

/** Every peer has a free map beside a case. Ours has its known keys there, `x` spread among them, and what we keep under `casebook`. */

const known: ReadonlySet<string> = new Set(Object.keys(EvalCase.shape.metadata.unwrap().shape).filter((key) => key !== 'x'));

/** The map's own keys: our account of a case, and the id that a case shares with its variants. */
export const accountKey = 'casebook';
export const caseIdKey = 'caseId';

/** What was kept of a peer's item stands in `metadata.x.kept.<peer>` of the case. */
export function keptIn(value: JsonMap, peer: PeerId): readonly Kept[] {
  return readKept(keptMap(value)?.[peer]) ?? [];
}

function keptMap(value: JsonMap): JsonMap | undefined {
  const metadata = value['metadata'];
  const x = isJsonMap(metadata) ? metadata['x'] : undefined;
  const kept = isJsonMap(x) ? x['kept'] : undefined;
  return isJsonMap(kept) ? kept : undefined;
}

export function addKept(value: JsonMap, peer: PeerId, kept: readonly Kept[]): JsonMap {
  if (kept.length === 0) return value;
  const metadata = isJsonMap(value['metadata']) ? value['metadata'] : {};
  const x = isJsonMap(metadata['x']) ? metadata['x'] : {};
  const beside = isJsonMap(x['kept']) ? x['kept'] : {};
  return { ...value, metadata: { ...metadata, x: { ...x, kept: { ...beside, [peer]: [...keptIn(value, peer), ...kept] as unknown as Json } } } };
}

/** A case's metadata as the peer has it; undefined where there is nothing to say. `beside`: fields of ours that the peer has no place for. */
export function writeMetadata(value: JsonMap, peer: PeerId, beside: JsonMap = {}): JsonMap | undefined {
  const { x, ...own } = isJsonMap(value['metadata']) ? value['metadata'] : {};
  const written: Record<string, Json> = {};
  for (const [key, each] of Object.entries(isJsonMap(x) ? x : {})) {
    if (key !== 'kept' || !isJsonMap(each) || readKept(each[peer]) === undefined) setKey(written, key, each);
    else {
      const { [peer]: _ours, ...others } = each;
      if (Object.keys(others).length > 0) written[key] = others;
    }
  }
  for (const [key, each] of [...Object.entries(own), ...Object.entries(beside)]) if (each !== undefined) setKey(written, key, each);
  return Object.keys(written).length > 0 ? written : undefined;
}

/** Back again: our fields, the keys of `beside` where they are what a case can hold, and anything else under `x`. */
export function readMetadata(metadata: Json | undefined, beside: readonly string[] = []): JsonMap {
  if (!isJsonMap(metadata)) return {};
  const fields: Record<string, Json> = {};
  const own: Record<string, Json> = {};
  const x: Record<string, Json> = {};
  for (const [key, value] of Object.entries(metadata)) {
    if (key === accountKey) continue;
    if (beside.includes(key) && readPart(key, value) !== undefined) fields[key] = value;
    else if (known.has(key) && readPart(`metadata.${key}`, value) !== undefined) own[key] = value;
    else setKey(x, key, value);
  }
  if (Object.keys(x).length > 0) own['x'] = x;
  return Object.keys(own).length > 0 ? { ...fields, metadata: own } : fields;
}
