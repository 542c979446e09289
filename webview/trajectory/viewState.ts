import type { TrajectoryViewState } from '../../src/protocol/trajectoryPage.ts';

/** Which step, fold, tab and divider were chosen last. The host keeps it for a closed page, VS Code for a hidden one. */
export type ViewMemory = {
  read(trace: string): TrajectoryViewState | null;
  write(trace: string, view: TrajectoryViewState): void;
  /** Sends what waits, because the page is about to go. */
  flush(): void;
};

export const tabs = ['thread', 'call', 'prompt', 'documents', 'raw'] as const;
export type Tab = (typeof tabs)[number];

export function isTab(tab: string): tab is Tab {
  return (tabs as readonly string[]).includes(tab);
}

/** Share of the width that the tree takes. */
export const startSplit = 0.49;
export const leastSplit = 0.2;
export const greatestSplit = 0.8;

export function clampSplit(split: number): number {
  // The host writes 0 where nothing was remembered.
  return split > 0 ? Math.min(greatestSplit, Math.max(leastSplit, split)) : startSplit;
}

type State = { getState(): unknown; setState(state: Readonly<Record<string, unknown>>): void };
type Send = (view: TrajectoryViewState) => void;

function isViewState(value: unknown): value is TrajectoryViewState {
  if (typeof value !== 'object' || value === null) return false;
  const view = value as Partial<Record<keyof TrajectoryViewState, unknown>>;
  return (view.selected === null || typeof view.selected === 'number') && Array.isArray(view.folded) && typeof view.noise === 'boolean'
    && typeof view.split === 'number' && typeof view.tab === 'string';
}

/** Writes at most every `everyMs`, the last one always. */
export function createViewMemory(state: State, send: Send, everyMs = 400): ViewMemory {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last: TrajectoryViewState | undefined;
  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (last) send(last);
    last = undefined;
  }
  return {
    read(trace) {
      const saved = state.getState();
      if (typeof saved !== 'object' || saved === null || !('trace' in saved) || saved.trace !== trace || !('view' in saved)) return null;
      return isViewState(saved.view) ? saved.view : null;
    },
    write(trace, view) {
      state.setState({ trace, view });
      last = view;
      timer ??= setTimeout(flush, everyMs);
    },
    flush,
  };
}
