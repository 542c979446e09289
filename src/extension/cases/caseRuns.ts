import * as vscode from 'vscode';
import { formatCount, plural } from '../../core/display/numbers.ts';
import type { CaseResult } from '../../core/model/result.ts';
import type { RunReport, RunRequest } from '../../protocol/engineApi.ts';
import type { Changes } from '../services/changes.ts';
import type { FolderEngine } from '../services/engines.ts';
import { withProgress } from '../services/progress.ts';

function inProgress(running: readonly string[]): string {
  if (running.length === 0) return '';
  return `, now ${running.slice(0, 2).join(', ')}${running.length > 2 ? ` and ${formatCount(running.length - 2)} more` : ''}`;
}

/** Runs cases, and keeps what each case said last in this window. */
export class CaseRuns {
  readonly #changes: Changes;
  readonly #last = new Map<string, CaseResult>();

  constructor(changes: Changes) {
    this.#changes = changes;
  }

  last(folder: string, caseId: string): CaseResult | undefined {
    return this.#last.get(`${folder}#${caseId}`);
  }

  /** What is unsaved in case files is saved first: the engine reads the disk. */
  async run({ folder, client }: FolderEngine, request: RunRequest, title: string): Promise<RunReport> {
    await saveCaseFiles();
    const report = await withProgress(title, (signal, show) => {
      return client.runCases(request, {
        signal,
        onProgress({ done, cases, running }) {
          // A single case is named in the title already.
          if (cases > 1) show(`${formatCount(done)} of ${plural(cases, 'case')}${inProgress(running)}`, done / cases);
        },
      });
    });
    for (const result of report.results) this.#last.set(`${folder}#${result.caseId}`, result);
    this.#changes.results.fire({ folder, results: report.results });
    return report;
  }
}

export async function saveCaseFiles(): Promise<void> {
  const unsaved = vscode.workspace.textDocuments.filter((document) => document.isDirty && !document.isUntitled && /\.case\.(ya?ml|json)$/.test(document.uri.path));
  await Promise.all(unsaved.map((document) => document.save()));
}
