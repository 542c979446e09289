import { isJsonMap } from '../model/json.ts';
import type { Json, JsonMap } from '../model/json.ts';

export type JsonType = 'string' | 'number' | 'boolean' | 'null' | 'array' | 'object';
/** Undefined: nothing is known, so nothing can be wrong. */
export type JsonTypes = ReadonlySet<JsonType> | undefined;

const deepest = 8;
const known: readonly string[] = ['string', 'number', 'boolean', 'null', 'array', 'object'];

export const jsonTypeOf = (value: Json): JsonType => (value === null ? 'null' : Array.isArray(value) ? 'array' : (typeof value as JsonType));

/** What a value may be by a JSON Schema, as far as `type`, `enum`, `const`, unions and local references say it. */
export function typesOfSchema(schema: Json | undefined, root: JsonMap, depth = 0): JsonTypes {
  const here = resolved(schema, root);
  if (!here || depth > deepest) return undefined;
  const { type, enum: values, anyOf, oneOf } = here;
  if (type !== undefined) {
    const names = (Array.isArray(type) ? (type as readonly Json[]) : [type]).map((each) => (each === 'integer' ? 'number' : each));
    return names.every((each) => typeof each === 'string' && known.includes(each)) ? new Set(names as JsonType[]) : undefined;
  }
  if (Array.isArray(values)) return new Set((values as readonly Json[]).map(jsonTypeOf));
  if (Object.hasOwn(here, 'const')) return new Set([jsonTypeOf(here['const'] ?? null)]);
  const branches = anyOf ?? oneOf;
  return Array.isArray(branches) ? union((branches as readonly Json[]).map((each) => typesOfSchema(each, root, depth + 1))) : undefined;
}

/** The schema a local reference leads to; undefined for what is no map, or lies elsewhere. */
function resolved(schema: Json | undefined, root: JsonMap): JsonMap | undefined {
  if (!isJsonMap(schema)) return undefined;
  const reference = schema['$ref'];
  if (reference === undefined) return schema;
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return undefined;
  let here: Json | undefined = root;
  for (const key of reference.slice(2).split('/')) here = isJsonMap(here) && Object.hasOwn(here, key) ? here[key] : undefined;
  return isJsonMap(here) && here['$ref'] === undefined ? here : undefined;
}

/** The properties of a schema of arguments; `closed` when no others may stand beside them. */
export function propertiesOf(schema: Json | undefined, root: JsonMap): { readonly properties: JsonMap; readonly closed: boolean } | undefined {
  const here = resolved(schema, root);
  if (!here || !isJsonMap(here['properties'])) return undefined;
  const open = here['additionalProperties'] === true || isJsonMap(here['additionalProperties']) || ['patternProperties', 'anyOf', 'oneOf', 'allOf', 'if', '$ref'].some((key) => Object.hasOwn(here, key));
  return { properties: here['properties'], closed: !open };
}

/** What a value must be to fulfil an expected value or matcher. */
export function typesExpected(expected: Json, loose: boolean): JsonTypes {
  const [name, second] = isJsonMap(expected) ? Object.keys(expected).filter((key) => key.startsWith('$')) : [];
  if (name === undefined || second !== undefined || !isJsonMap(expected)) return withLoose(new Set([jsonTypeOf(expected)]), loose);
  const operand = expected[name] ?? null;
  switch (name) {
    case '$regex': case '$startsWith': case '$iequals': case '$similar': return withLoose(new Set(['string']), loose);
    case '$date': return new Set(['string']);
    case '$number': case '$range': return withLoose(new Set(['number']), loose);
    case '$contains': case '$icontains': return withLoose(new Set(['string', 'array']), loose);
    case '$length': return new Set(['string', 'array', 'object']);
    case '$setEquals': return new Set(['array']);
    case '$type': return typeof operand === 'string' && known.includes(operand.replace('integer', 'number')) ? new Set([operand.replace('integer', 'number') as JsonType]) : undefined;
    case '$subset': case '$literal': return withLoose(new Set([jsonTypeOf(operand)]), loose);
    case '$oneOf': return Array.isArray(operand) && operand.length > 0 ? union((operand as readonly Json[]).map((each) => typesExpected(each, loose))) : undefined;
    default: return undefined;
  }
}

/** `coerce: loose` takes texts for what they say. */
const withLoose = (types: ReadonlySet<JsonType>, loose: boolean): JsonTypes => (loose ? undefined : types);

function union(all: readonly JsonTypes[]): JsonTypes {
  const types = new Set<JsonType>();
  for (const each of all) {
    if (!each) return undefined;
    for (const type of each) types.add(type);
  }
  return types;
}
