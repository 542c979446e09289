import type { Signal } from '@preact/signals';
import { useLayoutEffect } from 'preact/hooks';

/** Where only one part of the page is shown, the field that was asked for comes with its part, and takes the focus then. */
export function useAskedField(asked: Signal<string | null>): void {
  useLayoutEffect(() => {
    const id = asked.peek();
    asked.value = null;
    if (id !== null) document.getElementById(id)?.focus();
  }, []);
}
