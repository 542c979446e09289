import { isJsonMap } from '../model/json.ts';
import type { Json, JsonMap } from '../model/json.ts';
import type { CasePath } from '../model/result.ts';
import { schemaOf } from './schema.ts';
import type { SchemaName } from './schema.ts';

/** A key that may stand in a place. */
export type Field = { readonly key: string; readonly description: string; readonly required: boolean; readonly kind: 'text' | 'number' | 'boolean' | 'list' | 'map' | 'any'; readonly choices: readonly Json[] };
/** What may stand in one place of a file. */
export type FieldPlace = {
  readonly description: string;
  /** Keys, when a map may stand here. */
  readonly fields: readonly Field[];
  /** True when a map may stand here whose keys are free. */
  readonly free: boolean;
  /** Values to choose from, when only certain ones are known. */
  readonly choices: readonly Json[];
};

const nowhere: FieldPlace = { description: '', fields: [], free: false, choices: [] };
const placesBySchema = new Map<SchemaName, Map<string, FieldPlace>>();

/** What the schema says of a path; nothing known is an empty place. Indexes of lists do not matter. */
export function fieldsAt(schema: SchemaName, path: CasePath): FieldPlace {
  const key = path.map((part) => (typeof part === 'number' ? '#' : part)).join('\n');
  const places = placesBySchema.get(schema) ?? new Map<string, FieldPlace>();
  placesBySchema.set(schema, places);
  const known = places.get(key);
  if (known) return known;
  const found = look(schemaOf(schema), path);
  // A stranger's file may ask for any path; only those of the schema are worth keeping.
  if (found !== nowhere) places.set(key, found);
  return found;
}

function look(root: JsonMap, path: CasePath): FieldPlace {
  let here: readonly JsonMap[] = branchesOf(root, root);
  let description = '';
  for (const part of path) {
    const next = here.flatMap((schema) => childOf(schema, part));
    if (next.length === 0) return nowhere;
    description = next.map((each) => each['description']).find((each) => typeof each === 'string') ?? '';
    here = next.flatMap((schema) => branchesOf(root, schema));
  }
  const fields = new Map<string, Field>();
  for (const schema of here) {
    const required = Array.isArray(schema['required']) ? schema['required'] : [];
    for (const [key, value] of Object.entries(isJsonMap(schema['properties']) ? schema['properties'] : {})) {
      if (isJsonMap(value) && !fields.has(key)) fields.set(key, fieldOf(root, key, value, required.includes(key)));
    }
  }
  return {
    description,
    fields: [...fields.values()],
    free: here.some((schema) => schema['type'] === 'object' && isJsonMap(schema['additionalProperties'])),
    // Where any JSON may stand, true and false are no news.
    choices: here.length > 4 ? [] : here.flatMap(choicesOf),
  };
}

function childOf(schema: JsonMap, part: string | number): JsonMap[] {
  const properties = schema['properties'];
  const child = typeof part === 'number' ? schema['items'] : isJsonMap(properties) && Object.hasOwn(properties, part) ? properties[part] : schema['additionalProperties'];
  return isJsonMap(child) ? [child] : [];
}

/** A schema without references and unions: each thing it may be. */
function branchesOf(root: JsonMap, schema: JsonMap, seen: ReadonlySet<string> = new Set()): readonly JsonMap[] {
  const reference = schema['$ref'];
  if (typeof reference === 'string') {
    const definitions = root['$defs'];
    const name = reference.replace('#/$defs/', '');
    const target = isJsonMap(definitions) ? definitions[name] : undefined;
    return isJsonMap(target) && !seen.has(name) ? branchesOf(root, target, new Set([...seen, name])) : [];
  }
  const union = schema['anyOf'] ?? schema['oneOf'];
  if (Array.isArray(union)) return (union as readonly Json[]).flatMap((each) => (isJsonMap(each) ? branchesOf(root, each, seen) : []));
  return [schema];
}

function choicesOf(schema: JsonMap): readonly Json[] {
  if (Array.isArray(schema['enum'])) return schema['enum'];
  if (Object.hasOwn(schema, 'const')) return [schema['const'] as Json];
  return schema['type'] === 'boolean' ? [true, false] : [];
}

function fieldOf(root: JsonMap, key: string, schema: JsonMap, required: boolean): Field {
  const branches = branchesOf(root, schema);
  const [first] = branches;
  const choices = branches.flatMap(choicesOf);
  const types: Readonly<Record<string, Field['kind']>> = { string: 'text', number: 'number', integer: 'number', boolean: 'boolean', array: 'list', object: 'map' };
  const free = branches.length > 4;
  const kind = free || typeof first?.['type'] !== 'string' ? 'any' : (types[first['type']] ?? 'any');
  return { key, description: typeof schema['description'] === 'string' ? schema['description'] : '', required, kind, choices: free ? [] : choices };
}

/** Every place of a case whose key this is, as paths without indexes: for keys written one level too high or too low. */
export function pathsOfKey(schema: SchemaName, key: string): readonly (readonly string[])[] {
  let index = keyIndex.get(schema);
  if (!index) {
    index = new Map();
    const root = schemaOf(schema);
    collect(root, root, [], index, 0);
    keyIndex.set(schema, index);
  }
  return index.get(key) ?? [];
}

const keyIndex = new Map<SchemaName, Map<string, (readonly string[])[]>>();

function collect(root: JsonMap, schema: JsonMap, path: readonly string[], index: Map<string, (readonly string[])[]>, depth: number): void {
  if (depth > 2) return;
  for (const branch of branchesOf(root, schema)) {
    for (const [key, value] of Object.entries(isJsonMap(branch['properties']) ? branch['properties'] : {})) {
      const here = [...path, key];
      index.set(key, [...(index.get(key) ?? []), here]);
      if (isJsonMap(value)) collect(root, value, here, index, depth + 1);
    }
  }
}
