import type { RunAction } from '../../src/core/display/runKeys.ts';
import type { RunModel } from './model.ts';

/** The parts of the page that an action gives the focus to. */
export const places = { rows: 'run-rows', details: 'case-details', find: 'find-cases' } as const;

const focusOn = (id: string): void => {
  const element = document.getElementById(id);
  (element?.querySelector<HTMLElement>('[role="row"][tabindex="0"]') ?? element)?.focus({ preventScroll: true });
};

/** Every action of the key table, done. A forgotten one does not compile. */
export function act(model: RunModel, action: RunAction): void {
  if (!model.run.peek()) return;
  const actions: Readonly<Record<RunAction, () => void>> = {
    next: () => model.move(1), previous: () => model.move(-1), nextFailure: () => model.failure(1), previousFailure: () => model.failure(-1),
    find: () => focusOn(places.find), open: () => focusOn(places.details),
    trajectory: model.trajectory, compare: model.compareExpected, comparePassing: model.comparePassing, openCase: model.openCase, runAgain: model.runCaseAgain, copy: model.copyCase,
    sheet: () => (model.sheetOpen.value = !model.sheetOpen.peek()),
    leave() {
      if (model.sheetOpen.peek()) model.sheetOpen.value = false;
      else focusOn(places.rows);
    },
  };
  actions[action]();
}
