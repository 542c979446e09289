declare global {
  /** What a person did before the program of the page ran, which nobody keeps any more once it is asked for. `scrolled`: null where the rows were left as they were. */
  var firstScreen: (() => { readonly held: readonly Event[]; readonly scrolled: number | null }) | undefined;
}

/**
 * Draws the page where its first screen was, in one go, so that nothing moves; where it was scrolled it is again, and what was pressed meanwhile pressed now.
 * @param early what the page came with; null where it came with nothing
 */
export function takePlace(early: HTMLElement | null, draw: (root: HTMLElement) => void): void {
  const root = document.createElement('div');
  root.id = 'page';
  const { held = [], scrolled = null } = globalThis.firstScreen?.() ?? {};
  globalThis.firstScreen = undefined;
  if (early) early.replaceWith(root);
  else document.body.append(root);
  draw(root);
  const rows = root.querySelector('.tree');
  if (rows && scrolled !== null) rows.scrollTop = scrolled;
  for (const event of held) press(event);
}

function press(event: Event): void {
  if (event instanceof KeyboardEvent) (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', event));
  const row = event instanceof MouseEvent && event.target instanceof Element ? event.target.closest('[role="row"][id]') : null;
  if (row) document.getElementById(row.id)?.click();
}
