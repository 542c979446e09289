import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Location, Range } from 'vscode-languageserver-types';
import type { TextRange } from '../core/model/problem.ts';
import { settingsNames } from '../core/cases/settings.ts';
import type { CaseWorkspace } from './caseWorkspace.ts';
import { kindOf } from './documentKind.ts';
import { lspRange } from './lspRange.ts';
import { insideOf, isSameName, namesIn } from './names.ts';
import type { WrittenName } from './names.ts';
import type { NameKind } from './namePatterns.ts';
import type { ParsedFiles } from './parsedFiles.ts';
import type { IndexedName } from './workspaceIndex.ts';

/** A file with the names in it. */
export type NamedFile = { readonly uri: string; readonly text: string; readonly names: readonly WrittenName[]; rangeOf(range: TextRange): Range };

/** Names in the files that belong together: case files, config.yaml, taxonomy.yaml and release.yaml of one folder. */
export class NamesAround {
  readonly workspace: CaseWorkspace;
  readonly #files: ParsedFiles;
  readonly #known = new Map<string, NamedFile>();

  constructor(workspace: CaseWorkspace, files: ParsedFiles) {
    this.workspace = workspace;
    this.#files = files;
  }

  /** Undefined for a file of another kind. */
  file(uri: string, text: string): NamedFile | undefined {
    const kind = kindOf(uri);
    if (kind === undefined) return undefined;
    const known = this.#known.get(uri);
    if (known?.text === text) return known;
    const names = namesIn(kind, text, () => this.#files.get(uri, text));
    let document: TextDocument | undefined;
    const made: NamedFile = { uri, text, names, rangeOf: (range) => lspRange((document ??= TextDocument.create(uri, '', 0, text)), range) };
    this.#known.set(uri, made);
    return made;
  }

  /** The name at a place of a file. */
  at(document: TextDocument, offset: number): { readonly file: NamedFile; readonly found: WrittenName } | undefined {
    const file = this.file(document.uri, document.getText());
    const found = file?.names.find((each) => each.range.start <= offset && offset <= each.range.end);
    return file && found ? { file, found } : undefined;
  }

  /** Files that may hold one of these names, without those that surely do not. */
  *filesWith(uri: string, kind: NameKind, names: readonly string[]): Iterable<NamedFile> {
    for (const each of new Set([...this.#settings(uri), ...this.#caseFiles(uri, kind, names)])) {
      const text = this.workspace.textOf(each);
      // A name may be written with escapes; all others stand there as they are.
      if (text === undefined || !(text.includes('\\') || names.some((name) => text.includes(name)))) continue;
      const file = this.file(each, text);
      if (file) yield file;
    }
  }

  /** Everywhere the same name stands. A step is known only in its own case. */
  *places(from: NamedFile, name: WrittenName): Iterable<{ readonly file: NamedFile; readonly found: WrittenName }> {
    for (const file of name.kind === 'step' ? [from] : this.filesWith(from.uri, name.kind, [name.name])) {
      for (const found of file.names) if (isSameName(found, name)) yield { file, found };
    }
  }

  locationOf(file: NamedFile, found: WrittenName): Location {
    return { uri: file.uri, range: file.rangeOf(insideOf(found, file.text)) };
  }

  forget(uri: string): void {
    this.#known.delete(uri);
  }

  /** Those that the index knows to hold one, as soon as it knows all. */
  #caseFiles(uri: string, kind: NameKind, names: readonly string[]): readonly string[] {
    const index = this.workspace.index?.();
    if (!index?.whole || !isIndexed(kind)) return this.workspace.caseFiles(uri);
    if (kind === 'case') return [...new Set(names.flatMap((name) => index.casesWithId(uri, name).map((each) => each.file.uri)))];
    const sought = (each: IndexedName): boolean => each.kind === kind && names.includes(each.name);
    return index.filesAround(uri).filter((file) => file.defaults.some(sought) || file.cases.some((each) => each.names.some(sought))).map((file) => file.uri);
  }

  #settings(uri: string): readonly string[] {
    return settingsNames.flatMap((name) => this.workspace.casebookUri(uri, `${name}.yaml`) ?? []);
  }
}

const notIndexed: readonly NameKind[] = ['ref', 'policy', 'useCase', 'sourceFile'];
const isIndexed = (kind: NameKind): boolean => !notIndexed.includes(kind);
