import type { ReviewTab } from '../tab.ts';
import { createTaxonomy } from './model.ts';
import { TaxonomyView } from './TaxonomyView.tsx';

export const taxonomyTab: ReviewTab = {
  id: 'taxonomy', title: 'Taxonomy',
  create(page) {
    const model = createTaxonomy(page);
    const focusNote = (): void => document.querySelector<HTMLElement>(`.notePick[data-note="${model.focused.peek()}"]`)?.focus();
    /** When the rows are drawn anew; whoever went on typing elsewhere meanwhile stays there. */
    const focusNoteSoon = (): void => void requestAnimationFrame(() => document.activeElement?.matches('input, textarea, select') !== true && focusNote());

    function move(by: 1 | -1): void {
      const count = model.notes.peek()?.notes.length ?? 0;
      // The first press only brings the focus to the notes.
      const isThere = document.activeElement?.closest('.notePick') !== null && document.activeElement !== document.body;
      if (isThere) model.focused.value = Math.min(Math.max(0, model.focused.peek() + by), Math.max(0, count - 1));
      focusNote();
    }

    /** A form is filled in, or what it is about is on its way: no key changes anything then. */
    const isBusy = (): boolean => model.saving.peek() || model.notes.peek() === null;

    /** A note that nobody is at is not sorted by a key pressed somewhere else. */
    function isAtNote(): boolean {
      const isAt = model.picked.peek().size > 0 || (document.activeElement?.closest('.noteRow') ?? null) !== null;
      if (!isAt) page.say('Select a note first');
      return isAt;
    }

    const acts: Readonly<Record<string, (digit: number) => void>> = {
      sort(digit) {
        const into = model.overview.peek()?.classes[digit - 1];
        if (into && !isBusy() && model.form.peek() === null && isAtNote()) void model.sort(into.id).then(focusNoteSoon);
      },
      newClass: () => !isBusy() && model.openForm('new'),
      split: () => !isBusy() && isAtNote() && model.split(),
      merge: () => model.openForm('merge'),
      retire: () => void (!isBusy() && model.form.peek() === null && model.retire()),
      edit: () => model.openForm('edit'),
      mode: () => model.openForm('mode'),
      example: () => void (!isBusy() && isAtNote() && model.makeExample()),
      save: () => document.querySelector<HTMLFormElement>('.classForm')?.requestSubmit(),
      undo: () => void model.undo(false).then(focusNoteSoon),
      redo: () => void model.undo(true).then(focusNoteSoon),
      nextNote: () => move(1),
      previousNote: () => move(-1),
      pick: () => model.pick(model.focused.peek()),
      pickAll: () => model.pickAll(),
      nextClass: () => model.stepClass(1),
      previousClass: () => model.stepClass(-1),
      search: () => document.querySelector<HTMLElement>('#note-search')?.focus(),
      open: () => model.openFocused(),
    };
    return {
      view: () => <TaxonomyView model={model} />,
      refresh: () => void model.refresh(),
      act: (action, digit) => acts[action]?.(digit),
      leave() {
        if (!model.leave()) return false;
        focusNote();
        return true;
      },
    };
  },
};
