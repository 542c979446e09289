import { isJsonMap, type Json, type JsonMap } from '../model/json.ts';
import { parseTree, toJson, weightOf } from './tree.ts';

/** More than any catalogue has; aliases cannot make it larger unseen. */
const weightLimit = 1_000_000;

/** The entries of a tool catalogue: a list, or a map with one under `tools`. */
export function catalogueEntries(catalogue: unknown): readonly Json[] {
  const list: unknown = isJsonMap(catalogue) ? catalogue['tools'] : catalogue;
  return Array.isArray(list) ? (list as readonly Json[]) : [];
}

/** The names in a catalogue: entries are `{name, …}`, or names alone. */
export const catalogueNames = (catalogue: unknown): readonly string[] =>
  catalogueEntries(catalogue).flatMap((tool) => (typeof tool === 'string' ? [tool] : isJsonMap(tool) && typeof tool['name'] === 'string' ? [tool['name']] : []));

/** Schemas of arguments by tool, in the spellings of the frameworks that print them. */
export const catalogueSchemas = (catalogue: unknown): ReadonlyMap<string, JsonMap> =>
  new Map(catalogueEntries(catalogue).flatMap((tool): [string, JsonMap][] => {
    if (!isJsonMap(tool) || typeof tool['name'] !== 'string') return [];
    const schema = schemaOfTool(tool);
    return schema === undefined ? [] : [[tool['name'], schema]];
  }));

export function schemaOfTool(tool: JsonMap): JsonMap | undefined {
  const schema = tool['schema'] ?? tool['inputSchema'] ?? tool['input_schema'] ?? tool['parameters'];
  return isJsonMap(schema) ? schema : undefined;
}

/** A catalogue file, JSON or YAML, as far as it can be read. */
export const catalogueIn = (text: string): readonly Json[] => catalogueEntries(valueIn(text));

/** The ids in a document index, JSON or YAML: a list of ids or of maps with one, bare or under `documents`. */
export function documentIdsIn(text: string): ReadonlySet<string> {
  const value = valueIn(text);
  const list: unknown = isJsonMap(value) ? value['documents'] : value;
  return new Set((Array.isArray(list) ? (list as readonly Json[]) : []).flatMap((each) => (typeof each === 'string' ? [each] : isJsonMap(each) && typeof each['id'] === 'string' ? [each['id']] : [])));
}

function valueIn(text: string): Json {
  const root = parseTree(text)[0]?.root;
  return root && weightOf(root) <= weightLimit ? toJson(root) : null;
}
