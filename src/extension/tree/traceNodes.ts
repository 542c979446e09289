import type { TraceSummary } from '../../core/model/trajectory.ts';
import type { DayGroup } from '../display/dayGroups.ts';
import type { TraceRef } from '../services/commands.ts';

export type FolderNode = { readonly kind: 'folder'; readonly folder: string; readonly name: string; readonly total: number };
export type DayNode = { readonly kind: 'day'; readonly folder: string; readonly group: DayGroup; readonly expanded: boolean; /** Some of its traces may not be loaded yet. */ readonly partial: boolean };
/** A trace in the tree is what commands on it get: a `TraceRef` with more to it. */
export type TraceNode = TraceRef & { readonly kind: 'trace'; readonly summary: TraceSummary; readonly day: DayNode };
export type MoreNode = { readonly kind: 'more'; readonly folder: string; readonly left: number };
/** The index could not be asked, and the sentence stands where the traces would; or part of them could not be read, and it stands above them. */
export type BrokenNode = { readonly kind: 'broken'; readonly folder: string; readonly sentence: string };
export type TreeNode = FolderNode | DayNode | TraceNode | MoreNode | BrokenNode;
