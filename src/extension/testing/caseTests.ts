import { isAbsolute, join, relative } from 'node:path';
import * as vscode from 'vscode';
import { oneLine } from '../../core/display/truncate.ts';
import { inertText } from '../../core/display/inertText.ts';
import type { CaseRow } from '../../core/model/caseRow.ts';
import { CaseListing } from '../casesTree/caseListing.ts';
import { layoutTests, rowsOf, type TestLayout, type TestNode } from '../display/testLayout.ts';
import { sentenceOf } from '../services/errorSentence.ts';
import type { Services } from '../services/services.ts';

type Listed = { readonly listing: CaseListing; rows: readonly CaseRow[]; layout: TestLayout };
/** What an item stands for. */
type Place = { readonly folder: string; node: TestNode | null; readonly variant?: string };

const position = (at: number): string => String(at).padStart(7, '0');
// Not in the description: where a test has one, VS Code says it to a screen reader in place of the label.
const caseLabel = ({ id, status, broken }: CaseRow): string => (broken || status === 'active' ? id : `${id} (${status})`);

/**
 * The tree of the Test Explorer: by workspace folder where there are several, then folder, file, case and rewording. Children are made
 * when somebody opens their parent or one of them is run, so that many cases cost nothing before.
 */
export class CaseTests implements vscode.Disposable {
  readonly #services: Pick<Services, 'engines' | 'language' | 'log'>;
  readonly #controller: vscode.TestController;
  readonly #listed = new Map<string, Listed>();
  readonly #places = new WeakMap<vscode.TestItem, Place>();
  /** Items whose children are there. */
  readonly #resolved = new WeakSet<vscode.TestItem>();
  #rootsShown = false;
  #disposed = false;
  #loading: Promise<void> | undefined;

  constructor(services: Pick<Services, 'engines' | 'language' | 'log'>, controller: vscode.TestController) {
    this.#services = services;
    this.#controller = controller;
  }

  dispose(): void {
    this.#disposed = true;
  }

  /** Asks for the cases anew, where the tree is on screen or was. */
  async refresh(): Promise<void> {
    if (this.#rootsShown) await this.show();
  }

  /** The roots, as they are now. Several calls at once are one, and none begins with what an earlier one had begun to read. */
  async show(): Promise<void> {
    this.#rootsShown = true;
    const before = this.#loading;
    const loading = (before ?? Promise.resolve()).then(() => this.#load());
    this.#loading = loading;
    await loading;
  }

  async resolve(item: vscode.TestItem): Promise<void> {
    const place = this.#places.get(item);
    if (!place || place.variant !== undefined) return;
    this.#resolved.add(item);
    this.#fill(item, place);
    if (place.node?.kind === 'case') await this.#placeVariants(item, place.node.row);
  }

  /** The file's items, so that their marks stand beside its lines. */
  async resolveFile(uri: vscode.Uri): Promise<void> {
    const folder = this.#services.engines.ofFile(uri)?.folder;
    if (folder === undefined) return;
    await this.show();
    const file = displayed(folder, uri.fsPath);
    for (const row of this.#listed.get(folder)?.rows ?? []) if (row.file === file) this.itemOf(folder, file, row.id);
  }

  /** The item of a case, made with all above it if need be; undefined of one that is not listed, such as an archived one. `file`: as results name it. */
  itemOf(folder: string, file: string, caseId: string): vscode.TestItem | undefined {
    const way = this.#listed.get(folder)?.layout.wayTo(displayed(folder, isAbsolute(file) ? file : join(folder, file)), caseId);
    if (!way) return undefined;
    const root = this.#severalFolders() ? this.#controller.items.get(folder) : undefined;
    let item = root;
    if (root) this.#ensureResolved(root);
    for (const { key } of way) {
      const next: vscode.TestItem | undefined = (item?.children ?? this.#controller.items).get(key);
      if (!next) return undefined;
      item = next;
      if (key !== way.at(-1)?.key) this.#ensureResolved(next);
    }
    return item;
  }

  /** The item of a rewording of the case. */
  variantOf(item: vscode.TestItem, id: string): vscode.TestItem | undefined {
    if (!this.#resolved.has(item)) void this.resolve(item);
    return item.children.get(id);
  }

  folderOf(item: vscode.TestItem): string | undefined {
    return this.#places.get(item)?.folder;
  }

  /** All cases at or below the item; of a rewording its case. */
  rowsOf(item: vscode.TestItem): readonly CaseRow[] {
    const place = this.#places.get(item);
    if (!place) return [];
    return place.node === null ? (this.#listed.get(place.folder)?.layout.roots ?? []).flatMap(rowsOf) : rowsOf(place.node);
  }

  /** The cases of a folder as listed last. */
  rowsIn(folder: string): readonly CaseRow[] {
    return this.#listed.get(folder)?.rows ?? [];
  }

  async #load(): Promise<void> {
    const folders = this.#services.engines.all().filter(({ hasWorkspace }) => hasWorkspace);
    for (const folder of this.#listed.keys()) if (!folders.some((each) => each.folder === folder)) this.#listed.delete(folder);
    const problems = new Map<string, string>();
    await Promise.all(folders.map(async ({ folder, client }) => {
      const known = this.#listed.get(folder) ?? { listing: new CaseListing(client), rows: [], layout: layoutTests([]) };
      this.#listed.set(folder, known);
      try {
        await known.listing.load();
        if (known.rows === known.listing.rows) return;
        known.rows = known.listing.rows;
        known.layout = layoutTests(known.rows);
      } catch (error) {
        this.#services.log.warn(`Cases were not listed as tests: ${String(error)}`);
        problems.set(folder, sentenceOf(error) ?? 'The cases cannot be listed. The log has the details: Casebook: Show Log.');
      }
    }));
    if (this.#disposed) return;
    const several = this.#severalFolders();
    const [only] = folders;
    if (several) {
      this.#sync(this.#controller.items, folders.map(({ folder, name }, at) => ({ key: folder, make: () => this.#folderItem(folder, name), update: (item) => this.#updateFolder(item, at, problems.get(folder)) })));
      return;
    }
    const problem = only && problems.get(only.folder);
    if (only && problem !== undefined) this.#controller.items.replace([this.#problemItem(only.folder, only.name, problem)]);
    else this.#fillWith(this.#controller.items, only?.folder ?? '', only ? (this.#listed.get(only.folder)?.layout.roots ?? []) : []);
  }

  readonly #severalFolders = (): boolean => this.#services.engines.all().filter(({ hasWorkspace }) => hasWorkspace).length > 1;

  #folderItem(folder: string, name: string): vscode.TestItem {
    const item = this.#controller.createTestItem(folder, name);
    item.canResolveChildren = true;
    this.#places.set(item, { folder, node: null });
    return item;
  }

  #problemItem(folder: string, name: string, problem: string): vscode.TestItem {
    const item = this.#controller.createTestItem(`problem ${folder}`, name, vscode.Uri.file(folder));
    item.error = problem;
    return item;
  }

  #updateFolder(item: vscode.TestItem, at: number, problem: string | undefined): void {
    item.sortText = position(at);
    item.error = problem;
    if (this.#resolved.has(item)) this.#fill(item, { folder: item.id, node: null });
  }

  #ensureResolved(item: vscode.TestItem): void {
    if (this.#resolved.has(item)) return;
    this.#resolved.add(item);
    const place = this.#places.get(item);
    if (place) this.#fill(item, place);
  }

  #fill(item: vscode.TestItem, { folder, node }: Place): void {
    if (node === null) this.#fillWith(item.children, folder, this.#listed.get(folder)?.layout.roots ?? []);
    else if (node.kind !== 'case') this.#fillWith(item.children, folder, node.children);
    else {
      const { row } = node;
      this.#sync(item.children, row.variants.map(({ id, query }, at) => ({
        key: id,
        make: () => this.#controller.createTestItem(id, id, item.uri),
        update: (child) => {
          child.label = oneLine(inertText(/^\d+$/.test(id) ? query : `${id}: ${query}`), 100);
          child.sortText = position(at);
          this.#places.set(child, { folder, node, variant: id });
        },
      })));
    }
  }

