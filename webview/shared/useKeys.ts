import { useLayoutEffect } from 'preact/hooks';

/** Hears keys from the first paint on: an effect that runs later would miss what is pressed meanwhile. */
export function useKeys(onKey: (event: KeyboardEvent) => void, by: readonly unknown[]): void {
  useLayoutEffect(() => {
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, by);
}
