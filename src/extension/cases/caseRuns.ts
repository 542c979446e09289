import { isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import { formatCount, plural } from '../../core/display/numbers.ts';
import type { CaseResult } from '../../core/model/result.ts';
import type { Log } from '../../core/support/log.ts';
import type { RunReport, RunRequest } from '../../protocol/runApi.ts';
import type { Changes } from '../services/changes.ts';
import type { FolderEngine } from '../services/engines.ts';
import { withProgress } from '../services/progress.ts';
import { agreedRequest } from './agreedRequest.ts';
import type { RanTexts } from './ranTexts.ts';

function inProgress(running: readonly string[]): string {
  if (running.length === 0) return '';
  return `, now ${running.slice(0, 2).join(', ')}${running.length > 2 ? ` and ${formatCount(running.length - 2)} more` : ''}`;
}

/** Runs cases, and keeps what each case said last in this window. */
export class CaseRuns {
  readonly #changes: Changes;
  readonly #texts: RanTexts;
  readonly #log: Log;
  readonly #last = new Map<string, CaseResult>();
  /** What each run that goes on is at. */
  readonly #running = new Map<symbol, ReadonlySet<string>>();

  constructor(changes: Changes, texts: RanTexts, log: Log) {
    this.#changes = changes;
    this.#texts = texts;
    this.#log = log;
  }

  last(folder: string, caseId: string): CaseResult | undefined {
    return this.#last.get(`${folder}#${caseId}`);
  }

  isRunning(folder: string, caseId: string): boolean {
    return [...this.#running.values()].some((keys) => keys.has(`${folder}#${caseId}`));
  }

  /** What is unsaved in case files is saved first: the engine reads the disk. */
  async run(engine: FolderEngine, asked: RunRequest, title: string): Promise<RunReport> {
    const { folder, client } = engine;
    await saveCaseFiles();
    const request = await agreedRequest(engine, asked);
    const texts = this.#texts.openNow();
    const run = Symbol(title);
    this.#at(run, folder, request.cases);
    try {
      const report = await withProgress(title, (signal, show) => {
        return client.runCases(request, {
          signal,
          onProgress: ({ done, cases, running }) => {
            // A single case is named in the title already.
            if (cases <= 1) return;
            show(`${formatCount(done)} of ${plural(cases, 'case')}${inProgress(running)}`, done / cases);
            this.#at(run, folder, running);
          },
        });
      });
      for (const result of report.results) this.#last.set(`${folder}#${result.caseId}`, result);
      const remembered = this.#texts.remember((file) => vscode.Uri.file(isAbsolute(file) ? file : join(folder, file)), report.results, texts);
      remembered.catch((error: unknown) => this.#log.warn(`What ran was not kept: ${String(error)}`));
      this.#changes.results.fire({ folder, results: report.results });
      return report;
    } finally {
      this.#running.delete(run);
      this.#changes.running.fire();
    }
  }

  #at(run: symbol, folder: string, caseIds: readonly string[]): void {
    this.#running.set(run, new Set(caseIds.map((id) => `${folder}#${id}`)));
    this.#changes.running.fire();
  }
}

export async function saveCaseFiles(): Promise<void> {
  const unsaved = vscode.workspace.textDocuments.filter((document) => document.isDirty && !document.isUntitled && /\.case\.(ya?ml|json)$/.test(document.uri.path));
  await Promise.all(unsaved.map((document) => document.save()));
}
