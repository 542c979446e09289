import type { QueueAction } from '../../../src/core/display/reviewKeys.ts';
import { act as actInReader } from '../../trajectory/pageKeys.ts';
import type { QueueModel } from './model.ts';
import { statuses } from './statuses.ts';

/** The parts of the tab that an action gives the focus to. */
export const places = { list: 'queue-list', find: 'find-traces', findClass: 'find-class', note: 'review-note', cause: 'rail-cause', queue: 'choose-queue' } as const;

/** Every action of the tab's table, done. A forgotten one does not compile. */
export function act(model: QueueModel, action: QueueAction, digit: number): void {
  const trace = model.current.peek();
  const reader = trace?.model;
  const step = reader?.navigation.selected.peek() ?? null;
  const labelled = () => model.judged()?.model.labelling;
  const actions: Readonly<Record<QueueAction, () => unknown>> = {
    pass: () => model.verdict('pass'), fail: () => model.verdict('fail'), defer: () => model.verdict('defer'),
    class() {
      const chosen = reader?.labelling.classes.peek()[digit - 1];
      if (chosen) model.failureClass(chosen);
      else model.remark(`There is no class ${digit}`);
    },
    findClass: () => model.askField(places.findClass),
    note: () => model.askField(places.note), cause: () => model.askField(places.cause),
    status() {
      const labelling = labelled();
      const now = statuses.findIndex(({ value }) => value === labelling?.label.peek()?.status);
      const { value, words } = statuses[(now + 1) % statuses.length]!;
      void labelling?.set({ status: value }, `Status: ${words}`);
    },
    firstWrong: () => step !== null && labelled()?.firstWrong(step),
    lastGood: () => step !== null && labelled()?.lastGood(step),
    wrongWords: () => model.judged() && reader?.answer.mark(),
    save: () => model.saveAndNext(),
    undo: () => model.undo(), redo: () => model.redo(),
    makeCase: () => model.judged()?.model.makeCase(),
    nextTrace: () => model.move(1), previousTrace: () => model.move(-1), nextUnreviewed: () => model.nextUnreviewed(),
    extend: () => model.extend(1), extendBack: () => model.extend(-1),
    nextStep: () => reader?.navigation.move(1), previousStep: () => reader?.navigation.move(-1),
    nextError: () => reader && actInReader(reader, 'nextError'), previousError: () => reader && actInReader(reader, 'previousError'),
    details: () => document.getElementById('panel')?.focus(),
    find: () => document.getElementById(places.find)?.focus(), queue: () => model.askField(places.queue, 'list'),
    open: () => model.openInReader(),
    noise: () => reader && actInReader(reader, 'noise'),
    copyStep: () => reader && actInReader(reader, 'copyStep'), copyMarkdown: () => reader && actInReader(reader, 'copyMarkdown'), copyLink: () => reader && actInReader(reader, 'copyLink'),
  };
  model.clearPassing();
  actions[action]();
}

/** Innermost first; the focus goes back to the list. */
export function leave(model: QueueModel): boolean {
  if (model.overwrites.peek()) model.overwrites.value = null;
  else if (model.selection.peek().size > 0) model.unselect();
  else if (model.text.peek() !== '' && document.activeElement?.id === places.find) model.arrange({ text: '' });
  else return false;
  return true;
}
