import type { Memento } from 'vscode';
import { TrajectoryViewState } from '../../protocol/trajectoryPage.ts';
import type { TraceRef } from '../services/commands.ts';

const key = 'trajectory.views';
const most = 100;

/** Where the reader was in each trace, for the most recent ones. Kept with the workspace. */
export class ViewStates {
  readonly #memento: Memento;
  constructor(memento: Memento) {
    this.#memento = memento;
  }

  get({ folder, trace }: TraceRef): TrajectoryViewState | null {
    // An older Casebook may have written another shape.
    const parsed = TrajectoryViewState.safeParse(this.#all()[`${folder}#${trace}`]);
    return parsed.success ? parsed.data : null;
  }

  async set({ folder, trace }: TraceRef, view: TrajectoryViewState): Promise<void> {
    const name = `${folder}#${trace}`;
    const { [name]: _before, ...others } = this.#all();
    await this.#memento.update(key, Object.fromEntries([...Object.entries(others), [name, view]].slice(-most)));
  }

  #all(): Readonly<Record<string, unknown>> {
    return this.#memento.get<Record<string, unknown>>(key, {});
  }
}
