import * as vscode from 'vscode';
import { formatCount, plural } from '../../core/display/numbers.ts';
import { DisposableStore } from '../../core/support/disposable.ts';
import { openCaseAt } from '../cases/caseFiles.ts';
import { lineOfCase } from '../cases/lineOfCase.ts';
import { isMoreCases, type CasesNode } from '../casesTree/caseNodes.ts';
import { CasesTree, type CaseCounts } from '../casesTree/casesTree.ts';
import { keepCaseView, readCaseView } from '../casesTree/caseViewMemory.ts';
import { chooseCaseFilter, chooseCaseGrouping } from '../casesTree/chooseCaseFilter.ts';
import { caseCommands } from '../casesTree/caseCommands.ts';
import { caseFilterParts, isFilteringCases, type CaseFilter } from '../display/caseFilter.ts';
import { caseGroupWords, type CaseGrouping } from '../display/caseGroups.ts';
import { Coalesced } from '../services/coalesced.ts';
import type { Services } from '../services/services.ts';

/** The view "Cases": what cases there are, what they said last, what they guard, and what of them wants a look. */
export function casesView(services: Services): vscode.Disposable {
  const { commands, changes, context, engines } = services;
  const owned = new DisposableStore();
  const tree = owned.add(new CasesTree(services));
  const view = owned.add(vscode.window.createTreeView<CasesNode>('casebook.cases', { treeDataProvider: tree, canSelectMany: true, showCollapseAll: true }));
  const refresh = owned.add(new Coalesced(() => tree.refresh(), 50, 300));
  // An import tells of each batch.
  const refreshLater = owned.add(new Coalesced(() => tree.refresh(), 100, 2000));

  function set(filter: CaseFilter, groupBy: CaseGrouping): void {
    tree.filter = filter;
    tree.groupBy = groupBy;
    void vscode.commands.executeCommand('setContext', 'casebook.filteringCases', isFilteringCases(filter));
    tree.refresh();
  }

  async function keep(filter: CaseFilter, groupBy: CaseGrouping): Promise<void> {
    set(filter, groupBy);
    await keepCaseView(context.workspaceState, { filter, groupBy });
  }

  function show({ shown, all }: CaseCounts): void {
    const words = caseFilterParts(tree.filter, tree.className).map((part) => part.words).join(', ');
    const share = isFilteringCases(tree.filter) ? `${formatCount(shown)} of ${plural(all, 'case')}` : plural(all, 'case');
    // Over an empty list a message would hide the welcome, which offers the way back to all cases.
    view.message = words !== '' && shown > 0 ? `${share}: ${words}` : undefined;
    const by = tree.groupBy === 'suite' ? '' : `by ${caseGroupWords[tree.groupBy].title.toLowerCase()}`;
    view.description = all === 0 ? undefined : [isFilteringCases(tree.filter) ? `${formatCount(shown)} of ${formatCount(all)}` : formatCount(all), by].filter(Boolean).join(', ');
    void vscode.commands.executeCommand('setContext', 'casebook.hasCases', all > 0);
    void vscode.commands.executeCommand('setContext', 'casebook.casesListed', true);
  }

  const { filter, groupBy } = readCaseView(context.workspaceState);
  set(filter, groupBy);
  owned.add(tree.onDidCount(show));
  owned.add(changes.results.event(() => refresh.request()));
  owned.add(changes.label.event(() => refresh.request()));
  owned.add(changes.traces.event(() => refreshLater.request()));
  owned.add(engines.onDidChangeFolders(() => tree.foldersChanged()));
  owned.add(caseCommands(services, view));
  owned.add(commands.register('casebook.openCaseFile', async ({ uri: written, caseId }) => {
    const uri = vscode.Uri.parse(written);
    const document = await vscode.workspace.openTextDocument(uri);
    await openCaseAt({ uri, line: lineOfCase(document.getText(), caseId) ?? 0 });
  }));
  owned.add(commands.register('casebook.refreshCases', () => tree.refresh()));
  owned.add(commands.register('casebook.showMoreCases', (node) => isMoreCases(node) && tree.showMore(node)));
  owned.add(commands.register('casebook.clearCaseFilter', () => keep({}, tree.groupBy)));
  owned.add(commands.register('casebook.filterCases', async () => {
    const chosen = await chooseCaseFilter(tree.filter, tree.rows(), tree.className);
    if (chosen) await keep(chosen, tree.groupBy);
  }));
  owned.add(commands.register('casebook.groupCases', async () => {
    const by = await chooseCaseGrouping(tree.groupBy);
    if (by) await keep(tree.filter, by);
  }));
  owned.add(commands.register('casebook.showCases', async (wanted) => {
    await keep(wanted, tree.groupBy);
    await vscode.commands.executeCommand('casebook.cases.focus');
  }));
  owned.add(commands.register('casebook.showTracesOf', async ({ folder, by, value }) => {
    await commands.run('casebook.filterToGroup', { kind: 'group', folder, by, group: { value, total: 0, failing: 0, newestUs: null }, expanded: false });
    await vscode.commands.executeCommand('casebook.traces.focus');
  }));
  return owned;
}
