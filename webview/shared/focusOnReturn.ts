/**
 * When the page gets the focus back, from a quick pick or the palette, and nothing in it has it, what is read goes on being read by keys.
 * @returns how to stop that
 */
export function focusOnReturn(target: () => HTMLElement | null | undefined): () => void {
  const onFocus = () => {
    if (document.activeElement === null || document.activeElement === document.body) target()?.focus({ preventScroll: true });
  };
  window.addEventListener('focus', onFocus);
  return () => window.removeEventListener('focus', onFocus);
}
