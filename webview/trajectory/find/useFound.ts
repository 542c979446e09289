import { useLayoutEffect, useRef } from 'preact/hooks';
import type { RefObject } from 'preact';
import type { Marks } from './findModel.ts';
import { highlightFound } from './highlightFound.ts';

/**
 * Marks what was found in the details of step `n`, also in what is unfolded or scrolled to later, and brings the first match into view.
 * `shown` changes when something else is shown.
 */
export function useFound(element: RefObject<HTMLElement | null>, n: number | undefined, shown: unknown, marks: Marks | null): void {
  /** What was brought into view already: whoever scrolls away stays there. */
  const seen = useRef<string>(undefined);
  const key = marks === null ? '' : JSON.stringify([marks, shown]);
  useLayoutEffect(() => {
    const root = element.current;
    if (marks === null || marks.n !== n || !root) return undefined;
    let frame = 0;
    let clear: (() => void) | undefined;
    const mark = () => {
      frame = 0;
      clear?.();
      const found = highlightFound(root, marks);
      clear = found?.clear;
      if (!found || seen.current === key) return;
      seen.current = key;
      const [at, view] = [found.first.getBoundingClientRect(), root.getBoundingClientRect()];
      if (at.top < view.top || at.bottom > view.bottom) root.scrollTop += at.top - view.top - view.height / 3;
    };
    mark();
    const changed = new MutationObserver(() => (frame ||= requestAnimationFrame(mark)));
    changed.observe(root, { childList: true, characterData: true, subtree: true });
    return () => {
      changed.disconnect();
      cancelAnimationFrame(frame);
      clear?.();
    };
  }, [key, n]);
}
