import { useLayoutEffect, useRef } from 'preact/hooks';
import type { RefObject } from 'preact';

/** @returns the ref of a control of the toolkit that takes the focus when `asked` counts up */
export function useAskedFocus(asked = 0): RefObject<HTMLElement | null> {
  const element = useRef<HTMLElement>(null);
  const focused = useRef(0);
  useLayoutEffect(() => {
    if (asked === focused.current) return undefined;
    focused.current = asked;
    // The element builds its inner control a task later.
    const frame = requestAnimationFrame(() => element.current?.focus());
    return () => cancelAnimationFrame(frame);
  }, [asked]);
  return element;
}
