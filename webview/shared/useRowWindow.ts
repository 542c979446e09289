import type { RefObject } from 'preact';
import { useLayoutEffect, useReducer, useRef } from 'preact/hooks';

export type RowWindow = {
  /** Indexes of the rows to draw, in order. */
  readonly indexes: readonly number[];
  /** It was jumped here, and may be jumped on at once. */
  readonly jumping: boolean;
  /** Brings a row into view if it is not. */
  scrollTo(index: number): void;
  readonly pageSize: () => number;
};

const overscan = 12;
/** After a jump at first only what is seen is drawn, the rows around it when it came to rest: who drags the bar goes on. */
const afterJump = 1;
const restMs = 120;
type Start = { readonly scrolled: number | undefined; readonly focused: number };

/** What is seen at first of rows of so many pixels, in whichever window: from where they are scrolled to, else around the row that has to be in view. */
function seenAtFirst(tops: Float64Array, { scrolled, focused }: Start): { readonly top: number; readonly height: number } {
  const room = 880;
  const last = Math.max(0, tops.at(-1)! - room);
  if (scrolled !== undefined) return { top: Math.min(last, scrolled), height: room };
  const top = tops[focused] ?? 0;
  return top < room ? { top: 0, height: Math.max(room, top + room / 2) } : { top: Math.min(last, top - room / 3), height: room };
}
/** Pixels beyond the edge from which bringing a row into view is a jump. */
const jump = 66;

/** The last row that begins at or before a height in pixels. */
export function rowAtHeight(tops: Float64Array, height: number): number {
  let low = 0;
  let high = Math.max(0, tops.length - 2);
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (tops[middle]! <= height) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Where rows of one height begin. */
export function evenTops(count: number, rowHeight: number): Float64Array {
  return Float64Array.from({ length: count + 1 }, (_, index) => index * rowHeight);
}

/**
 * Draws the rows that are in view, a few around them, and the focused one: a row that is gone cannot keep the focus.
 * `tops`: where each row begins, in pixels, and at last where all end; a new one for new rows. `start`: how far it is about to be scrolled, where that is known.
 */
export function useRowWindow({ tops, headHeight, scroller, focused, start }: { tops: Float64Array; headHeight: number; scroller: RefObject<HTMLElement | null>; focused: number; start?: number | undefined }): RowWindow {
  const [, redraw] = useReducer((count: number, _: null) => count + 1, 0);
  const count = tops.length - 1;
  const seen = useRef<{ top: number; height: number }>(undefined);
  seen.current ??= seenAtFirst(tops, { scrolled: start, focused });
  const around = useRef('innerHeight' in globalThis ? overscan : 0);
  const first = Math.max(0, rowAtHeight(tops, seen.current.top) - around.current);
  const last = Math.min(count - 1, rowAtHeight(tops, seen.current.top + seen.current.height) + around.current);
  const drawn = useRef({ first, last, tops });
  drawn.current = { first, last, tops };

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    let rest: ReturnType<typeof setTimeout> | undefined;
    const draw = (rows: number) => {
      clearTimeout(rest);
      around.current = rows;
      if (rows < overscan) rest = setTimeout(() => draw(overscan), restMs);
      redraw(null);
    };
    const look = () => {
      seen.current = { top: element.scrollTop, height: element.clientHeight };
      const now = drawn.current;
      const from = rowAtHeight(now.tops, element.scrollTop);
      const to = rowAtHeight(now.tops, element.scrollTop + element.clientHeight);
      if (from > now.last || to < now.first) draw(afterJump);
      // As long as half of the rows around are left, nothing new is needed.
      else if ((from - now.first < overscan / 2 && now.first > 0) || (now.last - to < overscan / 2 && now.last < now.tops.length - 2)) draw(overscan);
    };
    look();
    const resized = new ResizeObserver(look);
    resized.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      clearTimeout(rest);
      resized.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [scroller]);

  const indexes = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
  if (focused < first) indexes.unshift(focused);
  else if (focused > last && focused < count) indexes.push(focused);
  const roomOf = () => (scroller.current?.clientHeight ?? 0) - headHeight;
  return {
    indexes,
    jumping: around.current < overscan,
    scrollTo(index) {
      const element = scroller.current;
      const top = tops[index];
      const bottom = tops[index + 1];
      if (!element || top === undefined || bottom === undefined) return;
      // The head stays at the top and must not cover the row.
      const [above, below] = [element.scrollTop - top, bottom - element.scrollTop - roomOf()];
      if (above <= 0 && below <= 0) return;
      // From row to row the view follows; after a jump there is something to see on both sides.
      if (Math.max(above, below) > jump) element.scrollTop = top - roomOf() / 3;
      else element.scrollTop = above > 0 ? top : bottom - roomOf();
    },
    pageSize: () => Math.max(1, Math.floor(roomOf() / 22) - 1),
  };
}
