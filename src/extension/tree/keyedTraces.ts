import * as vscode from 'vscode';
import type { TraceRef } from '../services/commands.ts';
import { nodeId, type TreeNode } from './traceNodes.ts';

const isTrace = (node: TreeNode): node is TreeNode & TraceRef => node.kind === 'trace';

/**
 * The traces a key pressed in the tree means: the row in focus, or the whole selection when the focus is on one of several
 * selected rows. Empty on a day or a folder. VS Code tells extensions the selection only, and arrow keys move the focus
 * alone; toggling the focused row in and out of the selection, which opens nothing, tells which one it is.
 */
export async function keyedTraces(view: vscode.TreeView<TreeNode>): Promise<readonly TraceRef[]> {
  const before = view.selection;
  await vscode.commands.executeCommand('list.toggleSelection');
  const after = view.selection;
  await vscode.commands.executeCommand('list.toggleSelection');
  // A trace stands in the tree as often as it called different tools, and is meant once.
  const refs = new Map(meant(before, after).filter(isTrace).map(({ folder, trace }) => [`${folder}#${trace}`, { folder, trace }]));
  return [...refs.values()];
}

function meant(before: readonly TreeNode[], after: readonly TreeNode[]): readonly TreeNode[] {
  const without = (nodes: readonly TreeNode[], others: readonly TreeNode[]): readonly TreeNode[] => {
    const ids = new Set(others.map(nodeId));
    return nodes.filter((node) => !ids.has(nodeId(node)));
  };
  const added = without(after, before);
  return added.length > 0 ? added : without(before, after).length > 0 ? before : [];
}
