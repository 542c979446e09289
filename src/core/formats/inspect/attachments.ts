import type { Json } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import { setKey } from '../jsonText.ts';
import { mapOf } from '../values/fields.ts';

/** Puts the text back that a log holds once and refers to by hash. */
export type Resolve = <T extends Json>(value: T) => T;

/** Attachments may hold references again; a ring of them ends here. */
const deepest = 5;

/** @param attachments text by hash, as it stands in the sample; references were `tc://` before they were `attachment://` */
export function createResolver(attachments: Json | undefined): Resolve {
  const known = mapOf(attachments);

  function textOf(text: string): string {
    let resolved = text;
    for (let level = 0; level < deepest; level++) {
      const hash = resolved.startsWith('attachment://') ? resolved.slice(13) : resolved.startsWith('tc://') ? resolved.slice(5) : undefined;
      const found = hash !== undefined && Object.hasOwn(known, hash) ? known[hash] : undefined;
      if (typeof found !== 'string') return resolved;
      resolved = found;
    }
    return resolved;
  }

  function resolve(value: Json): Json {
    if (typeof value === 'string') return textOf(value);
    if (Array.isArray(value)) return (value as readonly Json[]).map(resolve);
    if (!isJsonMap(value)) return value;
    const resolved: Record<string, Json> = {};
    for (const [key, each] of Object.entries(value)) setKey(resolved, key, resolve(each));
    return resolved;
  }
  return resolve as Resolve;
}