  #fillWith(collection: vscode.TestItemCollection, folder: string, nodes: readonly TestNode[]): void {
    this.#sync(collection, nodes.map((node, at) => ({ key: node.key, make: () => this.#itemFor(folder, node), update: (item) => this.#update(item, folder, node, at) })));
  }

  #itemFor(folder: string, node: TestNode): vscode.TestItem {
    // A folder with a place is shown in the Explorer by each click, which takes the tests out of sight.
    if (node.kind === 'directory') return this.#controller.createTestItem(node.key, node.key);
    const path = node.kind === 'file' ? node.file : node.row.file;
    return this.#controller.createTestItem(node.key, node.key, vscode.Uri.file(isAbsolute(path) ? path : join(folder, path)));
  }

  #update(item: vscode.TestItem, folder: string, node: TestNode, at: number): void {
    this.#places.set(item, { folder, node });
    item.sortText = position(at);
    item.label = oneLine(inertText(node.kind === 'case' ? caseLabel(node.row) : node.label), 100);
    if (node.kind !== 'case') item.canResolveChildren = true;
    else {
      const { row } = node;
      const { line } = row;
      if (item.range?.start.line !== line) item.range = new vscode.Range(line, 0, line, 0);
      item.canResolveChildren = row.variants.length > 0;
      item.error = row.broken ? 'This case is not well formed: the Problems panel says what is wrong.' : undefined;
      item.tags = [...new Set([row.status, row.failureClass, row.risk, ...row.tags])].flatMap((tag) => (tag === null ? [] : [new vscode.TestTag(tag)]));
    }
    if (this.#resolved.has(item)) this.#fill(item, { folder, node });
  }

  /** What is there stays the same item: its result and whether it is open hang on it. */
  #sync(collection: vscode.TestItemCollection, wanted: readonly { readonly key: string; make(): vscode.TestItem; update(item: vscode.TestItem): void }[]): void {
    const keys = new Set(wanted.map(({ key }) => key));
    const gone: string[] = [];
    collection.forEach(({ id }) => {
      if (!keys.has(id)) gone.push(id);
    });
    for (const id of gone) collection.delete(id);
    for (const { key, make, update } of wanted) {
      const known = collection.get(key);
      const item = known ?? make();
      update(item);
      if (!known) collection.add(item);
    }
  }

  /** Their lines are known to the language server alone. */
  async #placeVariants(item: vscode.TestItem, row: CaseRow): Promise<void> {
    if (!item.uri || row.variants.length === 0) return;
    const ranges = await this.#services.language.rangesOf(item.uri, row.id, row.variants.map((_, at) => ['variants', at]));
    row.variants.forEach(({ id }, at) => {
      const [child, range] = [item.children.get(id), ranges[at]];
      if (child && range) child.range = new vscode.Range(range.start.line, 0, range.start.line, 0);
    });
  }
}

/** As lists of cases name a file. */
function displayed(folder: string, path: string): string {
  const inside = relative(folder, path);
  return inside.startsWith('..') || isAbsolute(inside) ? path : inside.replaceAll('\\', '/');
}
