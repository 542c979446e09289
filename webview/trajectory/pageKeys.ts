import { actionOf } from '../keys.ts';
import type { Action } from '../../src/core/display/pageKeys.ts';
import { isPassing } from '../label/labelling.ts';
import { surroundingsOf } from '../surroundings.ts';
import type { TrajectoryModel } from './model.ts';
import { askForStep } from './find/FindField.tsx';
import { toggleSignals } from './tree/signalFocus.ts';

/** Every action of the key table, done. A forgotten one does not compile. */
function actions(model: TrajectoryModel, digit: number): Readonly<Record<Action, () => unknown>> {
  const { navigation, labelling } = model;
  const step = navigation.selected.value;
  return {
    pass: () => labelling.verdict('pass'),
    fail: () => labelling.verdict('fail'),
    defer: () => labelling.verdict('defer'),
    class() {
      const chosen = labelling.classes.value[digit - 1];
      return chosen && labelling.failureClass(chosen);
    },
    firstWrong: () => step !== null && labelling.firstWrong(step),
    lastGood: () => step !== null && labelling.lastGood(step),
    wrongWords: () => model.answer.mark(),
    note: () => labelling.openField('note'),
    owner: () => labelling.openField('owner'),
    labelForm: () => (labelling.formOpen.value = !labelling.formOpen.value),
    save: () => labelling.saveFields(),
    undo: () => labelling.undo(),
    makeCase: () => model.makeCase(),
    makeCaseHere: () => step !== null && model.makeCase(step),
    nextError: () => navigation.nextError(1) || model.remark('No step failed'),
    previousError: () => navigation.nextError(-1) || model.remark('No step failed'),
    noise: () => (navigation.rows.value.hidden === 0 ? model.remark('Nothing is hidden') : navigation.toggleNoise()),
    foldAll: () => navigation.foldAll(true),
    unfoldAll: () => navigation.foldAll(false),
    view: () => navigation.toggleView(),
    signals: () => toggleSignals(model),
    range: () => navigation.toggleRange(),
    rangeEarlier: () => navigation.moveRange(-0.25),
    rangeLater: () => navigation.moveRange(0.25),
    rangeLess: () => navigation.zoomRange(0.5),
    rangeMore: () => navigation.zoomRange(2),
    rangeBack: () => navigation.rangeBack(),
    find: () => document.querySelector<HTMLInputElement>('#find')?.select(),
    goToStep: () => askForStep(model),
    details: () => document.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]')?.focus(),
    source: () => model.revealSource(step ?? undefined),
    copyStep: () => copyStep(model),
    copyMarkdown: () => step !== null && model.copyMarkdown(step),
    copyTrajectory: () => model.copyMarkdown(),
    previousTrace: () => model.page('previous'),
    nextTrace: () => model.page('next'),
    compare: () => model.compare(),
    copyLink: () => model.copyLink(step ?? undefined),
    copyId: () => model.skeleton.value && model.copy(model.skeleton.value.summary.id, 'the trace id'),
    sheet: () => (model.sheetOpen.value = !model.sheetOpen.value),
    leave: () => leave(model),
  };
}

function copyStep(model: TrajectoryModel): void {
  const n = model.navigation.selected.value;
  const detail = n === null ? undefined : model.loader.peek(n);
  if (detail) model.copy(JSON.stringify(detail.span, null, 2), `step ${detail.n}`);
}

/** Closes what is open, innermost first; else the focus goes back to the steps. */
function leave(model: TrajectoryModel): void {
  const { navigation, labelling } = model;
  if (model.sheetOpen.value) model.sheetOpen.value = false;
  else if (labelling.formOpen.value) labelling.formOpen.value = false;
  else if (model.find.active.value) model.find.clear();
  else if (navigation.range.range.value !== null) navigation.showAll();
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  navigation.focusAsked.value++;
}

/** What the palette asks for, or a key bound in the editor. */
export function act(model: TrajectoryModel, action: Action): void {
  if (model.skeleton.value) actions(model, Number.NaN)[action]();
}

export function handlePageKey(event: KeyboardEvent, model: TrajectoryModel): void {
  if (model.status.value.kind === 'loading' || !model.skeleton.value) return;
  const action = actionOf(event, surroundingsOf(event, { dialogOpen: model.sheetOpen.value }));
  if (action === undefined) return;
  event.preventDefault();
  // Whoever goes on has read it.
  if (isPassing(model.labelling.notice.value)) model.labelling.notice.value = null;
  actions(model, Number(event.key))[action]();
}
