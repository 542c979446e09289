import type * as vscode from 'vscode';
import { DisposableStore } from '../core/support/disposable.ts';
import { casesView } from './contributions/casesView.ts';
import { compareTraces } from './contributions/compareTraces.ts';
import { copyAndReveal } from './contributions/copyAndReveal.ts';
import { copyOriginal } from './contributions/copyOriginal.ts';
import { exportCases } from './contributions/exportCases.ts';
import { exportEditor } from './contributions/exportEditor.ts';
import { fileWatching } from './contributions/fileWatching.ts';
import { importCases } from './contributions/importCases.ts';
import { importFeedback } from './contributions/importFeedback.ts';
import { importReport } from './contributions/importReport.ts';
import { importTraces } from './contributions/importTraces.ts';
import { linkTrace } from './contributions/linkTrace.ts';
import { labelTrace } from './contributions/labelTrace.ts';
import { languageClient } from './contributions/languageClient.ts';
import { makeCase } from './contributions/makeCase.ts';
import { mapColumns } from './contributions/mapColumns.ts';
import { openConfig } from './contributions/openConfig.ts';
import { proveCase } from './contributions/proveCase.ts';
import { rebuildIndex } from './contributions/rebuildIndex.ts';
import { removeTrace } from './contributions/removeTrace.ts';
import { replayTraces } from './contributions/replayTraces.ts';
import { review } from './contributions/review.ts';
import { reviewStatus } from './contributions/reviewStatus.ts';
import { runCase } from './contributions/runCase.ts';
import { runProblems } from './contributions/runProblems.ts';
import { runStatus } from './contributions/runStatus.ts';
import { showCoverage } from './contributions/showCoverage.ts';
import { share } from './contributions/share.ts';
import { showLog } from './contributions/showLog.ts';
import { showRun } from './contributions/showRun.ts';
import { testExplorer } from './contributions/testExplorer.ts';
import { traceLinks } from './contributions/traceLinks.ts';
import { tracesView } from './contributions/tracesView.ts';
import { trajectoryPanel } from './contributions/trajectoryPanel.ts';
import { watchedFolders } from './contributions/watchedFolders.ts';
import { createServices, type Contribution } from './services/services.ts';

/** What Casebook adds to the editor; a new thing is a file and a line here. */
const contributions: readonly Contribution[] = [
  tracesView, casesView, review, reviewStatus, showCoverage, importTraces, importReport, mapColumns, trajectoryPanel, exportEditor, compareTraces, traceLinks, labelTrace, makeCase, copyAndReveal, copyOriginal, removeTrace,
  rebuildIndex, importFeedback, watchedFolders,
  languageClient, runCase, runProblems, runStatus, showRun, testExplorer, replayTraces, proveCase, linkTrace, exportCases, importCases, share, fileWatching, openConfig, showLog,
];

export function activate(context: vscode.ExtensionContext): void {
  const since = performance.now();
  const owned = new DisposableStore();
  context.subscriptions.push(owned);
  const services = createServices(context, owned);
  for (const contribute of contributions) owned.add(contribute(services));
  services.log.info(`Activated in ${Math.round(performance.now() - since)} ms`);
}
