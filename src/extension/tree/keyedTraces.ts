import * as vscode from 'vscode';
import type { TraceRef } from '../services/commands.ts';
import type { TreeNode } from './traceNodes.ts';

const idOf = (node: TreeNode): string => [node.kind, node.folder, node.kind === 'trace' ? node.trace : node.kind === 'day' ? node.group.key : ''].join('#');
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
  return meant(before, after).filter(isTrace).map(({ folder, trace }) => ({ folder, trace }));
}

function meant(before: readonly TreeNode[], after: readonly TreeNode[]): readonly TreeNode[] {
  const without = (nodes: readonly TreeNode[], others: readonly TreeNode[]): readonly TreeNode[] => {
    const ids = new Set(others.map(idOf));
    return nodes.filter((node) => !ids.has(idOf(node)));
  };
  const added = without(after, before);
  return added.length > 0 ? added : without(before, after).length > 0 ? before : [];
}
