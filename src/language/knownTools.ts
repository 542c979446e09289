import type { SeenArgument, SeenTool } from '../core/model/catalogue.ts';
import { isJsonMap } from '../core/model/json.ts';
import type { Json, JsonMap } from '../core/model/json.ts';
import { catalogueNames, schemaOfTool } from '../core/cases/toolCatalogue.ts';
import { plural } from '../core/display/numbers.ts';
import type { Surroundings } from './surroundings.ts';

/** A tool as traces, recordings and config.yaml together know it. */
export type KnownTool = {
  readonly name: string;
  readonly seen: SeenTool | undefined;
  readonly description: string | null;
  readonly schema: JsonMap | null;
  /** How it is known, in a few words: "in 41 traces". */
  readonly use: string;
};

const neverCalled = 'declared, never called';

/** The tools that traces call most come first, then those that only recordings call; what was declared and never called comes last. */
export function knownTools(uri: string, surroundings: Surroundings): readonly KnownTool[] {
  const catalogue = surroundings.seen(uri);
  const entries = surroundings.toolEntries(uri);
  const seen = new Map((catalogue?.tools ?? []).map((tool) => [tool.name, tool]));
  const isCounted = catalogue !== undefined && catalogue.traces > 0;
  // Where traces are at hand they know more than the recordings made from them, and are asked without reading a file.
  const recorded = isCounted ? new Set<string>() : surroundings.recordedTools(uri);
  const called = [...seen.values()].filter((tool) => tool.calls > 0).map((tool) => tool.name);
  const offered = [...seen.values()].filter((tool) => tool.calls === 0).map((tool) => tool.name);
  const names = new Set([...called, ...[...recorded].toSorted(), ...offered, ...catalogueNames(entries).toSorted()]);
  const declarations = new Map(entries.flatMap((entry): [string, JsonMap][] => (isJsonMap(entry) && typeof entry['name'] === 'string' ? [[entry['name'], entry]] : [])));
  return [...names].map((name) => {
    const tool = seen.get(name);
    const declared = declarations.get(name);
    const use = tool && tool.traces > 0 ? `in ${plural(tool.traces, 'trace')}` : recorded.has(name) ? 'in a recording' : tool || isCounted ? neverCalled : 'tool of config.yaml';
    return { name, seen: tool, use, description: tool?.description ?? textOf(declared?.['description']), schema: tool?.schema ?? (declared && schemaOfTool(declared)) ?? null };
  });
}

const textOf = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);

/** Undefined when nobody knows such a tool. */
export const knownTool = (name: string | undefined, uri: string, surroundings: Surroundings): KnownTool | undefined =>
  name === undefined ? undefined : knownTools(uri, surroundings).find((tool) => tool.name === name);

/** One argument of a tool: what its schema says and what calls gave. */
export type KnownArgument = {
  readonly name: string;
  readonly required: boolean;
  readonly schema: JsonMap | null;
  readonly seen: SeenArgument | undefined;
};

const deepest = 6;

/** The arguments of a tool, or what may stand inside one of them: the required ones first, then those that calls give most often. */
export function argumentsOf(tool: KnownTool, path: readonly string[] = []): readonly KnownArgument[] {
  let schema = resolved(tool.schema, tool.schema);
  for (const key of path) schema = propertyOf(schema, key, tool.schema);
  const properties = isJsonMap(schema?.['properties']) ? schema['properties'] : {};
  const required = Array.isArray(schema?.['required']) ? (schema['required'] as readonly Json[]) : [];
  const seen = new Map(path.length === 0 ? (tool.seen?.arguments ?? []).map((argument) => [argument.name, argument]) : []);
  const names = [...new Set([...Object.keys(properties), ...seen.keys()])];
  const known = names.map((name): KnownArgument => ({ name, required: required.includes(name), schema: resolved(properties[name], tool.schema), seen: seen.get(name) }));
  return known.toSorted((a, b) => Number(b.required) - Number(a.required) || (b.seen?.calls ?? 0) - (a.seen?.calls ?? 0));
}

