import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { RefObject } from 'preact';

/**
 * How many children of an element that wraps stand on its first line; those on others are made invisible, so that neither
 * focus nor screen readers meet what the line has no room for. Infinity while nothing is folded.
 */
export function useFitting(folded: boolean, changed: unknown): { readonly line: RefObject<HTMLDivElement | null>; readonly fitting: number } {
  const line = useRef<HTMLDivElement>(null);
  const [fitting, setFitting] = useState(Infinity);
  useLayoutEffect(() => {
    const element = line.current;
    if (!element) return undefined;
    const look = () => {
      const children = [...element.children] as HTMLElement[];
      const top = children[0]?.offsetTop ?? 0;
      let count = 0;
      for (const child of children) {
        const isFirst = !folded || child.offsetTop <= top + 4;
        child.style.visibility = isFirst ? '' : 'hidden';
        if (isFirst) count++;
      }
      setFitting(folded ? count : Infinity);
    };
    look();
    const resized = new ResizeObserver(look);
    resized.observe(element);
    return () => resized.disconnect();
  }, [folded, changed]);
  return { line, fitting };
}
