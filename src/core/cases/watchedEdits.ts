import type { Json, JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import { applyEdits, removeInNode, setInNode } from './edit.ts';
import type { MapNode } from './tree.ts';
import { parseTree, toJson } from './tree.ts';

/** Which entry of `sources` is meant, and what stands in a new one. */
export type WatchedEntry = { readonly index: number | null; readonly folder: string; readonly files: string | null };

/** The text of config.yaml with the folder watched: its entry under `sources` says so, or a new one stands behind the others. */
export function withWatched(text: string, { index, folder, files }: WatchedEntry): string {
  const entry: JsonMap = { folder, ...(files === null ? {} : { files }), watch: true };
  const root = rootOf(text);
  if (!root) return `${text === '' ? 'casebook: 1\n' : text.endsWith('\n') ? text : `${text}\n`}sources:\n  - folder: ${JSON.stringify(folder)}\n${files === null ? '' : `    files: ${JSON.stringify(files)}\n`}    watch: true\n`;
  const sources = sourcesOf(root);
  const count = sources.length;
  if (index !== null) return edited(text, root, ['sources', index, 'watch'], true);
  return count === 0 ? edited(text, root, ['sources'], [entry]) : edited(text, root, ['sources', count], entry);
}

/** As it was before: an entry that says nothing else goes as a whole, and one that says how files are read stays. */
export function withoutWatched(text: string, index: number): string {
  const root = rootOf(text);
  if (!root) return text;
  const sources = sourcesOf(root);
  const entry = sources[index];
  if (!isJsonMap(entry)) return text;
  const saysMore = Object.keys(entry).some((key) => !['folder', 'files', 'watch'].includes(key));
  const path = saysMore ? ['sources', index, 'watch'] : sources.length === 1 ? ['sources'] : ['sources', index];
  return applyEdits(text, removeInNode(text, { node: root, defaults: null }, path));
}

/** The map that config.yaml is; undefined where nothing but comments stands in it. */
export function rootOf(text: string): MapNode | undefined {
  const root = parseTree(text)[0]?.root;
  return root?.kind === 'map' ? root : undefined;
}

export function sourcesOf(root: MapNode): readonly Json[] {
  const sources = root.byKey.get('sources')?.value;
  const value = sources && toJson(sources);
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

export function edited(text: string, node: MapNode, path: Parameters<typeof setInNode>[2], value: Parameters<typeof setInNode>[3]): string {
  return applyEdits(text, setInNode(text, { node, defaults: null }, path, value));
}
