import type { QueueAction } from '../../../src/core/display/reviewKeys.ts';
import type { Verdict } from '../../../src/core/model/label.ts';
import { act as actInReader } from '../../trajectory/pageKeys.ts';
import type { QueueModel } from './model.ts';
import { statuses } from './statuses.ts';

/** The parts of the tab that an action gives the focus to. */
export const places = { list: 'queue-list', find: 'find-traces', findClass: 'find-class', note: 'review-note', mode: 'rail-mode', cause: 'rail-cause', fix: 'rail-fix', correction: 'rail-correction', owner: 'rail-owner', queue: 'choose-queue', order: 'order-queue' } as const;

/** Every action of the tab's table, done. A forgotten one does not compile. */
export function act(model: QueueModel, action: QueueAction, digit: number): void {
  const trace = model.current.peek();
  const reader = trace?.model;
  const step = reader?.navigation.selected.peek() ?? null;
  const labelled = () => model.judged()?.model.labelling;
  // With several selected, what is said is said of all of them.
  const severally = model.bulk.selection.peek().size > 0;
  const verdict = (said: Verdict, words: string) => (severally ? void model.bulk.label({ verdict: said }, words) : model.verdict(said));
  const actions: Readonly<Record<QueueAction, () => unknown>> = {
    pass: () => verdict('pass', 'Pass'), fail: () => verdict('fail', 'Fail'), defer: () => verdict('defer', 'Defer'),
    class() {
      const chosen = reader?.labelling.classes.peek()[digit - 1];
      if (chosen && severally) void model.bulk.label({ verdict: 'fail', class: { class: chosen.id } }, `Fail, ${chosen.name ?? chosen.id}`);
      else if (chosen) model.failureClass(chosen);
      else model.remark(`There is no class ${digit}`);
    },
    findClass: () => model.askField(places.findClass),
    note: () => model.askField(places.note), cause: () => model.askField(places.cause), fix: () => model.askField(places.fix), correction: () => model.askField(places.correction), owner: () => model.askField(places.owner),
    mode() {
      const label = reader?.labelling.label.peek();
      const modes = reader?.labelling.classes.peek().find(({ id }) => id === label?.class?.class)?.modes ?? [];
      if (modes.length > 0) model.askField(places.mode);
      else model.remark(label?.class ? 'The class has no modes' : 'No class yet: its mode comes after it');
    },
    handled() {
      const labelling = labelled();
      const isHandled = labelling?.label.peek()?.status === 'handled';
      void labelling?.set({ status: isHandled ? 'open' : 'handled' }, `Status: ${isHandled ? 'Open' : 'Handled'}`);
    },
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
    find: () => model.askField(places.find, 'list'), queue: () => model.askField(places.queue, 'list'), order: () => model.askField(places.order, 'list'),
    shows: () => model.arrange({ shows: model.shows.peek() === 'left' ? 'all' : 'left' }),
    open: () => model.openInReader(),
    share: () => trace && model.page.shareTrace(trace.id),
    noise: () => reader && actInReader(reader, 'noise'),
    copyStep: () => reader && actInReader(reader, 'copyStep'), copyMarkdown: () => reader && actInReader(reader, 'copyMarkdown'), copyLink: () => reader && actInReader(reader, 'copyLink'),
  };
  model.clearPassing();
  actions[action]();
}

/** Innermost first; the focus goes back to the list. */
export function leave(model: QueueModel): boolean {
  const { overwrites, selection, clear } = model.bulk;
  if (overwrites.peek()) overwrites.value = null;
  else if (selection.peek().size > 0) clear();
  else if (model.text.peek() !== '' && document.activeElement?.id === places.find) {
    model.arrange({ text: '' });
    (document.activeElement as HTMLElement).blur();
  } else return false;
  return true;
}
