import type { Surroundings } from './keys.ts';

const typingTags = new Set(['INPUT', 'TEXTAREA', 'SELECT', 'VSCODE-TEXT-FIELD', 'VSCODE-TEXT-AREA']);
const controls = 'button, a[href], summary, [role="button"], [role="tab"], [role="checkbox"], vscode-button, vscode-checkbox';

/** Whether the focus is in a field that takes text, looking through shadow roots. */
export function isTyping(): boolean {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  return focused instanceof HTMLElement && takesText(focused);
}

const takesText = (element: HTMLElement): boolean => (typingTags.has(element.tagName) && !isToggle(element)) || element.isContentEditable;

/** Where a key was pressed, looking through shadow roots. */
export function surroundingsOf(event: Event, state: Pick<Surroundings, 'dialogOpen'>): Surroundings {
  const path = event.composedPath().filter((each): each is HTMLElement => each instanceof HTMLElement);
  const target = path[0];
  return {
    typing: target !== undefined && takesText(target),
    onControl: path.some((each) => each.matches(controls)),
    inList: path.some((each) => each.matches('[role="combobox"], [role="listbox"], vscode-dropdown')),
    ...state,
  };
}

function isToggle(element: HTMLElement): boolean {
  return element instanceof HTMLInputElement && (element.type === 'checkbox' || element.type === 'radio' || element.type === 'button');
}
