import { Virtualizer, defaultRangeExtractor, elementScroll, observeElementOffset, observeElementRect } from '@tanstack/virtual-core';
import type { VirtualItem } from '@tanstack/virtual-core';
import type { RefObject } from 'preact';
import { useLayoutEffect, useReducer, useRef } from 'preact/hooks';

export type VirtualRows = { readonly items: readonly VirtualItem[]; readonly height: number; scrollTo(index: number): void; readonly pageSize: () => number };

/** Mounts the rows that are in view, a few around them, and the focused one: a row that is gone cannot keep the focus. */
export function useVirtualRows(options: { count: number; rowHeight: number; headHeight: number; scroller: RefObject<HTMLElement | null>; focused: number }): VirtualRows {
  const [, redraw] = useReducer((count: number, _: null) => count + 1, 0);
  const held = useRef<Virtualizer<HTMLElement, HTMLElement> | null>(null);
  const all = {
    count: options.count,
    estimateSize: () => options.rowHeight,
    getScrollElement: () => options.scroller.current,
    overscan: 12,
    scrollMargin: options.headHeight,
    // The head stays at the top and must not cover the row that is brought into view.
    scrollPaddingStart: options.headHeight,
    initialRect: { width: 600, height: 600 },
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
    onChange: () => redraw(null),
    rangeExtractor: (range: Parameters<typeof defaultRangeExtractor>[0]) => {
      const indexes = defaultRangeExtractor(range);
      if (options.focused >= options.count || indexes.includes(options.focused)) return indexes;
      return [...indexes, options.focused].sort((a, b) => a - b);
    },
  };
  held.current ??= new Virtualizer<HTMLElement, HTMLElement>(all);
  const virtualizer = held.current;
  virtualizer.setOptions({ ...virtualizer.options, ...all });
  // What the library's own adapters call; its names for them begin with an underscore.
  const { _didMount: didMount, _willUpdate: willUpdate } = virtualizer;
  useLayoutEffect(() => didMount(), []);
  useLayoutEffect(() => willUpdate());
  return {
    items: virtualizer.getVirtualItems(),
    height: options.count * options.rowHeight,
    scrollTo: (index) => virtualizer.scrollToIndex(index, { align: 'auto' }),
    pageSize: () => Math.max(1, Math.floor(((options.scroller.current?.clientHeight ?? 0) - options.headHeight) / options.rowHeight) - 1),
  };
}
