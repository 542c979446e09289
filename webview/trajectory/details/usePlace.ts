import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

/** Where each tab of each step was left; the oldest are forgotten. */
const places = new Map<string, number>();
const kept = 200;

/** Scrolls back to where this was left. What is new begins at its top, unless what it shows has found its own place. */
export function usePlace(element: RefObject<HTMLElement | null>, key: string, findsItsPlace: boolean): void {
  useLayoutEffect(() => {
    const panel = element.current;
    if (!panel) return undefined;
    const known = places.get(key);
    if (known !== undefined) panel.scrollTop = known;
    else if (!findsItsPlace) panel.scrollTop = 0;
    const onScroll = () => {
      places.delete(key);
      places.set(key, panel.scrollTop);
      const [oldest] = places.keys();
      if (places.size > kept && oldest !== undefined) places.delete(oldest);
    };
    panel.addEventListener('scrollend', onScroll);
    return () => panel.removeEventListener('scrollend', onScroll);
  }, [key]);
}
