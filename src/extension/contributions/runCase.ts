import * as vscode from 'vscode';
import { DisposableStore } from '../../core/support/disposable.ts';
import { UserError } from '../../core/support/errors.ts';
import type { RunReport } from '../../protocol/runApi.ts';
import type { LensArguments } from '../../protocol/lsp.ts';
import { chooseCase } from '../cases/chooseCase.ts';
import { chooseTarget } from '../cases/chooseTarget.ts';
import { mayRun } from '../cases/trust.ts';
import { resultDetails, resultSentence } from '../display/caseResult.ts';
import { tellRun } from '../runs/tellRun.ts';
import { chooseFolder } from '../services/chooseFolder.ts';
import type { FolderEngine } from '../services/engines.ts';
import type { Services } from '../services/services.ts';

/** Running cases against a target: one from its lens, one against a target of choice, or all. */
export function runCase(services: Services): vscode.Disposable {
  const { commands, context, engines, notify, runs, documents } = services;

  function engineOf({ uri }: LensArguments): FolderEngine {
    const found = engines.ofFile(vscode.Uri.parse(uri));
    if (!found) throw new UserError('outside', 'This case file lies in none of the folders of this window.', 'Open its folder to run it.');
    return found;
  }

  async function tellOne(report: RunReport, lens: LensArguments, folder: string): Promise<void> {
    const result = report.results.find((each) => each.caseId === lens.caseId);
    if (!result) {
      if (!report.cancelled) void notify.warn(`${lens.caseId} was not run`);
      return;
    }
    const sentence = resultSentence(result);
    const chosen = await (result.outcome === 'pass' ? notify.info(sentence, 'Show Result') : notify.warn(sentence, 'Show Result', 'Show Problems'));
    // The page of the run says more; without a folder there is none.
    if (chosen === 'Show Result') await (report.folder === null ? commands.run('casebook.showCaseResult', lens) : commands.run('casebook.showRun', { folder, run: report.runId, caseId: lens.caseId }));
    if (chosen === 'Show Problems') await vscode.commands.executeCommand('workbench.actions.view.problems');
  }

  async function runOne(lens: LensArguments | undefined, ask: boolean): Promise<void> {
    const one = await chooseCase(services, lens);
    if (!one) return;
    const engine = engineOf(one);
    if (runs.isRunning(engine.folder, one.caseId)) {
      void notify.info(`${one.caseId} is running already`);
      return;
    }
    const target = ask ? await chooseTarget(engine, context.workspaceState) : undefined;
    if ((ask && target === undefined) || !(await mayRun(engine, target, notify))) return;
    const report = await runs.run(engine, { cases: [one.caseId], ...(target === undefined ? {} : { target }) }, { title: `Running ${one.caseId}` });
    void tellOne(report, one, engine.folder);
  }

  /** `given`: the target, where it is known already. */
  async function runAll(given: string | undefined, ask: boolean): Promise<void> {
    const engine = await chooseFolder(engines, 'The cases of which folder?');
    const target = given ?? (engine && ask ? await chooseTarget(engine, context.workspaceState) : undefined);
    if (!engine || (ask && target === undefined) || !(await mayRun(engine, target, notify))) return;
    const report = await runs.run(engine, { cases: [], ...(target === undefined ? {} : { target }) }, { title: `Running all cases${target === undefined ? '' : ` on ${target}`}` });
    void tellRun(services, engine.folder, report);
  }

  async function showResult(lens: LensArguments | undefined): Promise<void> {
    const one = await chooseCase(services, lens);
    if (!one) return;
    const engine = engineOf(one);
    const last = (await engine.client.lastResults({})).find((each) => each.caseId === one.caseId);
    const isKept = last !== undefined && (await engine.client.readRunCase({ run: last.runId, caseId: last.caseId, target: last.target }).then(() => true, () => false));
    if (isKept) return commands.run('casebook.showRun', { folder: engine.folder, run: last.runId, caseId: one.caseId });
    // Somebody deleted the run, or its results were never written; this window may remember it.
    const result = runs.last(engine.folder, one.caseId);
    if (result) return documents.showMarkdown(`Result of ${one.caseId}`, resultDetails(result));
    const said = last ? `${last.sentence} The run is not kept any more.` : `${one.caseId} has not been run.`;
    if ((await notify.info(said, 'Run Case')) === 'Run Case') await runOne(one, false);
  }

  const owned = new DisposableStore();
  owned.add(commands.register('casebook.runCase', (lens) => runOne(lens, false)));
  owned.add(commands.register('casebook.runCaseAgainst', (lens) => runOne(lens, true)));
  owned.add(commands.register('casebook.runAllCases', () => runAll(undefined, false)));
  owned.add(commands.register('casebook.runAllAgainst', (target) => runAll(typeof target === 'string' ? target : undefined, true)));
  owned.add(commands.register('casebook.showCaseResult', showResult));
  return owned;
}
