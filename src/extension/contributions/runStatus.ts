import * as vscode from 'vscode';
import { DisposableStore } from '../../core/support/disposable.ts';
import { targetChosenLast } from '../cases/chooseTarget.ts';
import type { LiveRun } from '../cases/caseRuns.ts';
import { plain } from '../display/markdown.ts';
import { lastRunOf, lastRunText, lastRunWords, runningText, type LastRun } from '../display/runStatus.ts';
import type { RunProgress } from '../../protocol/runApi.ts';
import { commandLink, type CommandName } from '../services/commands.ts';
import type { Services } from '../services/services.ts';

/** The last run of this workspace is kept under it. */
export const lastRunKey = 'casebook.lastRun';
/** VS Code's own view. */
const testResults = 'workbench.panel.testResults.view.focus';

/** The status bar: how far the runs are, with a way to cancel them; then what the last one said, with a way to it. */
export function runStatus({ commands, context, runs, engines, notify }: Services): vscode.Disposable {
  const owned = new DisposableStore();
  const item = owned.add(vscode.window.createStatusBarItem('casebook.runs', vscode.StatusBarAlignment.Left, 5));
  item.name = 'Casebook Runs';
  const going = new Map<LiveRun, RunProgress | undefined>();

  function links(): readonly string[] {
    const [only, ...others] = engines.all();
    const target = only && others.length === 0 ? targetChosenLast(context.workspaceState, only.folder) : undefined;
    return [
      `[Run Failed](${commandLink('casebook.runFailedCases')})`,
      `[Run All](${commandLink('casebook.runAllCases')})`,
      ...(target === undefined ? [] : [`[Run All Against ${plain(target)}](${commandLink('casebook.runAllAgainst', target)})`]),
      `[Run All Against…](${commandLink('casebook.runAllAgainst')})`,
      `[Test Results](command:${testResults})`,
    ];
  }

  function show(): void {
    const last = context.workspaceState.get<LastRun>(lastRunKey);
    if (going.size > 0) {
      item.text = runningText([...going.values()]);
      item.tooltip = 'Cases are running. Click to cancel.';
      item.accessibilityInformation = { label: 'Casebook: cases are running. Press to cancel', role: 'button' };
      item.command = 'casebook.cancelRuns' satisfies CommandName;
    } else if (last) {
      const tooltip = new vscode.MarkdownString(`${plain(lastRunWords(last))}\n\n${links().join(' · ')}`);
      tooltip.isTrusted = { enabledCommands: ['casebook.runFailedCases', 'casebook.runAllCases', 'casebook.runAllAgainst', testResults] satisfies (CommandName | typeof testResults)[] };
      item.text = lastRunText(last);
      item.tooltip = tooltip;
      item.accessibilityInformation = { label: `Casebook: ${lastRunWords(last)}`, role: 'button' };
      item.command = 'casebook.showLastRun' satisfies CommandName;
    }
    if (going.size > 0 || last) item.show();
  }

  /** Who began it says why nothing could be run. */
  async function follow(live: LiveRun): Promise<void> {
    const report = await live.ended.catch(() => undefined);
    if (report && report.results.length > 0) await context.workspaceState.update(lastRunKey, lastRunOf(report, live.engine.folder, new Date().toISOString()));
  }

  owned.add(runs.onDidStart((live) => {
    going.set(live, undefined);
    show();
    const following = live.onProgress((at) => {
      going.set(live, at);
      item.text = runningText([...going.values()]);
    });
    void follow(live).finally(() => {
      following.dispose();
      going.delete(live);
      show();
    });
  }));
  owned.add(commands.register('casebook.cancelRuns', () => {
    if (going.size === 0) void notify.info('No case is running');
    runs.cancelAll();
  }));
  owned.add(commands.register('casebook.showLastRun', async () => {
    const last = context.workspaceState.get<LastRun>(lastRunKey);
    if (!last) return void notify.info('No case has been run in this workspace');
    await commands.run('casebook.showRun', { folder: last.folder, run: last.run });
  }));
  show();
  return owned;
}
