import { useLayoutEffect, useState } from 'preact/hooks';

/** Width of the content of an element in CSS pixels, kept up to date; 0 where there is none. */
export function useWidth(element: HTMLElement | null): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    if (!element) return undefined;
    const look = () => setWidth(element.clientWidth);
    look();
    const resized = new ResizeObserver(look);
    resized.observe(element);
    return () => resized.disconnect();
  }, [element]);
  return element ? width : 0;
}
