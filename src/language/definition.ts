import type { Location } from 'vscode-languageserver-types';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { parseTree } from '../core/cases/tree.ts';
import type { TreeNode } from '../core/cases/tree.ts';
import type { TextRange } from '../core/model/problem.ts';
import { lspRangeIn } from './lspRange.ts';
import type { WrittenName } from './names.ts';
import type { NamedFile, NamesAround } from './namesAround.ts';
import type { Surroundings } from './surroundings.ts';

/** Where the name at a place is defined: in its case, in the settings, in the tool or document file that config.yaml names, or the file that it is. */
export function definitionsAt(document: TextDocument, offset: number, around: NamesAround, surroundings: Surroundings): readonly Location[] {
  const at = around.at(document, offset);
  if (!at) return [];
  const { file, found } = at;
  if (found.kind === 'ref' || found.kind === 'sourceFile') {
    const uri = fileNamed(file.uri, found, around);
    return uri === undefined ? [] : [{ uri, range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } } }];
  }
  if (found.kind === 'case') return [around.locationOf(file, found)];
  const defined = [...around.places(file, found)].filter((each) => each.found.defines).map((each) => around.locationOf(each.file, each.found));
  return defined.length > 0 ? defined : inCatalogue(file, found, around, surroundings);
}

export function referencesAt(document: TextDocument, offset: number, withDefinition: boolean, around: NamesAround): readonly Location[] {
  const at = around.at(document, offset);
  if (!at) return [];
  return [...around.places(at.file, at.found)].filter((each) => withDefinition || !each.found.defines).map((each) => around.locationOf(each.file, each.found));
}

/** The file that a `$ref`, or `source.file`, means; undefined where it is not there. */
export function fileNamed(uri: string, { kind, name }: WrittenName, { workspace }: NamesAround): string | undefined {
  if (kind === 'sourceFile') {
    const file = workspace.casebookUri(uri, `../${name}`);
    return file !== undefined && workspace.fileExists(file, decodeURIComponent(file.slice(file.lastIndexOf('/') + 1))) ? file : undefined;
  }
  return workspace.fileExists(uri, name) ? beside(uri, name) : undefined;
}

/** The address of a file by its path relative to another. */
export function beside(uri: string, path: string): string {
  return new URL(path.split('/').map(encodeURIComponent).join('/'), uri).href;
}

const catalogueKeys = { tool: 'tools', document: 'documents' } as const;

function inCatalogue(file: NamedFile, found: WrittenName, { workspace }: NamesAround, surroundings: Surroundings): readonly Location[] {
  if (found.kind !== 'tool' && found.kind !== 'document') return [];
  const path = surroundings.config(file.uri)?.[catalogueKeys[found.kind]];
  if (typeof path !== 'string' || path === 'traces') return [];
  const uri = workspace.casebookUri(file.uri, `../${path}`);
  const text = uri === undefined ? undefined : workspace.textInFolder(file.uri, path);
  const range = text === undefined ? undefined : entryNamed(text, found.name, found.kind === 'tool' ? ['name'] : ['id']);
  return uri === undefined || text === undefined || range === undefined ? [] : [{ uri, range: lspRangeIn(text, range) }];
}

/** An item of a list that is the name, or says it under one of these keys; the first one in the text. */
export function entryNamed(text: string, name: string, keys: readonly string[]): TextRange | undefined {
  if (!text.includes(name) || text.length > 4_000_000) return undefined;
  const isName = (node: TreeNode | undefined): boolean => node?.kind === 'scalar' && node.value === name;
  const within = (node: TreeNode): TextRange | undefined => {
    const list = node.kind === 'map' ? (node.byKey.get('tools') ?? node.byKey.get('documents'))?.value : node;
    if (list?.kind !== 'list') return undefined;
    for (const item of list.items) {
      if (isName(item)) return item.range;
      const value = item.kind === 'map' ? keys.map((key) => item.byKey.get(key)?.value).find(isName) : undefined;
      if (value) return value.range;
    }
    return undefined;
  };
  const root = parseTree(text)[0]?.root;
  return root ? within(root) : undefined;
}
