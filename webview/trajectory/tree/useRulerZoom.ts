import { useRef, useState } from 'preact/hooks';
import type { Navigation } from '../navigation.ts';

/** A press that moves less is a click. */
const clickSlack = 3;
/** From 0 to 1 of the ruler's width. */
type Drawn = { readonly from: number; readonly to: number };
type Press = { readonly x: number; readonly share: number };

/** Dragging draws a part of the ruler; the rows go there when it is let go, as they would run away under the pointer before. */
export function useRulerZoom(navigation: Navigation) {
  const press = useRef<Press | null>(null);
  const [drawn, setDrawn] = useState<Drawn | null>(null);

  function shareAt({ clientX, currentTarget }: PointerEvent): number {
    const { left, width } = (currentTarget as HTMLElement).getBoundingClientRect();
    return Math.max(0, Math.min(1, (clientX - left) / Math.max(1, width)));
  }
  function end(): void {
    press.current = null;
    setDrawn(null);
  }

  return {
    drawn,
    handlers: {
      onPointerDown(event: PointerEvent): void {
        if (event.button !== 0) return;
        (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
        press.current = { x: event.clientX, share: shareAt(event) };
      },
      onPointerMove(event: PointerEvent): void {
        const start = press.current;
        if (!start || (!drawn && Math.abs(event.clientX - start.x) <= clickSlack)) return;
        const share = shareAt(event);
        setDrawn({ from: Math.min(start.share, share), to: Math.max(start.share, share) });
      },
      onPointerUp(): void {
        const { scale } = navigation;
        if (drawn) navigation.zoomTo(scale.value.valueAt(drawn.from), scale.value.valueAt(drawn.to));
        end();
      },
      onPointerCancel: end,
      onDblClick: () => navigation.rangeBack(),
    },
  };
}
