import type { FailureLogAction } from '../../../src/core/display/reviewKeys.ts';
import type { ReviewTab } from '../tab.ts';
import { FailureLogView } from './FailureLogView.tsx';
import { createFailureLog } from './model.ts';
import { focusCell } from './Rows.tsx';

export const failureLogTab: ReviewTab = {
  id: 'failureLog', title: 'Failure log',
  create(page) {
    const model = createFailureLog(page);
    const isThere = (): boolean => document.activeElement?.closest('.failureRows [role="gridcell"]') instanceof Element;
    /** The first press only brings the focus to the rows. */
    const move = (down: number, right: number): void => {
      if (isThere()) model.move(down, right);
      else focusCell();
    };
    const actions: Readonly<Record<FailureLogAction, () => void>> = {
      edit: () => isThere() ? model.edit() : focusCell(),
      undo: () => void model.undo(false), redo: () => void model.undo(true),
      makeCase: () => void model.makeCase(),
      down: () => move(1, 0), up: () => move(-1, 0), left: () => move(0, -1), right: () => move(0, 1),
      filter: () => document.getElementById('failure-filter')?.focus(),
      open: model.open, openCase: model.openCase, copy: model.copyCell,
    };
    return {
      view: () => <FailureLogView model={model} />,
      refresh: model.refresh,
      // A cell that is being edited has the keys to itself.
      act: (action) => !model.editing.peek() && actions[action as FailureLogAction](),
      leave() {
        if (model.leave()) return true;
        if (document.activeElement?.id !== 'failure-filter' || model.filter.peek() === '') return false;
        model.setFilter('');
        return true;
      },
    };
  },
};
