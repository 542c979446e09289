import { isJsonMap, type Json } from '../model/json.ts';
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

/** The names in a catalogue file, JSON or YAML, as far as it can be read. */
export function catalogueNamesIn(text: string): readonly string[] {
  const root = parseTree(text)[0]?.root;
  return root && weightOf(root) <= weightLimit ? catalogueNames(toJson(root)) : [];
}
