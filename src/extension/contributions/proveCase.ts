import * as vscode from 'vscode';
import { DisposableStore } from '../../core/support/disposable.ts';
import { UserError } from '../../core/support/errors.ts';
import { saveCaseFiles } from '../cases/caseRuns.ts';
import { chooseCase } from '../cases/chooseCase.ts';
import { tracedFrom } from '../cases/tracedFrom.ts';
import { withProgress } from '../services/progress.ts';
import type { Services } from '../services/services.ts';

/** Whether a case catches the failure it was made from, and the trace it was made from. */
export function proveCase(services: Services): vscode.Disposable {
  const { commands, changes, engines, notify } = services;

  function engineOf(uri: string) {
    const found = engines.ofFile(vscode.Uri.parse(uri));
    if (!found) throw new UserError('outside', 'This case file lies in none of the folders of this window.', 'Open its folder first.');
    return found;
  }

  const owned = new DisposableStore();
  owned.add(commands.register('casebook.proveCase', async (lens) => {
    const one = await chooseCase(services, lens);
    if (!one) return;
    const { folder, client } = engineOf(one.uri);
    await saveCaseFiles();
    const reports = await withProgress(`Proving ${one.caseId}`, (signal) => client.proveCases({ cases: [one.caseId] }, { signal }));
    changes.results.fire({ folder, results: [] });
    const report = reports.find((each) => each.caseId === one.caseId);
    if (report) void (report.proven || !report.needed ? notify.info(report.sentence) : notify.warn(report.sentence));
  }));
  owned.add(commands.register('casebook.openCaseTrace', async (lens) => {
    const one = await chooseCase(services, lens);
    if (!one) return;
    const { folder, client } = engineOf(one.uri);
    const { traceId, recording } = await tracedFrom(services.language, folder, one);
    if (traceId === undefined) throw new UserError('no-source', `${one.caseId} names no trace it was made from.`, 'Cases written by hand have none.');
    const summary = await client.findTrace({ trace: traceId }).catch(() => undefined);
    if (summary) {
      await commands.run('casebook.openTrajectory', { folder, trace: summary.id });
      return;
    }
    const chosen = await notify.warn(`The index does not hold ${traceId}, the trace of ${one.caseId}. Import its export again, or read the recording kept with the case.`, ...(recording ? ['Open Recording' as const] : []), 'Import Traces…');
    if (chosen === 'Open Recording' && recording) await vscode.window.showTextDocument(recording);
    if (chosen === 'Import Traces…') await commands.run('casebook.importTraces');
  }));
  return owned;
}
