import * as vscode from 'vscode';
import type { Action } from '../../core/display/pageKeys.ts';
import type { TraceRef } from '../services/commands.ts';
import type { Services } from '../services/services.ts';
import { traceUri } from './traceUri.ts';
import type { Begin, TrajectoryPanel } from './trajectoryPanel.ts';

export const trajectoryView = 'casebook.trajectory';
const keyOf = ({ folder, trace }: TraceRef): string => `${folder}#${trace}`;

/** The trajectories that are open, in whichever editor each is. */
export class TrajectoryTabs implements vscode.Disposable {
  readonly #open = new Set<TrajectoryPanel>();
  /** The step to show in a tab that is about to open. */
  readonly #steps = new Map<string, number>();

  /** Puts a trace into a tab of the editor. */
  async show(services: Services, panel: vscode.WebviewPanel, ref: TraceRef, begin?: Begin): Promise<void> {
    // The page's protocol brings zod with it, which costs more to load than the rest of the extension.
    const { TrajectoryPanel } = await import('./trajectoryPanel.ts');
    const shown = new TrajectoryPanel(services, panel, ref, begin ?? { step: this.#steps.get(keyOf(ref)) });
    this.#steps.delete(keyOf(ref));
    this.#open.add(shown);
    shown.onDidClose(() => {
      this.#open.delete(shown);
      shown.dispose();
    });
  }

  /** Brings a trace to the front, in its tab or a new one, and to a step where one is given. */
  async open({ engines }: Services, { folder, trace }: TraceRef, step?: number): Promise<void> {
    const summary = await engines.of(folder).client.findTrace({ trace });
    const key = keyOf({ folder, trace: summary.id });
    const there = [...this.#open].find((panel) => keyOf(panel.ref) === key);
    if (there) return there.reveal(step);
    if (step !== undefined) this.#steps.set(key, step);
    await vscode.commands.executeCommand('vscode.openWith', traceUri(folder, summary), trajectoryView, { preview: true } satisfies vscode.TextDocumentShowOptions);
  }

  inSight(): readonly TrajectoryPanel[] {
    return [...this.#open].filter((panel) => panel.visible);
  }

  /** As if the action's key was pressed in the page in front. */
  act(action: Action): void {
    [...this.#open].find((panel) => panel.active)?.act(action);
  }

  /** Tells all pages what changed in the index. */
  async refresh(): Promise<void> {
    await Promise.all([...this.#open].map((panel) => panel.refresh()));
  }

  dispose(): void {
    for (const panel of this.#open) panel.dispose();
  }
}
