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
    let later = 0;
    let clear: (() => void) | undefined;
    const mark = () => {
      frame = 0;
      clear?.();
      const found = highlightFound(root, marks);
      clear = found?.clear;
      if (!found || seen.current === key) return;
      seen.current = key;
      bringIntoView(root, found.first);
      // What is unfolded for it moves it once more, when the browser lays the page out.
      later = requestAnimationFrame(() => {
        bringIntoView(root, found.first);
        later = requestAnimationFrame(() => bringIntoView(root, found.first));
      });
    };
    mark();
    const changed = new MutationObserver(() => (frame ||= requestAnimationFrame(mark)));
    changed.observe(root, { childList: true, characterData: true, subtree: true });
    return () => {
      changed.disconnect();
      cancelAnimationFrame(frame);
      cancelAnimationFrame(later);
      clear?.();
    };
  }, [key, n]);
}

function bringIntoView(root: HTMLElement, range: Range): void {
  const [at, view] = [range.getBoundingClientRect(), root.getBoundingClientRect()];
  if (at.height > 0 && (at.top < view.top || at.bottom > view.bottom)) root.scrollTop += at.top - view.top - view.height / 3;
}
