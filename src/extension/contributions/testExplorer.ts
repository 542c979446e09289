import * as vscode from 'vscode';
import { plural } from '../../core/display/numbers.ts';
import { DisposableStore } from '../../core/support/disposable.ts';
import { chooseTarget } from '../cases/chooseTarget.ts';
import { mayRun } from '../cases/trust.ts';
import { Coalesced } from '../services/coalesced.ts';
import type { Services } from '../services/services.ts';
import { CaseTests } from '../testing/caseTests.ts';
import { afterEachSave, type Saved } from '../testing/continuousRun.ts';
import { debugRun } from '../testing/debugRun.ts';
import { reportRun } from '../testing/runReporter.ts';
import { selectionOf, type FolderSelection } from '../testing/selection.ts';

const isCaseFile = ({ path }: vscode.Uri): boolean => /\.case\.(ya?ml|json)$/.test(path);

/** Against which target; `ask`: what the person says. */
type How = { readonly ask?: true; readonly debug?: true };

/** Cases in VS Code's Test Explorer: each run of this window shows there, and it runs, debugs and follows saves itself. */
export function testExplorer(services: Services): vscode.Disposable {
  const { changes, commands, context, engines, language, log, notify, runs } = services;
  const owned = new DisposableStore();
  const controller = owned.add(vscode.tests.createTestController('casebook', 'Casebook'));
  const tests = owned.add(new CaseTests(services, controller));
  const showError = (error: unknown): void => notify.error(error);

  async function runOne({ engine, cases }: FolderSelection, request: vscode.TestRunRequest, target: string | undefined, how: How, until: AbortSignal): Promise<void> {
    const shown = { title: cases.length === 0 ? 'Running all cases' : cases.length === 1 ? `Running ${cases[0]}` : `Running ${plural(cases.length, 'case')}`, quiet: true, signal: until, asked: request, ...(request.continuous ? { afterSave: true as const } : {}) } as const;
    // VS Code asks for trust before; a run that follows saves was begun when there was some.
    if (!(await mayRun(engine, target, notify))) return;
    const debugging = how.debug ? { debugPort: (await engine.client.freePort({})).port, concurrency: 1, trials: 1, cache: false } : {};
    await runs.run(engine, { cases: [...cases], ...(target === undefined ? {} : { target }), ...debugging }, shown);
  }

  /** Of each folder the target that was chosen; undefined where the question was put away. */
  async function targetsFor(selected: readonly FolderSelection[], how: How): Promise<ReadonlyMap<string, string | undefined> | undefined> {
    const targets = new Map<string, string | undefined>();
    for (const { engine } of selected) {
      const target = how.ask ? await chooseTarget(engine, context.workspaceState) : undefined;
      if (how.ask && target === undefined) return undefined;
      targets.set(engine.folder, target);
    }
    return targets;
  }

  const inFiles = (selection: FolderSelection, saved: Saved): FolderSelection | undefined => {
    // The agent, its data or the configuration: anything may have changed.
    if (!saved.every(isCaseFile)) return selection;
    const files = new Set(saved.map(({ fsPath }) => fsPath));
    const rows = selection.rows.filter(({ file }) => files.has(vscode.Uri.joinPath(vscode.Uri.file(selection.engine.folder), file).fsPath));
    return rows.length === 0 ? undefined : { ...selection, rows, cases: [...new Set(rows.map(({ id }) => id))] };
  };

  async function handle(request: vscode.TestRunRequest, token: vscode.CancellationToken, how: How): Promise<void> {
    await tests.show();
    const stopping = new AbortController();
    token.onCancellationRequested(() => stopping.abort());
    const selected = selectionOf(request, tests, engines.all());
    const targets = await targetsFor(selected, how);
    if (!targets) return;
    const runAll = async (these: readonly FolderSelection[]): Promise<void> => {
      for (const each of these) if (!stopping.signal.aborted) await runOne(each, request, targets.get(each.engine.folder), how, stopping.signal);
    };
    if (!request.continuous) return runAll(selected);
    afterEachSave(async (saved) => {
      // What was saved may have brought a case or taken one away.
      await tests.show();
      const inSaved = (uri: vscode.Uri, { engine }: FolderSelection): boolean => engines.ofFile(uri)?.folder === engine.folder;
      await runAll(selectionOf(request, tests, engines.all()).flatMap((each) => {
        const own = saved.filter((uri) => inSaved(uri, each));
        return own.length === 0 ? [] : (inFiles(each, own) ?? []);
      }));
    }, showError, token);
  }

  const handler = (how: How) => (request: vscode.TestRunRequest, token: vscode.CancellationToken) => handle(request, token, how).catch(showError);
  const profiles = [
    controller.createRunProfile('Run', vscode.TestRunProfileKind.Run, handler({}), true, undefined, true),
    controller.createRunProfile('Run Against Another Target…', vscode.TestRunProfileKind.Run, handler({ ask: true }), false, undefined, true),
    controller.createRunProfile('Debug', vscode.TestRunProfileKind.Debug, handler({ debug: true }), true),
    controller.createRunProfile('Debug Another Target…', vscode.TestRunProfileKind.Debug, handler({ ask: true, debug: true }), false),
  ];
  for (const profile of profiles) {
    owned.add(profile);
    profile.configureHandler = () => void commands.run('casebook.openConfig');
  }
  controller.resolveHandler = (item) => (item ? tests.resolve(item) : tests.show()).catch(showError);
  controller.refreshHandler = () => tests.show();

  owned.add(runs.onDidStart((live) => {
    reportRun(live, { tests, controller, language, log }).catch(showError);
    const { debugPort } = live.request;
    if (debugPort === undefined) return;
    debugRun(live, debugPort, showError);
  }));

  const refresh = owned.add(new Coalesced(() => void tests.refresh().catch(showError), 200, 2000));
  owned.add(changes.results.event(() => refresh.request()));
  owned.add(changes.traces.event(() => refresh.request()));
  owned.add(engines.onDidChangeFolders(() => refresh.request()));
  const follow = ({ uri }: vscode.TextDocument): void => {
    if (uri.scheme === 'file' && isCaseFile(uri)) tests.resolveFile(uri).catch(showError);
  };
  owned.add(vscode.workspace.onDidOpenTextDocument(follow));
  vscode.workspace.textDocuments.forEach(follow);
  return owned;
}
