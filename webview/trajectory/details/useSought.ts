import { useEffect, useLayoutEffect } from 'preact/hooks';
import type { RefObject } from 'preact';
import { highlightWords } from '../../label/highlightWords.ts';
import { sought } from './sought.ts';

const most = 100;

/** Marks what is sought in what is shown of step `n`, and brings the first of it into view. `shown` changes when something else is shown. */
export function useSought(element: RefObject<HTMLElement | null>, n: number | undefined, shown: unknown): void {
  const now = sought.value;
  useLayoutEffect(() => {
    if (now === null || now.n !== n || !element.current) return undefined;
    const marks = highlightWords(element.current, now.text, 'sought', most);
    const at = marks?.first.getBoundingClientRect();
    const view = element.current.getBoundingClientRect();
    if (marks && at && (at.top < view.top || at.bottom > view.bottom)) element.current.scrollTop += at.top - view.top - view.height / 3;
    return marks?.clear;
  }, [now, n, shown]);
  useEffect(() => () => {
    if (sought.peek()?.n === n) sought.value = null;
  }, [n]);
}
