const payloads = '.messageBody, .callValue, .json, .diff, .documentBody, article';

/**
 * "Select all", by key or menu, means the payload in which the focus or the cursor is, else what the details show of the step; not
 * every button and number of the page. A browser asks the body whether it may; a mouse asks what it presses.
 */
export function selectWithin(event: Event): void {
  if (event.target !== document.body) return;
  event.preventDefault();
  const pane = document.querySelector('dialog[open]') ?? document.querySelector('#panel');
  if (pane) document.getSelection()?.selectAllChildren(payloadIn(pane) ?? pane);
}

function payloadIn(pane: Element): Element | null {
  const { activeElement } = document;
  const cursor = document.getSelection()?.anchorNode;
  const places = [activeElement === pane ? null : activeElement, cursor instanceof Element ? cursor : cursor?.parentElement];
  for (const place of places) {
    const payload = place && pane.contains(place) && activeElement && pane.contains(activeElement) ? place.closest(payloads) : null;
    if (payload && pane.contains(payload)) return payload;
  }
  return null;
}
