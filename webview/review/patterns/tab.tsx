import type { ReviewTab } from '../tab.ts';
import { createPatterns } from './model.ts';
import { PatternsView } from './PatternsView.tsx';

export const patternsTab: ReviewTab = {
  id: 'patterns', title: 'Patterns',
  create(page) {
    const model = createPatterns(page);
    const steps: Readonly<Record<string, readonly [down: number, right: number]>> = { left: [0, -1], right: [0, 1], up: [-1, 0], down: [1, 0] };
    /** The arrows go down the list while it has the focus. */
    function moveInList(by: number): boolean {
      const rows = [...document.querySelectorAll<HTMLElement>('.groupRow:enabled')];
      const at = rows.indexOf(document.activeElement as HTMLElement);
      if (at < 0) return false;
      rows[Math.min(Math.max(0, at + by), rows.length - 1)]!.focus();
      return true;
    }
    const focusMatrix = (): void => void requestAnimationFrame(() => document.querySelector<HTMLElement>('.matrix td[tabindex="0"]')?.focus());
    return {
      view: () => <PatternsView model={model} />,
      refresh: () => void model.refresh(),
      act(action) {
        const step = steps[action];
        if (step) {
          if (step[0] !== 0 && moveInList(step[0])) return;
          if (document.activeElement?.closest('.matrix')) model.move(...step);
          focusMatrix();
        } else if (action === 'list') {
          const { row, column } = model.cell.peek();
          model.list(row, column);
        } else if (action === 'table') model.toggleTable();
        else if (action === 'review') model.review();
      },
      leave() {
        if (model.chosen.peek() === null) return false;
        model.close();
        focusMatrix();
        return true;
      },
    };
  },
};
