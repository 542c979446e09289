import * as vscode from 'vscode';
import { formatCount, plural } from '../../core/display/numbers.ts';
import { DisposableStore } from '../../core/support/disposable.ts';
import { Coalesced } from '../services/coalesced.ts';
import type { Services } from '../services/services.ts';
import { chooseFilter } from '../tree/chooseFilter.ts';
import { droppedFiles } from '../tree/droppedFiles.ts';
import { keyedTraces } from '../tree/keyedTraces.ts';
import { filterWords, isFiltering, type TraceFilter } from '../tree/traceFilter.ts';
import type { TreeNode } from '../tree/traceNodes.ts';
import { TracesTree, type TreeCounts } from '../tree/tracesTree.ts';

/** The view "Traces": recent runs by day, what became of them, and the filter over them. */
export function tracesView(services: Services): vscode.Disposable {
  const { commands, changes, engines, focus } = services;
  const owned = new DisposableStore();
  const tree = owned.add(new TracesTree(services));
  const view = owned.add(vscode.window.createTreeView<TreeNode>('casebook.traces', {
    treeDataProvider: tree, canSelectMany: true, showCollapseAll: true, dragAndDropController: droppedFiles(commands),
  }));
  const refresh = owned.add(new Coalesced(() => tree.refresh()));
  focus.inTree = () => keyedTraces(view);

  function setFilter(filter: TraceFilter): void {
    tree.filter = filter;
    void vscode.commands.executeCommand('setContext', 'casebook.filtering', isFiltering(filter));
    tree.refresh();
  }

  function show({ total, allFailing, any }: TreeCounts): void {
    // Over an empty list a message would hide the welcome, which offers the way back to all traces.
    view.message = isFiltering(tree.filter) && total > 0 ? `${plural(total, 'trace')} ${filterWords(tree.filter)}` : undefined;
    view.description = total === 0 ? undefined : formatCount(total);
    view.badge = allFailing > 0 ? { value: allFailing, tooltip: plural(allFailing, 'failing trace') } : undefined;
    void vscode.commands.executeCommand('setContext', 'casebook.hasTraces', any);
  }

  owned.add(tree.onDidCount(show));
  owned.add(view.onDidChangeSelection(({ selection }) => {
    const trace = selection.find((node) => node.kind === 'trace');
    focus.select(trace && { folder: trace.folder, trace: trace.trace });
  }));
  owned.add(changes.traces.event(() => refresh.request()));
  owned.add(changes.results.event(() => refresh.request()));
  // One row at a time, and somebody is looking at it.
  owned.add(changes.label.event(() => tree.refresh()));
  owned.add(engines.onDidChangeFolders(() => tree.foldersChanged()));
  owned.add(commands.register('casebook.refresh', () => tree.refresh()));
  owned.add(commands.register('casebook.showMoreTraces', () => tree.showMore()));
  owned.add(commands.register('casebook.clearFilter', () => setFilter({})));
  owned.add(commands.register('casebook.filterTraces', async () => {
    const filter = await chooseFilter(tree.filter);
    if (filter) setFilter(filter);
  }));
  return owned;
}
