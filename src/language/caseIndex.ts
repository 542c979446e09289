import type { IndexedCase, IndexedFile, WorkspaceIndex } from './workspaceIndex.ts';

type Kept = { readonly ids: ReadonlySet<string>; readonly key: string; readonly root: string; file: IndexedFile | (() => IndexedFile) };

/** The index itself: whoever reads files puts in what they hold. `rootOf`: the folder a file belongs to. */
export class CaseIndex implements WorkspaceIndex {
  whole = false;
  readonly #rootOf: (uri: string) => string;
  readonly #kept = new Map<string, Kept>();
  readonly #byId = new Map<string, Set<string>>();
  readonly #idChanges = new Map<string, number>();
  #allIdChanges = 0;
  #revision = 0;
  #sorted: { readonly revision: number; readonly uris: readonly string[] } = { revision: -1, uris: [] };

  constructor(rootOf: (uri: string) => string) {
    this.#rootOf = rootOf;
  }

  get revision(): number {
    return this.#revision;
  }

  put(file: IndexedFile): void {
    this.#set(file.uri, file.cases.map((each) => each.id).join('\n'), () => file.cases.flatMap((each) => each.id ?? []), file);
  }

  /** A file on screen: it is only looked into when somebody asks. `idKey` is another text whenever its ids are others. */
  putOpen(uri: string, idKey: string, ids: () => readonly string[], file: () => IndexedFile): void {
    this.#set(uri, `open ${idKey}`, ids, file);
  }

  remove(uri: string): void {
    const kept = this.#kept.get(uri);
    if (!kept) return;
    this.#kept.delete(uri);
    this.#unlist(uri, kept.ids);
    this.#idsChanged(uri);
    this.#revision += 1;
  }

  has(uri: string): boolean {
    return this.#kept.has(uri);
  }

  idsBeside(uri: string): string {
    return `${this.#allIdChanges - (this.#idChanges.get(uri) ?? 0)}`;
  }

  file(uri: string): IndexedFile | undefined {
    const kept = this.#kept.get(uri);
    if (!kept) return undefined;
    if (typeof kept.file === 'function') kept.file = kept.file();
    return kept.file;
  }

  filesAround(uri: string): readonly IndexedFile[] {
    const root = this.#rootOf(uri);
    return this.#uris().flatMap((each) => (this.#kept.get(each)?.root === root ? (this.file(each) ?? []) : []));
  }

  *allFiles(): Iterable<IndexedFile> {
    for (const uri of this.#uris()) {
      const file = this.file(uri);
      if (file) yield file;
    }
  }

  casesWithId(uri: string, id: string): readonly { readonly file: IndexedFile; readonly found: IndexedCase }[] {
    return this.#withId(uri, id, undefined);
  }

  casesBeside(uri: string, id: string): readonly { readonly file: IndexedFile; readonly found: IndexedCase }[] {
    return this.#withId(uri, id, uri);
  }

  #withId(uri: string, id: string, except: string | undefined): readonly { readonly file: IndexedFile; readonly found: IndexedCase }[] {
    const uris = this.#byId.get(id);
    if (!uris || (uris.size === 1 && except !== undefined && uris.has(except))) return [];
    const root = this.#rootOf(uri);
    return [...uris].toSorted().flatMap((each) => {
      const file = each !== except && this.#kept.get(each)?.root === root ? this.file(each) : undefined;
      return file ? file.cases.filter((found) => found.id === id).map((found) => ({ file, found })) : [];
    });
  }

  #set(uri: string, key: string, ids: () => readonly string[], file: Kept['file']): void {
    const before = this.#kept.get(uri);
    this.#revision += 1;
    if (before?.key === key) {
      before.file = file;
      return;
    }
    const now = new Set(ids());
    this.#kept.set(uri, { ids: now, key, root: this.#rootOf(uri), file });
    if (before) this.#unlist(uri, before.ids);
    for (const id of now) {
      const uris = this.#byId.get(id);
      if (uris) uris.add(uri);
      else this.#byId.set(id, new Set([uri]));
    }
    // A file that is opened or closed as it stands on disk changes nothing for others.
    if (before?.key.replace(/^open /, '') !== key.replace(/^open /, '')) this.#idsChanged(uri);
  }

  #unlist(uri: string, ids: ReadonlySet<string>): void {
    for (const id of ids) {
      const uris = this.#byId.get(id);
      uris?.delete(uri);
      if (uris?.size === 0) this.#byId.delete(id);
    }
  }

  #idsChanged(uri: string): void {
    this.#allIdChanges += 1;
    this.#idChanges.set(uri, (this.#idChanges.get(uri) ?? 0) + 1);
  }

  #uris(): readonly string[] {
    if (this.#sorted.revision !== this.#revision) this.#sorted = { revision: this.#revision, uris: [...this.#kept.keys()].toSorted() };
    return this.#sorted.uris;
  }
}
