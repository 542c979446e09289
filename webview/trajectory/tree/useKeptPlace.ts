import type { Signal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { rowHeights } from './rows.ts';
import type { ShownRows } from './shownRows.ts';
import { rowAtHeight } from '../../shared/useRowWindow.ts';

const settledMs = 200;

/** By a step, as heads and waits come after the rows when a page is opened. */
function firstInView({ rows, tops }: ShownRows, scrollTop: number): { readonly step: number; readonly by: number } | null {
  const first = rowAtHeight(tops, scrollTop);
  const index = rows.findIndex((row, at) => at >= first && row.type === 'step');
  return scrollTop === 0 || index === -1 ? null : { step: rows[index]!.key, by: scrollTop - tops[index]! };
}

/**
 * Keeps what one looks at where it is when rows come or go above it: the focused row if it is in view, else the first that is.
 * Scrolling is remembered in `kept` once it has come to rest, and where that was is taken up again at first.
 */
export function useKeptPlace({ scroller, shown, cursor, kept, headHeight }: { scroller: RefObject<HTMLElement | null>; shown: ShownRows; cursor: number | null; kept: Signal<{ readonly step: number; readonly by: number } | null | undefined>; headHeight: number }): void {
  const before = useRef<ShownRows | null>(null);
  const now = useRef({ shown, index: -1 });
  now.current = { shown, index: cursor === null ? -1 : (shown.indexOf.get(cursor) ?? -1) };
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const left = kept.peek();
    const leftTop = left && now.current.shown.tops[now.current.shown.indexOf.get(left.step) ?? -1];
    if (left && leftTop !== null && leftTop !== undefined) element.scrollTop = leftTop + left.by;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const remember = () => {
      clearTimeout(timer);
      timer = setTimeout(() => (kept.value = firstInView(now.current.shown, element.scrollTop)), settledMs);
    };
    element.addEventListener('scroll', remember, { passive: true });
    let height = element.clientHeight;
    // The list of signals comes after the rows and takes room from them.
    const resized = new ResizeObserver(() => {
      const was = height;
      height = element.clientHeight;
      const { shown, index } = now.current;
      const [top, bottom] = [shown.tops[index], shown.tops[index + 1]];
      const room = height - headHeight;
      if (height < was && top !== undefined && bottom !== undefined && top >= element.scrollTop && bottom <= element.scrollTop + was - headHeight && bottom > element.scrollTop + room) element.scrollTop = bottom - room / 2;
    });
    resized.observe(element);
    return () => {
      resized.disconnect();
      clearTimeout(timer);
      element.removeEventListener('scroll', remember);
    };
  }, []);

  useLayoutEffect(() => {
    const element = scroller.current;
    const was = before.current;
    before.current = shown;
    if (!element || !was || was === shown) return;
    const { scrollTop } = element;
    const isInView = (top: number | undefined) => top !== undefined && top >= scrollTop && top < scrollTop + element.clientHeight - headHeight;
    const topIn = (rows: ShownRows, key: number | null) => (key === null ? undefined : rows.tops[rows.indexOf.get(key) ?? -1]);
    const first = rowAtHeight(was.tops, scrollTop);
    const anchor = isInView(topIn(was, cursor)) ? cursor : was.rows.slice(first).find((row) => shown.indexOf.has(row.key))?.key ?? null;
    const from = topIn(was, anchor);
    const to = topIn(shown, anchor);
    if (from === undefined || to === undefined || from === to) return;
    // At the very top what comes is let in, unless it would push out what is read.
    if (scrollTop > 0 || (anchor === cursor && !(isInView(to) && isInView(to + rowHeights.step)))) element.scrollTop = scrollTop + to - from;
  }, [shown]);
}
