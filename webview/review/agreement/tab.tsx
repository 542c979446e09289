import type { ReviewTab } from '../tab.ts';
import { AgreementView } from './AgreementView.tsx';
import { createAgreement } from './model.ts';

export const agreementTab: ReviewTab = {
  id: 'agreement', title: 'Agreement',
  create(page) {
    const model = createAgreement(page);
    const focusItem = (): void => void requestAnimationFrame(() => document.activeElement?.matches('input, textarea, select') !== true && document.querySelector<HTMLElement>('.disagreement.focused')?.focus());
    const acts: Readonly<Record<string, (digit: number) => void>> = {
      side: (digit) => void (!model.choosing.peek() && model.sideWith(digit - 1).then(focusItem)),
      pass: () => void (!model.choosing.peek() && model.decide('pass').then(focusItem)),
      fail: () => model.chooseClass(),
      save: () => document.querySelector<HTMLFormElement>('.chooseClass')?.requestSubmit(),
      undo: () => void model.undo(false).then(focusItem),
      redo: () => void model.undo(true).then(focusItem),
      next: () => move(1),
      previous: () => move(-1),
      decided: () => model.show(model.list.peek() === 'open' ? 'decided' : 'open'),
      open: () => model.openFocused(),
    };

    function move(by: 1 | -1): void {
      if (document.activeElement?.closest('.disagreement')) model.step(by);
      focusItem();
    }
    return {
      view: () => <AgreementView model={model} />,
      refresh: () => void model.refresh(),
      act: (action, digit) => acts[action]?.(digit),
      leave() {
        if (!model.choosing.peek()) return false;
        model.choosing.value = false;
        focusItem();
        return true;
      },
    };
  },
};
