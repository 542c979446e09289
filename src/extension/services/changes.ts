import * as vscode from 'vscode';
import type { Label } from '../../core/model/label.ts';
import type { CaseResult } from '../../core/model/result.ts';
import type { TraceRef } from './commands.ts';

/** What happened in this window or on disk, told to every part that shows it. */
export class Changes implements vscode.Disposable {
  /** Traces came, went or were read again. Fired often during an import. */
  readonly traces = new vscode.EventEmitter<void>();
  readonly label = new vscode.EventEmitter<TraceRef & { readonly label: Label | null }>();
  /** Another queue was chosen to be reviewed. */
  readonly queue = new vscode.EventEmitter<void>();
  /** A run or a proof ended, or case files changed: lenses and labels of cases are to be asked for again. */
  readonly results = new vscode.EventEmitter<{ readonly folder: string; readonly results: readonly CaseResult[] }>();
  /** Cases began or ended to run. */
  readonly running = new vscode.EventEmitter<void>();

  dispose(): void {
    for (const emitter of [this.traces, this.label, this.queue, this.results, this.running]) emitter.dispose();
  }
}
