import { mediaHolds } from '../../shared/useMedia.ts';
import type { TrajectoryModel } from '../model.ts';

export const roomForSignals = '(min-width: 1100px)';

/** Whether the list of signals is open: as chosen, else where there is room for it. */
export function signalsAreOpen(model: TrajectoryModel): boolean {
  return model.navigation.signalsOpen.value ?? mediaHolds(roomForSignals);
}

/** False while they are not drawn. */
function focusSignals(): boolean {
  const row = document.querySelector<HTMLElement>('#signals [data-signal][tabindex="0"]');
  row?.focus();
  return row !== null;
}

/** Opens the signals and goes there; from there, folds them and goes back to the steps. */
export function toggleSignals(model: TrajectoryModel): void {
  const { navigation, insights } = model;
  if (!insights.insights.value) return model.remark('The signals are not worked out yet');
  if (insights.insights.value.signals.length === 0) return model.remark('No signals were found');
  const isThere = document.activeElement?.closest('#signals') !== null && document.activeElement !== null;
  navigation.signalsOpen.value = !(isThere && signalsAreOpen(model));
  if (!navigation.signalsOpen.value) navigation.focusAsked.value++;
  else if (!focusSignals()) requestAnimationFrame(focusSignals);
  return undefined;
}
