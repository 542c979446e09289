import type { TraceSummary } from '../../core/model/trajectory.ts';
import type { Grouping, TraceGroup } from '../../protocol/traceApi.ts';
import type { DayGroup } from '../display/dayGroups.ts';
import type { TraceRef } from '../services/commands.ts';

export type FolderNode = { readonly kind: 'folder'; readonly folder: string; readonly name: string; readonly total: number };
export type DayNode = { readonly kind: 'day'; readonly folder: string; readonly group: DayGroup; readonly expanded: boolean; /** Some of its traces may not be loaded yet. */ readonly partial: boolean };
/** Traces of one session, tool, file and so on; they are asked for when it is opened. */
export type GroupNode = { readonly kind: 'group'; readonly folder: string; readonly by: Grouping; readonly group: TraceGroup; readonly expanded: boolean };
/** A trace in the tree is what commands on it get: a `TraceRef` with more to it. One that called two tools stands in the tree twice. */
export type TraceNode = TraceRef & { readonly kind: 'trace'; readonly summary: TraceSummary; readonly within: DayNode | GroupNode };
/** What is left: of the groups of a folder, or of the traces of a group. */
export type MoreNode = { readonly kind: 'more'; readonly folder: string; readonly left: number; readonly what: 'traces' | 'groups'; readonly within?: GroupNode };
/** The index could not be asked, and the sentence stands where the traces would; or part of them could not be read, and it stands above them. */
export type BrokenNode = { readonly kind: 'broken'; readonly folder: string; readonly sentence: string; readonly within?: GroupNode };
export type TreeNode = FolderNode | DayNode | GroupNode | TraceNode | MoreNode | BrokenNode;

/** The same thing has the same id after a refresh, so that what is open stays open. */
export function nodeId(node: TreeNode): string {
  switch (node.kind) {
    case 'folder':
      return node.folder;
    case 'day':
      return `${node.folder}#${node.group.key}`;
    case 'group':
      return `${node.folder}#${groupKey(node.by, node.group.value)}`;
    case 'trace':
      return node.within.kind === 'day' ? `${node.folder}#${node.trace}` : `${nodeId(node.within)}#${node.trace}`;
    case 'more':
      return `${node.within ? nodeId(node.within) : node.folder}#more`;
    case 'broken':
      return `${node.within ? nodeId(node.within) : node.folder}#broken`;
  }
}

/** Tells the groups of one folder apart; a value that is the word "none" is not none. */
export function groupKey(by: Grouping, value: string | null): string {
  return `${by}${value === null ? '#none' : `=${value}`}`;
}
