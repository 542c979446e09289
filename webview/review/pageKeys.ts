import { reviewBindings } from '../../src/core/display/reviewKeys.ts';
import { isTyping, surroundingsOf } from '../surroundings.ts';
import { keysOf } from './keys.ts';
import type { ReviewPageModel } from './model.ts';

/** What a key press does in the page, and what a command of the editor does there. */

const ofPage: ReadonlySet<string> = new Set(reviewBindings.page.map(({ action }) => action));

/** The press that was last heard here. The editor hears it as well, and may have a command bound to it. */
let last = { at: Number.NEGATIVE_INFINITY, done: false, repeat: false };
/** So long may a command be on its way that a press has called. */
const onItsWayMs = 1000;

export function handleKey(event: KeyboardEvent, model: ReviewPageModel): void {
  last = { at: performance.now(), done: false, repeat: event.repeat };
  if (model.status.peek().kind !== 'open') return;
  const action = keysOf(model.tab.peek()).actionOf(event, surroundingsOf(event, { dialogOpen: isDialogOpen(model) }));
  if (action === undefined) return;
  // A group of choices and the row of tabs keep their arrows.
  if (event.key.startsWith('Arrow') && event.target instanceof Element && event.target.closest('[role="radiogroup"], [role="tablist"], [role="menu"]')) return;
  event.preventDefault();
  last = { ...last, done: true };
  perform(model, action, Number(event.key));
}

/** From the palette, or a key bound in the editor: under the same guards as a key of the page. */
export function actAsAsked(model: ReviewPageModel, action: string, digit: number = Number.NaN): void {
  if (model.status.peek().kind !== 'open') return;
  const binding = keysOf(model.tab.peek()).bound().find((each) => each.action === action);
  if (!binding) return model.say('This tab has nothing of that name');
  const byPress = performance.now() - last.at < onItsWayMs;
  // A press that did something here is not taken twice; and a held one writes once.
  if (byPress && (last.done || (last.repeat && binding.writes))) return;
  const refused = isTyping() && !binding.whileTyping ? 'Not done: the focus is in a field. Escape leaves it.' : isDialogOpen(model) && action !== 'sheet' ? 'Not done: a dialog is open. Escape closes it.' : null;
  // Who types is not told of each letter.
  if (refused === null) perform(model, action, digit);
  else if (!byPress) model.say(refused);
}

const isDialogOpen = (model: ReviewPageModel): boolean => model.sheetOpen.peek() || model.shown().dialogOpen?.() === true;

function perform(model: ReviewPageModel, action: string, digit: number): void {
  if (!ofPage.has(action)) return model.shown().act?.(action, digit);
  if (action === 'nextTab') model.step(1);
  else if (action === 'previousTab') model.step(-1);
  else if (action === 'sheet') model.sheetOpen.value = !model.sheetOpen.peek();
  else leave(model);
}

/** Closes what is open, innermost first; else out of the field. */
function leave(model: ReviewPageModel): void {
  if (model.sheetOpen.peek()) model.sheetOpen.value = false;
  else if (model.shown().leave?.() !== true && document.activeElement instanceof HTMLElement) document.activeElement.blur();
}
