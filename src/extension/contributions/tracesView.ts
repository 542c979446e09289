import * as vscode from 'vscode';
import { failingMeaning } from '../../core/display/failureWords.ts';
import { formatCount, plural } from '../../core/display/numbers.ts';
import { DisposableStore } from '../../core/support/disposable.ts';
import type { Grouping, SignalProgress } from '../../protocol/traceApi.ts';
import { groupWords, joinGroups, type GroupBy } from '../display/traceGroups.ts';
import { Coalesced } from '../services/coalesced.ts';
import { withProgress } from '../services/progress.ts';
import type { Services } from '../services/services.ts';
import { chooseFilter } from '../tree/chooseFilter.ts';
import { chooseGrouping } from '../tree/chooseGrouping.ts';
import { droppedFiles } from '../tree/droppedFiles.ts';
import { findTraces } from '../tree/findTraces.ts';
import { keyedTraces } from '../tree/keyedTraces.ts';
import { filterWords, isFiltering, queryOf, type TraceFilter } from '../tree/traceFilter.ts';
import type { TreeNode } from '../tree/traceNodes.ts';
import { TracesTree, type TreeCounts } from '../tree/tracesTree.ts';
import { keepViewSettings, readViewSettings } from '../tree/viewMemory.ts';

const lookAgainMs = 2000;
const mostWaitMs = 30_000;
const noticedMs = 500;

/** The view "Traces": runs by what they have in common, what became of them, and the filter over them. */
export function tracesView(services: Services): vscode.Disposable {
  const { commands, changes, context, engines, focus, notify } = services;
  const owned = new DisposableStore();
  const tree = owned.add(new TracesTree(services));
  const view = owned.add(vscode.window.createTreeView<TreeNode>('casebook.traces', {
    treeDataProvider: tree, canSelectMany: true, showCollapseAll: true, dragAndDropController: droppedFiles(services),
  }));
  const refresh = owned.add(new Coalesced(() => tree.refresh()));
  focus.inTree = () => keyedTraces(view);

  function set(filter: TraceFilter, groupBy: GroupBy): void {
    tree.filter = filter;
    tree.groupBy = groupBy;
    void vscode.commands.executeCommand('setContext', 'casebook.filtering', isFiltering(filter));
    tree.refresh();
  }

  async function keep(filter: TraceFilter, groupBy: GroupBy): Promise<void> {
    set(filter, groupBy);
    await keepViewSettings(context.workspaceState, { filter, groupBy });
  }

  const setFilter = (filter: TraceFilter): Promise<void> => keep(filter, tree.groupBy);

  /** Looked for beside all else; nobody tells when it is done, so it is looked again, less and less often. */
  let pendingBefore = 0;
  let again: NodeJS.Timeout | undefined;
  let waitMs = lookAgainMs;
  function lookAgain(signalsPending: number): void {
    clearTimeout(again);
    waitMs = signalsPending === 0 ? lookAgainMs : Math.min(waitMs * 1.5, mostWaitMs);
    if (signalsPending > 0) again = setTimeout(() => { if (view.visible) tree.refresh(); }, waitMs);
    pendingBefore = signalsPending;
  }
  owned.add({ dispose: () => clearTimeout(again) });

  function show({ total, all, allFailing, signalsPending }: TreeCounts): void {
    const words = filterWords(tree.filter, tree.className);
    const share = words === '' ? formatCount(total) : `${formatCount(total)} of ${formatCount(all)}`;
    // Over an empty list a message would hide the welcome, which offers the way back to all traces.
    const filtered = words !== '' && total > 0 ? `${share} ${all === 1 ? 'trace' : 'traces'}: ${words}` : undefined;
    // Few are done before anybody reads a sentence about them.
    const pending = signalsPending > 0 && pendingBefore > 0 ? `The signals of ${plural(signalsPending, 'trace')} are not looked at yet` : undefined;
    view.message = [filtered, pending].filter((part) => part !== undefined).join(' · ') || undefined;
    lookAgain(signalsPending);
    view.description = all === 0 ? undefined : [total === 0 ? words : share, tree.groupBy === 'day' ? '' : `by ${groupWords[tree.groupBy].one}`].filter(Boolean).join(', ');
    view.badge = allFailing > 0 ? { value: allFailing, tooltip: `${plural(allFailing, 'failing trace')}: ${failingMeaning}` } : undefined;
    void vscode.commands.executeCommand('setContext', 'casebook.hasTraces', all > 0);
    // Until then nobody knows whether there is nothing, and the view does not say so.
    void vscode.commands.executeCommand('setContext', 'casebook.listed', true);
  }

  async function counts(by: Grouping, rest: TraceFilter) {
    const stop = new AbortController();
    let tell = (_progress: SignalProgress): void => undefined;
    const asked = Promise.all(engines.all().map(async ({ client }) => (await client.groupTraces({ ...queryOf(rest, new Date()), by }, { signal: stop.signal, onProgress: (progress) => tell(progress) })).groups));
    // Which traces show a signal is known only once all were looked at, and that may take minutes.
    const isLong = by === 'signal' && (await Promise.race([asked.then(() => false), new Promise<true>((resolve) => { setTimeout(() => resolve(true), noticedMs); })]));
    if (!isLong) return joinGroups(await asked);
    return joinGroups(await withProgress('Looking for signals', (signal, report) => {
      signal.addEventListener('abort', () => stop.abort());
      tell = ({ looked, of }) => report(`${formatCount(looked)} of ${plural(of, 'trace')}`, looked / of);
      return asked;
    }));
  }

  const { filter, groupBy } = readViewSettings(context.workspaceState);
  set(filter, groupBy);
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
  // Another reader may see other labels.
  owned.add(vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration('casebook.reviewer')) tree.refresh();
  }));
  owned.add(commands.register('casebook.refresh', () => tree.refresh()));
  owned.add(commands.register('casebook.showMoreTraces', (node) => tree.showMore(node)));
  owned.add(commands.register('casebook.clearFilter', () => setFilter({})));
  owned.add(commands.register('casebook.filterTraces', async () => {
    const chosen = await chooseFilter(tree.filter, { className: tree.className, counts, say: (sentence) => void notify.info(sentence) });
    if (chosen) await setFilter(chosen);
  }));
  owned.add(commands.register('casebook.filterToGroup', async (node) => {
    if (node?.kind === 'group') await setFilter({ ...tree.filter, [node.by]: node.group.value });
  }));
  owned.add(commands.register('casebook.findInTraces', async () => {
    const found = await findTraces(services, tree.filter);
    if (!found) return;
    if ('open' in found) await commands.run('casebook.openTrajectory', found.open, found.step);
    else {
      await setFilter(found.filter);
      await vscode.commands.executeCommand('casebook.traces.focus');
    }
  }));
  owned.add(commands.register('casebook.groupTraces', async () => {
    const by = await chooseGrouping(tree.groupBy);
    if (by) await keep(tree.filter, by);
  }));
  return owned;
}
