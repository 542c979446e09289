import { isJsonMap } from '../model/json.ts';
import type { Json, JsonMap } from '../model/json.ts';
import { valueAtPointer } from '../support/valueAt.ts';

/** A schema with more places than this is not checked against. */
const mostPlaces = 20_000;

/** Vendors write the types of JSON Schema in capitals too. */
const capitals: ReadonlySet<Json> = new Set(['STRING', 'NUMBER', 'INTEGER', 'BOOLEAN', 'ARRAY', 'OBJECT', 'NULL']);

/** Keys under which plain values stand, whatever they look like. */
const values: ReadonlySet<string> = new Set(['const', 'enum', 'default', 'example', 'examples']);
/** Keys under which names stand, each with a schema. */
const named: ReadonlySet<string> = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas']);

/** As a validator of draft 2020-12 takes it: without its identity, types in small letters. Undefined where it is too large. */
export function plainSchema(schema: JsonMap): JsonMap | undefined {
  let places = 0;
  function plain(value: Json, depth: number, names: boolean): Json {
    if (++places > mostPlaces || depth > 100) throw new TooLarge();
    if (Array.isArray(value)) return value.map((each: Json) => plain(each, depth + 1, false));
    if (!isJsonMap(value)) return value;
    return Object.fromEntries(Object.entries(value).flatMap(([key, each]): [string, Json][] => {
      if (names) return [[key, plain(each, depth + 1, false)]];
      if (values.has(key)) return [[key, each]];
      if (key === 'type') return [[key, Array.isArray(each) ? each.map(small) : small(each)]];
      if (depth === 0 && (key === '$schema' || key === '$id' || key === 'id')) return [];
      return [[key, plain(each, depth + 1, named.has(key))]];
    }));
  }
  try {
    return plain(schema, 0, false) as JsonMap;
  } catch (error) {
    if (error instanceof TooLarge) return undefined;
    throw error;
  }
}

class TooLarge extends Error {}

const small = (type: Json): Json => (capitals.has(type) ? (type as string).toLowerCase() : type);

/**
 * How many places of the schema a validator may visit for one place of a value that is `depth` levels deep: a definition counts each time it
 * is referred to. Infinity where references lead nowhere.
 */
export function weightOf(schema: JsonMap, depth: number): number {
  const weights = new Map<string, number>();
  const open = new Set<string>();
  let circular = false;
  let references = 0;

  function ofReference(reference: string): number {
    references++;
    const known = weights.get(reference);
    if (known !== undefined) return known;
    if (open.has(reference)) {
      circular = true;
      return 1;
    }
    const target = reference.startsWith('#') ? valueAtPointer(schema, decodeReference(reference)) : undefined;
    if (target === undefined) return Infinity;
    open.add(reference);
    const weight = ofValue(target);
    open.delete(reference);
    weights.set(reference, weight);
    return weight;
  }
  function ofValue(value: Json): number {
    if (typeof value !== 'object' || value === null) return 1;
    let weight = 1;
    for (const [key, each] of Object.entries(value)) weight += key === '$ref' && typeof each === 'string' ? ofReference(each) : ofValue(each as Json);
    return weight;
  }
  const weight = ofValue(schema);
  return circular ? weight * Math.max(2, references) ** (depth + 1) : weight;
}

function decodeReference(reference: string): string {
  try {
    return decodeURIComponent(reference.slice(1));
  } catch (error) {
    if (error instanceof URIError) return reference.slice(1);
    throw error;
  }
}
