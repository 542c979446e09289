import { isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import { formatCount, plural } from '../../core/display/numbers.ts';
import type { CaseResult } from '../../core/model/result.ts';
import type { Log } from '../../core/support/log.ts';
import type { RunProgress, RunReport, RunRequest } from '../../protocol/runApi.ts';
import type { Changes } from '../services/changes.ts';
import type { FolderEngine } from '../services/engines.ts';
import { withProgress } from '../services/progress.ts';
import { agreedRequest } from './agreedRequest.ts';
import type { RanTexts } from './ranTexts.ts';
import { withinTrust } from './trust.ts';

/** How a run shows besides the status bar and the Test Explorer, which show every run. */
export type RunShown = {
  readonly title: string;
  /** Who asked shows how far it is and can cancel it: no notification does. */
  readonly quiet?: true;
  readonly signal?: AbortSignal;
  /** What the Test Explorer asked for. */
  readonly asked?: vscode.TestRunRequest;
  /** Case files that are unsaved stay so: one that is saved would start the next of the runs that follow each save. */
  readonly afterSave?: true;
};

/** A run that goes on. */
export type LiveRun = {
  readonly engine: FolderEngine;
  readonly request: RunRequest;
  readonly shown: RunShown;
  readonly onProgress: vscode.Event<RunProgress>;
  /** Rejects where nothing could be run. */
  readonly ended: Promise<RunReport>;
  cancel(): void;
};

function inProgress(running: readonly string[]): string {
  if (running.length === 0) return '';
  return `, now ${running.slice(0, 2).join(', ')}${running.length > 2 ? ` and ${formatCount(running.length - 2)} more` : ''}`;
}

/** Runs cases, whoever asks, and keeps what each case said last in this window. */
export class CaseRuns implements vscode.Disposable {
  readonly #changes: Changes;
  readonly #texts: RanTexts;
  readonly #log: Log;
  readonly #last = new Map<string, CaseResult>();
  /** What each run that goes on is at. */
  readonly #running = new Map<LiveRun, ReadonlySet<string>>();
  readonly #started = new vscode.EventEmitter<LiveRun>();
  readonly onDidStart = this.#started.event;

  constructor(changes: Changes, texts: RanTexts, log: Log) {
    this.#changes = changes;
    this.#texts = texts;
    this.#log = log;
  }

  last(folder: string, caseId: string): CaseResult | undefined {
    return this.#last.get(`${folder}#${caseId}`);
  }

  /** Since a result; false where that is not known. */
  wasEditedSince({ at, caseId }: CaseResult, document: vscode.TextDocument): boolean {
    return this.#texts.wasEdited(document, caseId, at);
  }

  isRunning(folder: string, caseId: string): boolean {
    return [...this.#running.values()].some((keys) => keys.has(`${folder}#${caseId}`));
  }

  cancelAll(): void {
    for (const live of this.#running.keys()) live.cancel();
  }

  /** What is unsaved in case files is saved first: the engine reads the disk. */
  async run(engine: FolderEngine, wanted: RunRequest, shown: RunShown): Promise<RunReport> {
    const allowed = await withinTrust(engine, wanted);
    if (!shown.afterSave) await saveCaseFiles();
    const request = await agreedRequest(engine, allowed);
    const { folder, client } = engine;
    const texts = this.#texts.openNow();
    const progress = new vscode.EventEmitter<RunProgress>();
    const cancelling = new AbortController();
    const { promise: ended, resolve, reject } = Promise.withResolvers<RunReport>();
    // Who follows the run hears of it too; that nobody does is no error.
    ended.catch(() => undefined);
    const live: LiveRun = { engine, request, shown, onProgress: progress.event, ended, cancel: () => cancelling.abort() };
    this.#at(live, request.cases);
    this.#started.fire(live);
    const call = (signals: readonly AbortSignal[], show: (message: string, share: number) => void): Promise<RunReport> => client.runCases(request, {
      signal: AbortSignal.any([cancelling.signal, ...(shown.signal ? [shown.signal] : []), ...signals]),
      onProgress: (at) => {
        progress.fire(at);
        const { done, cases, running } = at;
        // A single case is named in the title already.
        if (cases <= 1) return;
        show(`${formatCount(done)} of ${plural(cases, 'case')}${inProgress(running)}`, done / cases);
        this.#at(live, running);
      },
    });
    try {
      const report = await (shown.quiet ? call([], () => undefined) : withProgress(shown.title, (signal, show) => call([signal], show)));
      for (const result of report.results) this.#last.set(`${folder}#${result.caseId}`, result);
      const remembered = this.#texts.remember((file) => vscode.Uri.file(isAbsolute(file) ? file : join(folder, file)), report.results, texts);
      remembered.catch((error: unknown) => this.#log.warn(`What ran was not kept: ${String(error)}`));
      resolve(report);
      this.#changes.results.fire({ folder, results: report.results });
      return report;
    } catch (error) {
      reject(error);
      throw error;
    } finally {
      this.#running.delete(live);
      this.#changes.running.fire();
      progress.dispose();
    }
  }

  dispose(): void {
    this.cancelAll();
    this.#started.dispose();
  }

  #at(run: LiveRun, caseIds: readonly string[]): void {
    this.#running.set(run, new Set(caseIds.map((id) => `${run.engine.folder}#${id}`)));
    this.#changes.running.fire();
  }
}

export async function saveCaseFiles(): Promise<void> {
  const unsaved = vscode.workspace.textDocuments.filter((document) => document.isDirty && !document.isUntitled && /\.case\.(ya?ml|json)$/.test(document.uri.path));
  await Promise.all(unsaved.map((document) => document.save()));
}
