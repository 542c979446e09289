import { EvalCase } from '../model/evalCase.ts';
import { isJsonMap } from '../model/json.ts';
import type { Json, JsonMap } from '../model/json.ts';
import { setKey } from '../formats/jsonText.ts';

/** Maps of the schema, none of whose keys is required: what stands under each key is exchanged by itself. */
const grouped: ReadonlySet<string> = new Set([
  'source', 'sensitivity', 'trajectory', 'answer', 'outputContract', 'retrieval', 'grounding', 'judge', 'policy', 'escalation', 'budgets', 'correction', 'metadata',
]);

/**
 * A case taken apart: values by field, such as `query`, or `answer.match` inside a map of the schema. A peer knows some of the
 * parts; the others are kept beside.
 */
export type Parts = Map<string, Json>;

export function partsOf(value: JsonMap): Parts {
  const parts: Parts = new Map();
  for (const [key, each] of Object.entries(value)) {
    // zod leaves optional keys that were written as undefined.
    if (each === undefined) continue;
    const inner = grouped.has(key) && isJsonMap(each) ? Object.entries(each).filter(([, part]) => part !== undefined) : [];
    if (inner.length === 0) parts.set(key, each);
    for (const [name, part] of inner) parts.set(`${key}.${name}`, part);
  }
  return parts;
}

const order = new Map(Object.keys(EvalCase.shape).map((key, index) => [key, index]));
const placeOf = (path: string): number => order.get(fieldOf(path)) ?? order.size;
const fieldOf = (path: string): string => (path.includes('.') ? path.slice(0, path.indexOf('.')) : path);

/** Together again, in the order of the schema. */
export function caseOf(parts: Parts): JsonMap {
  const built: Record<string, Json> = {};
  for (const [path, value] of [...parts].sort(([a], [b]) => placeOf(a) - placeOf(b))) {
    const field = fieldOf(path);
    if (field === path) {
      // An empty map that something stands in after all is that map.
      if (!Object.hasOwn(built, path)) setKey(built, path, value);
      continue;
    }
    const group = Object.hasOwn(built, field) ? built[field] : undefined;
    const inner: Record<string, Json> = isJsonMap(group) ? { ...group } : {};
    setKey(inner, path.slice(field.length + 1), value);
    setKey(built, field, inner);
  }
  return built;
}

/** The part as the schema reads it; undefined where a case cannot hold it. */
export function readPart(path: string, value: Json): Json | undefined {
  const field = fieldOf(path);
  const shape = EvalCase.shape as Readonly<Record<string, { safeParse(value: unknown): { readonly success: boolean; readonly data?: unknown } }>>;
  const schema = Object.hasOwn(shape, field) ? shape[field] : undefined;
  if (!schema) return undefined;
  if (field === path) {
    const read = schema.safeParse(value);
    return read.success ? (read.data as Json) : undefined;
  }
  const name = path.slice(field.length + 1);
  const read = schema.safeParse({ [name]: value });
  return read.success ? (read.data as JsonMap)[name] : undefined;
}

/** Only what a case can hold. */
export function validParts(value: JsonMap): Parts {
  const valid: Parts = new Map();
  for (const [path, part] of partsOf(value)) {
    const read = readPart(path, part);
    if (read !== undefined) valid.set(path, read);
  }
  return valid;
}