/** Undefined when neither the schema nor a call has it. */
export function argumentAt(tool: KnownTool, path: readonly string[]): KnownArgument | undefined {
  return argumentsOf(tool, path.slice(0, -1)).find((each) => each.name === path.at(-1));
}

function propertyOf(schema: JsonMap | null, key: string, root: JsonMap | null): JsonMap | null {
  const properties = schema?.['properties'];
  if (isJsonMap(properties) && Object.hasOwn(properties, key)) return resolved(properties[key], root);
  const items = resolved(schema?.['items'], root);
  return items && isJsonMap(items['properties']) && Object.hasOwn(items['properties'], key) ? resolved(items['properties'][key], root) : null;
}

/** A schema without references of its own document; of a union the first part that is a map, as that has keys to offer. */
function resolved(schema: Json | undefined | null, root: JsonMap | null, depth = 0): JsonMap | null {
  if (!isJsonMap(schema) || depth > deepest) return null;
  const reference = schema['$ref'];
  if (typeof reference === 'string') {
    if (!reference.startsWith('#/')) return null;
    let target: Json | undefined = root ?? undefined;
    for (const key of reference.slice(2).split('/')) target = isJsonMap(target) && Object.hasOwn(target, key) ? target[key] : undefined;
    return resolved(target, root, depth + 1);
  }
  const union = schema['anyOf'] ?? schema['oneOf'];
  if (!Array.isArray(union) || isJsonMap(schema['properties'])) return schema;
  const parts = (union as readonly Json[]).map((part) => resolved(part, root, depth + 1)).filter((part) => part !== null && part['type'] !== 'null');
  const { anyOf: _a, oneOf: _b, ...rest } = schema;
  return parts[0] ? { ...rest, ...parts[0] } : schema;
}

/** `string`, `integer | null`, `string[]`: as short as a signature needs; null when nobody says. */
export function typeWords({ schema, seen }: KnownArgument): string | null {
  return schemaType(schema) ?? (seen && seen.types.length > 0 ? seen.types.join(' | ') : null);
}

function schemaType(schema: JsonMap | null): string | null {
  const type = schema?.['type'];
  if (Array.isArray(type)) return (type as readonly Json[]).map(String).join(' | ');
  if (type === 'array') {
    const items = schema?.['items'];
    const inner = isJsonMap(items) ? schemaType(items) : null;
    return inner === null ? 'array' : `${inner.includes(' ') ? `(${inner})` : inner}[]`;
  }
  if (typeof type === 'string') return type;
  return Array.isArray(schema?.['enum']) ? [...new Set((schema['enum'] as readonly Json[]).map((each) => (each === null ? 'null' : typeof each)))].join(' | ') : null;
}

export type TypicalValue = { readonly value: Json; readonly detail: string };

/** Values an argument may well have: those its schema lists, with how often calls gave them, then others that calls gave. */
export function typicalValues({ schema, seen }: KnownArgument): readonly TypicalValue[] {
  const counted = (seen?.values ?? []).map(({ value, count }) => ({ value, detail: `in ${plural(count, 'call')}` }));
  const listed = Object.hasOwn(schema ?? {}, 'const') ? [schema?.['const'] ?? null] : Array.isArray(schema?.['enum']) ? (schema['enum'] as readonly Json[]) : isOfType(schema, 'boolean') ? [true, false] : [];
  const stated = Object.hasOwn(schema ?? {}, 'default') ? [schema?.['default'] ?? null] : [];
  const all = [
    ...counted,
    ...listed.map((value) => ({ value, detail: 'by its schema' })),
    ...stated.map((value) => ({ value, detail: 'default of its schema' })),
  ];
  const scalars = all.filter(({ value }) => typeof value !== 'object' || value === null);
  return scalars.filter(({ value }, index) => scalars.findIndex((each) => each.value === value) === index);
}

function isOfType(schema: JsonMap | null, name: string): boolean {
  const type = schema?.['type'];
  return Array.isArray(type) ? (type as readonly Json[]).includes(name) : type === name;
}
