import * as vscode from 'vscode';
import { groupByDay } from '../display/dayGroups.ts';
import type { GroupBy } from '../display/traceGroups.ts';
import { sentenceOf } from '../services/errorSentence.ts';
import type { FolderEngine } from '../services/engines.ts';
import type { Services } from '../services/services.ts';
import { GroupListing } from './groupListing.ts';
import { traceTooltipOf, treeItemOf } from './traceItem.ts';
import { TraceListing } from './traceListing.ts';
import type { TraceFilter } from './traceFilter.ts';
import type { DayNode, FolderNode, GroupNode, MoreNode, TraceNode, TreeNode } from './traceNodes.ts';

/** Days are open at first until about this many traces show. */
const rowsAtFirst = 30;

/** `total` is what the filter leaves; the others are of all traces. `signalsPending`: not looked at for signals yet. */
export type TreeCounts = { readonly total: number; readonly all: number; readonly allFailing: number; readonly signalsPending: number };

/** Traces by folder (when there are several), by day or what else they have in common, and by time. Asks the engine when the view is looked at, not before. */
export class TracesTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #services: Services;
  readonly #changed = new vscode.EventEmitter<TreeNode | undefined>();
  readonly #counted = new vscode.EventEmitter<TreeCounts>();
  readonly #listings = new Map<string, TraceListing>();
  readonly #groups = new Map<string, GroupListing>();
  /** Why a folder's traces could not be listed the last time. */
  readonly #broken = new Map<string, string>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly onDidCount = this.#counted.event;
  filter: TraceFilter = {};
  groupBy: GroupBy = 'day';

  constructor(services: Services) {
    this.#services = services;
  }

  refresh(): void {
    this.#changed.fire(undefined);
  }

  /** Folders came or went, and their engines with them. */
  foldersChanged(): void {
    this.#listings.clear();
    this.#groups.clear();
    this.#broken.clear();
    this.refresh();
  }

  /** The name of a failure class, by the first folder that knows it. */
  readonly className = (id: string): string => {
    for (const listing of this.#listings.values()) {
      const name = listing.className(id);
      if (name !== id) return name;
    }
    return id;
  };

  /** The next page of what ends with this row. */
  showMore({ folder, what, within }: MoreNode): void {
    if (within) this.#groupListing(folder).wantMoreOf(within.by, within.group.value);
    else if (what === 'groups') this.#groupListing(folder).wantMoreGroups();
    else this.#listing(folder).wantMore();
    this.refresh();
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (node === undefined) return [...(await this.#roots())];
    if (node.kind === 'folder') return [...this.#childrenOf(node.folder)];
    if (node.kind === 'day') return node.group.traces.map((summary): TraceNode => ({ kind: 'trace', folder: node.folder, trace: summary.id, summary, within: node }));
    if (node.kind === 'group') return [...(await this.#tracesIn(node))];
    return [];
  }

  getParent(node: TreeNode): TreeNode | undefined {
    if (node.kind === 'trace') return node.within;
    if (node.kind === 'more' && node.within) return node.within;
    const several = this.#services.engines.all().length > 1;
    return several && node.kind !== 'folder' ? this.#folder(this.#services.engines.of(node.folder)) : undefined;
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    return treeItemOf(node, this.#services.context.extensionUri, this.#listing(node.folder).className);
  }

  resolveTreeItem(item: vscode.TreeItem, node: TreeNode): vscode.TreeItem {
    if (node.kind === 'trace') item.tooltip = traceTooltipOf(node, this.#listing(node.folder).className);
    return item;
  }

  dispose(): void {
    this.#changed.dispose();
    this.#counted.dispose();
  }

  #listing(folder: string): TraceListing {
    let listing = this.#listings.get(folder);
    if (!listing) {
      listing = new TraceListing(this.#services.engines.of(folder).client, this.#services.reviewer.reader);
      this.#listings.set(folder, listing);
    }
    return listing;
  }

  #groupListing(folder: string): GroupListing {
    let listing = this.#groups.get(folder);
    if (!listing) {
      listing = new GroupListing(this.#services.engines.of(folder).client, this.#services.reviewer.reader);
      this.#groups.set(folder, listing);
    }
    return listing;
  }

  async #roots(): Promise<readonly TreeNode[]> {
    const folders = this.#services.engines.all();
    await Promise.all(folders.map((each) => this.#load(each.folder)));
    const listings = folders.map((each) => this.#listing(each.folder));
    const counts = { total: sum(listings.map((each) => each.total)), all: sum(listings.map((each) => each.all)), allFailing: sum(listings.map((each) => each.allFailing)), signalsPending: sum(listings.map((each) => each.signalsPending)) };
    this.#counted.fire(counts);
    const [only] = folders;
    if (folders.length === 1 && only) return this.#childrenOf(only.folder);
    // Nothing at all leaves the tree empty, so that the welcome shows.
    return counts.total === 0 && this.#broken.size === 0 ? [] : folders.map((each) => this.#folder(each));
  }

  async #load(folder: string): Promise<void> {
    const by = this.groupBy;
    try {
      await Promise.all([this.#listing(folder).load(this.filter, by !== 'day'), by === 'day' ? undefined : this.#groupListing(folder).load(by, this.filter)]);
      this.#broken.delete(folder);
    } catch (error) {
      const sentence = this.#sentenceOf(error);
      // Said once, not with every refresh; it stands in the tree.
      if (this.#broken.get(folder) !== sentence) this.#services.notify.error(error);
      this.#broken.set(folder, sentence);
    }
  }

  #sentenceOf(error: unknown): string {
    return sentenceOf(error) ?? 'The traces cannot be listed. The log has the details: Casebook: Show Log.';
  }

  async #tracesIn(node: GroupNode): Promise<readonly TreeNode[]> {
    const { folder, by, group } = node;
    try {
      const { traces, left } = await this.#groupListing(folder).tracesOf(by, group.value, this.filter);
      const rows = traces.map((summary): TraceNode => ({ kind: 'trace', folder, trace: summary.id, summary, within: node }));
      return left > 0 ? [...rows, { kind: 'more', folder, left, what: 'traces', within: node }] : rows;
    } catch (error) {
      return [{ kind: 'broken', folder, sentence: this.#sentenceOf(error), within: node }];
    }
  }

  #folder({ folder, name }: FolderEngine): FolderNode {
    return { kind: 'folder', folder, name, total: this.#listing(folder).total };
  }

  #childrenOf(folder: string): readonly TreeNode[] {
    const sentence = this.#broken.get(folder);
    if (sentence !== undefined) return [{ kind: 'broken', folder, sentence }];
    const { warning } = this.#listing(folder);
    const rows = this.groupBy === 'day' ? this.#daysOf(folder) : this.#groupsOf(folder, this.groupBy);
    // Of an empty list there is nothing to warn about, and a row would hide the welcome.
    return warning === undefined || rows.length === 0 ? rows : [{ kind: 'broken', folder, sentence: warning }, ...rows];
  }

  #groupsOf(folder: string, by: Exclude<GroupBy, 'day'>): readonly TreeNode[] {
    const { groups, left } = this.#groupListing(folder);
    const rows = groups.map((group): GroupNode => ({ kind: 'group', folder, by, group, expanded: groups.length === 1 }));
    return left > 0 ? [...rows, { kind: 'more', folder, left, what: 'groups' }] : rows;
  }

  #daysOf(folder: string): readonly TreeNode[] {
    const listing = this.#listing(folder);
    let above = 0;
    const days = groupByDay(listing.traces, new Date()).map((group, index, { length }): DayNode => {
      const expanded = above < rowsAtFirst;
      above += group.traces.length;
      return { kind: 'day', folder, group, expanded, partial: listing.left > 0 && index === length - 1 };
    });
    return listing.left > 0 ? [...days, { kind: 'more', folder, left: listing.left, what: 'traces' }] : days;
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
