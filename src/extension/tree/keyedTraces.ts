import * as vscode from 'vscode';
import type { TraceRef } from '../services/commands.ts';
import { nodeId, type TreeNode } from './traceNodes.ts';

const isTrace = (node: TreeNode): node is TreeNode & TraceRef => node.kind === 'trace';

/**
 * The rows a key pressed in a tree means: the row in focus, or the whole selection when the focus is on one of several
 * selected rows. VS Code tells extensions the selection only, and arrow keys move the focus alone; toggling the focused row
 * in and out of the selection, which opens nothing, tells which one it is.
 */
export async function keyedRows<T>(view: vscode.TreeView<T>, idOf: (node: T) => string): Promise<readonly T[]> {
  const before = view.selection;
  await vscode.commands.executeCommand('list.toggleSelection');
  const after = view.selection;
  await vscode.commands.executeCommand('list.toggleSelection');
  return meant(before, after, idOf);
}

/** The traces among them; empty on a day or a folder. */
export async function keyedTraces(view: vscode.TreeView<TreeNode>): Promise<readonly TraceRef[]> {
  // A trace stands in the tree as often as it called different tools, and is meant once.
  const refs = new Map((await keyedRows(view, nodeId)).filter(isTrace).map(({ folder, trace }) => [`${folder}#${trace}`, { folder, trace }]));
  return [...refs.values()];
}

function meant<T>(before: readonly T[], after: readonly T[], idOf: (node: T) => string): readonly T[] {
  const without = (nodes: readonly T[], others: readonly T[]): readonly T[] => {
    const ids = new Set(others.map(idOf));
    return nodes.filter((node) => !ids.has(idOf(node)));
  };
  const added = without(after, before);
  return added.length > 0 ? added : without(before, after).length > 0 ? before : [];
}
