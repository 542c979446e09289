import * as vscode from 'vscode';
import type { ImportReport } from '../../protocol/importApi.ts';
import type { KeptReport } from '../../protocol/reportPage.ts';

const key = 'import.lastReport';
/** A window's state is one small file that VS Code holds in memory. */
const mostKept = 1_000_000;

function isKept(value: unknown): value is KeptReport {
  return typeof value === 'object' && value !== null && 'folder' in value && 'at' in value && 'report' in value
    && typeof value.report === 'object' && value.report !== null && 'files' in value.report && Array.isArray(value.report.files);
}

/** What the last import of this window said. Kept through a reload where it is not too long. */
export class ImportReports implements vscode.Disposable {
  readonly #memento: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<void>();
  #last: KeptReport | undefined;
  readonly onDidChange = this.#changed.event;

  constructor(memento: vscode.Memento) {
    this.#memento = memento;
    const kept = memento.get<unknown>(key);
    this.#last = isKept(kept) ? kept : undefined;
  }

  last(): KeptReport | undefined {
    return this.#last;
  }

  async keep(folder: string, report: ImportReport, now = new Date()): Promise<void> {
    this.#last = { folder, at: now.toISOString(), report };
    this.#changed.fire();
    await this.#memento.update(key, JSON.stringify(this.#last).length <= mostKept ? this.#last : undefined);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
