import { isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import { attentionWords } from '../display/attention.ts';
import { filterCases, type CaseFilter } from '../display/caseFilter.ts';
import { groupCases, type CaseGrouping } from '../display/caseGroups.ts';
import { sentenceOf } from '../services/errorSentence.ts';
import type { Services } from '../services/services.ts';
import { casesItemOf, caseTooltipOf } from './caseItem.ts';
import { CaseListing } from './caseListing.ts';
import { casesNodeId, type AttentionNode, type CaseFolderNode, type CaseGroupNode, type CaseNode, type CasesNode, type MoreCasesNode, type StaleNode } from './caseNodes.ts';

/** Rows of a group at first, and how many more with each press. */
const pageful = 100;
const nextPageful = 500;
/** Groups are open at first until about this many cases show. */
const rowsAtFirst = 60;

export type CaseCounts = { readonly shown: number; readonly all: number };

/** Cases by folder (when there are several), by suite or what else they have in common. Asks the engine when the view is looked at, not before. */
export class CasesTree implements vscode.TreeDataProvider<CasesNode>, vscode.Disposable {
  readonly #services: Services;
  readonly #changed = new vscode.EventEmitter<CasesNode | undefined>();
  readonly #counted = new vscode.EventEmitter<CaseCounts>();
  readonly #listings = new Map<string, CaseListing>();
  readonly #broken = new Map<string, string>();
  /** How many rows of a group are shown, where it is more than at first. */
  readonly #wanted = new Map<string, number>();
  #newest = 0;
  readonly onDidChangeTreeData = this.#changed.event;
  readonly onDidCount = this.#counted.event;
  filter: CaseFilter = {};
  groupBy: CaseGrouping = 'suite';

  constructor(services: Services) {
    this.#services = services;
  }

  /** Asks anew. */
  refresh(): void {
    this.#changed.fire(undefined);
  }

  foldersChanged(): void {
    this.#listings.clear();
    this.#broken.clear();
    this.refresh();
  }

  showMore({ within }: MoreCasesNode): void {
    const id = casesNodeId(within);
    this.#wanted.set(id, (this.#wanted.get(id) ?? pageful) + nextPageful);
    this.refresh();
  }

  readonly className = (id: string): string => {
    for (const { className } of this.#listings.values()) if (className(id) !== id) return className(id);
    return id;
  };

  /** What the rows of all folders are, whatever the filter. */
  rows() {
    return [...this.#listings.values()].flatMap(({ rows }) => rows);
  }

  async getChildren(node?: CasesNode): Promise<CasesNode[]> {
    if (node === undefined) return [...(await this.#roots())];
    if (node.kind === 'folder') return [...this.#childrenOf(node.folder)];
    if (node.kind === 'group') return this.#paged(node, node.group.rows.map((row): CaseNode => ({ kind: 'case', folder: node.folder, row, within: node, uri: uriOf(node.folder, row.file), caseId: row.id })));
    if (node.kind === 'attention') {
      const gaps = node.attention.gaps.map((gap) => ({ kind: 'gap', folder: node.folder, gap, within: node }) as const);
      const stale = node.attention.stale.map((each): StaleNode => ({ kind: 'stale', folder: node.folder, stale: each, within: node, uri: uriOf(node.folder, each.file), caseId: each.caseId }));
      return this.#paged(node, [...gaps, ...stale]);
    }
    return [];
  }

  getParent(node: CasesNode): CasesNode | undefined {
    if ('within' in node) return node.within;
    return node.kind !== 'folder' && this.#services.engines.all().length > 1 ? this.#folder(node.folder) : undefined;
  }

  getTreeItem(node: CasesNode): vscode.TreeItem {
    return casesItemOf(node, this.className);
  }

  async resolveTreeItem(item: vscode.TreeItem, node: CasesNode): Promise<vscode.TreeItem> {
    const row = node.kind === 'case' ? node.row : node.kind === 'stale' ? this.#listing(node.folder).rows.find(({ id, file }) => id === node.caseId && file === node.stale.file) : undefined;
    if (!row || (node.kind !== 'case' && node.kind !== 'stale')) return item;
    const { client } = this.#services.engines.of(node.folder);
    // A case outlives its trace in the index; then the tooltip says so.
    const trace = row.traceId === null ? undefined : await client.findTrace({ trace: row.traceId, reader: this.#services.reviewer.reader() }).catch(() => undefined);
    item.tooltip = caseTooltipOf(node, row, trace, this.className);
    return item;
  }

  dispose(): void {
    this.#changed.dispose();
    this.#counted.dispose();
  }

  #paged(within: CaseGroupNode | AttentionNode, nodes: readonly CasesNode[]): CasesNode[] {
    const most = this.#wanted.get(casesNodeId(within)) ?? pageful;
    // One row more takes no more room than the row that says so.
    return nodes.length <= most + 1 ? [...nodes] : [...nodes.slice(0, most), { kind: 'more', folder: within.folder, left: nodes.length - most, within }];
  }

  #listing(folder: string): CaseListing {
    let listing = this.#listings.get(folder);
    if (!listing) {
      listing = new CaseListing(this.#services.engines.of(folder).client);
      this.#listings.set(folder, listing);
    }
    return listing;
  }

  async #roots(): Promise<readonly CasesNode[]> {
    const folders = this.#services.engines.all().filter(({ hasWorkspace }) => hasWorkspace);
    await Promise.all(folders.map(({ folder }) => this.#load(folder)));
    const rows = folders.map(({ folder }) => this.#listing(folder).rows);
    const all = rows.reduce((sum, each) => sum + each.length, 0);
    this.#counted.fire({ shown: rows.reduce((sum, each) => sum + filterCases(each, this.filter).length, 0), all });
    void this.#loadAttention(folders.map(({ folder }) => folder));
    const [only] = folders;
    if (folders.length === 1 && only) return this.#childrenOf(only.folder);
    return all === 0 && this.#broken.size === 0 ? [] : folders.map(({ folder }) => this.#folder(folder));
  }

  async #load(folder: string): Promise<void> {
    try {
      await this.#listing(folder).load();
      this.#broken.delete(folder);
    } catch (error) {
      const sentence = sentenceOf(error) ?? 'The cases cannot be listed. The log has the details: Casebook: Show Log.';
      // Said once, not with every refresh; it stands in the tree.
      if (this.#broken.get(folder) !== sentence) this.#services.notify.error(error);
      this.#broken.set(folder, sentence);
    }
  }

  /** One at a time: what a later refresh asks says all that an earlier one would. */
  async #loadAttention(folders: readonly string[]): Promise<void> {
    const turn = ++this.#newest;
    const changed = await Promise.all(folders.map((folder) => this.#listing(folder).loadAttention().catch((error: unknown) => {
      this.#services.log.warn(`What cases guard could not be worked out: ${String(error)}`);
      return false;
    })));
    if (turn === this.#newest && changed.some(Boolean)) this.#changed.fire(undefined);
  }

  #folder(folder: string): CaseFolderNode {
    return { kind: 'folder', folder, name: this.#services.engines.of(folder).name, total: this.#listing(folder).rows.length };
  }

  #childrenOf(folder: string): readonly CasesNode[] {
    const sentence = this.#broken.get(folder);
    if (sentence !== undefined) return [{ kind: 'broken', folder, sentence }];
    const { rows, unreadable, attention } = this.#listing(folder);
    const groups = groupCases(filterCases(rows, this.filter), this.groupBy);
    let above = 0;
    const nodes = groups.map((group): CaseGroupNode => {
      const expanded = above < rowsAtFirst;
      above += Math.min(group.rows.length, pageful);
      return { kind: 'group', folder, by: this.groupBy, group, expanded };
    });
    const broken = unreadable.map((each) => ({ kind: 'broken', folder, sentence: each }) as const);
    // Without a case the welcome says what to do; over a filter that leaves nothing it offers the way back.
    if (nodes.length === 0) return [...broken];
    return [...broken, ...(attentionWords(attention) === '' ? [] : [{ kind: 'attention', folder, attention } as const]), ...nodes];
  }
}

/** As a URI's text, which commands pass on. */
function uriOf(folder: string, file: string): string {
  return vscode.Uri.file(isAbsolute(file) ? file : join(folder, file)).toString();
}
