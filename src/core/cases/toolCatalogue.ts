import { isJsonMap, type Json, type JsonMap } from '../model/json.ts';
import { toolsWritten } from '../perception/writtenTools.ts';
import { parseTree, toJson, weightOf } from './tree.ts';

/** More than any catalogue has; aliases cannot make it larger unseen. */
const weightLimit = 1_000_000;

/** The entries of a tool catalogue: a list, or a map with one under `tools`, or as MCP answers. */
export function catalogueEntries(catalogue: unknown): readonly Json[] {
  const answer: unknown = isJsonMap(catalogue) && isJsonMap(catalogue['result']) ? catalogue['result'] : catalogue;
  const list: unknown = isJsonMap(answer) ? answer['tools'] : answer;
  return Array.isArray(list) ? (list as readonly Json[]) : [];
}

/** The names in a catalogue: entries are `{name, …}` in the spellings of the frameworks that print them, or names alone. */
export const catalogueNames = (catalogue: unknown): readonly string[] => toolsWritten(catalogueEntries(catalogue)).map(({ name }) => name);

/** Schemas of arguments by tool. */
export const catalogueSchemas = (catalogue: unknown): ReadonlyMap<string, JsonMap> =>
  new Map(toolsWritten(catalogueEntries(catalogue)).flatMap(({ name, schema }): [string, JsonMap][] => (schema === undefined ? [] : [[name, schema]])));

export function schemaOfTool(tool: JsonMap): JsonMap | undefined {
  return toolsWritten([tool])[0]?.schema;
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
