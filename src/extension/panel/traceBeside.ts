import * as vscode from 'vscode';
import type { TraceRef } from '../services/commands.ts';
import type { Services } from '../services/services.ts';
import { traceTitle } from '../display/traceRow.ts';

const viewType = 'casebook.traceBeside';

/**
 * The trajectory that stands beside another page and follows it, without taking the keys from there. A trace that has no tab there gets
 * one that goes with the page: VS Code makes the column active where it opens a custom editor, and leaves it as it was where it opens a panel.
 */
export class TraceBeside implements vscode.Disposable {
  readonly #services: Services;
  /** Any of these in sight may be followed by another one of them. */
  readonly #folder: string;
  readonly #traces: readonly string[];
  #own: vscode.WebviewPanel | undefined;
  /** Who walks quickly passes some by. */
  #wanted = '';

  constructor(services: Services, folder: string, traces: readonly string[]) {
    this.#services = services;
    this.#folder = folder;
    this.#traces = traces;
  }

  /** Nothing happens where none of the traces is in sight. */
  async point(trace: string, step: number | undefined): Promise<void> {
    const { trajectories, engines } = this.#services;
    this.#wanted = trace;
    const ref: TraceRef = { folder: this.#folder, trace };
    const inSight = trajectories.inSight().filter((panel) => panel.ref.folder === this.#folder && this.#traces.includes(panel.ref.trace));
    const there = inSight.find((panel) => panel.ref.trace === trace);
    if (there) return step === undefined ? undefined : there.point(step);
    const [near] = inSight;
    if (!near) return undefined;
    const summary = await engines.of(this.#folder).client.findTrace({ trace });
    if (this.#wanted === trace) await this.#open(ref, traceTitle(summary), near.viewColumn, step);
    return undefined;
  }

  dispose(): void {
    this.#own?.dispose();
  }

  async #open(ref: TraceRef, title: string, viewColumn = vscode.ViewColumn.One, step: number | undefined): Promise<void> {
    const before = this.#own;
    const panel = vscode.window.createWebviewPanel(viewType, title, { viewColumn, preserveFocus: true }, { enableFindWidget: true });
    this.#own = panel;
    panel.onDidDispose(() => {
      if (this.#own === panel) this.#own = undefined;
    });
    await this.#services.trajectories.show(this.#services, panel, ref, { step, quietly: true });
    before?.dispose();
  }
}
