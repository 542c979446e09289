import type { Navigation } from '../navigation.ts';

/**
 * The editor's own menu on a row of the tree offers what can be done with its step. The editor reads what was clicked from
 * `data-vscode-context` of the elements around the click; it is said on the body then, so that rows need not carry it.
 */
export function offerStepMenu(navigation: Pick<Navigation, 'setCursor'>): void {
  document.addEventListener('contextmenu', ({ target }) => {
    const row = target instanceof Element ? target.closest('.treeRow[id^="step-"]') : null;
    const step = Number(row?.id.slice('step-'.length));
    if (row && Number.isInteger(step)) {
      navigation.setCursor(step);
      document.body.dataset['vscodeContext'] = JSON.stringify({ webviewSection: 'step' });
    } else delete document.body.dataset['vscodeContext'];
  }, { capture: true });
}
