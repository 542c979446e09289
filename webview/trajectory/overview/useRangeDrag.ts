import { useRef } from 'preact/hooks';
import type { Navigation } from '../navigation.ts';

/** Pixels within which a press takes hold of an edge. */
const grab = 5;
/** A press that moves less is a click. */
const clickSlack = 3;

type Drag = { readonly mode: 'draw' | 'move' | 'from' | 'to'; readonly startX: number; readonly startValue: number; readonly from: number; readonly to: number; moved: boolean };

/** Pointer handlers: dragging draws a range, moves it or one of its edges; a press that does not move is a click at that value. */
export function useRangeDrag(navigation: Navigation, box: HTMLElement | null, onClick: (value: number, slack: number) => void) {
  const drag = useRef<Drag | null>(null);
  const perPixel = () => navigation.axis.value.length / Math.max(1, box?.clientWidth ?? 1);
  const valueAt = (event: PointerEvent) => (event.clientX - (box?.getBoundingClientRect().left ?? 0)) * perPixel();

  function modeAt(value: number): Drag['mode'] {
    const range = navigation.range.range.value;
    if (!range) return 'draw';
    const slack = grab * perPixel();
    const [toStart, toEnd] = [Math.abs(value - range.from), Math.abs(value - range.to)];
    if (Math.min(toStart, toEnd) <= slack) return toStart < toEnd ? 'from' : 'to';
    return value > range.from && value < range.to ? 'move' : 'draw';
  }

  return {
    onPointerDown(event: PointerEvent): void {
      if (event.button !== 0) return;
      box?.setPointerCapture(event.pointerId);
      const range = navigation.range.range.value ?? { from: 0, to: navigation.axis.value.length };
      const startValue = valueAt(event);
      drag.current = { mode: modeAt(startValue), startX: event.clientX, startValue, ...range, moved: false };
    },
    onPointerMove(event: PointerEvent): void {
      const now = drag.current;
      if (!now) {
        const mode = modeAt(valueAt(event));
        if (box) box.style.cursor = { draw: '', move: 'grab', from: 'ew-resize', to: 'ew-resize' }[mode];
        return;
      }
      if (!now.moved && Math.abs(event.clientX - now.startX) <= clickSlack) return;
      if (!now.moved) navigation.range.keep();
      now.moved = true;
      const value = valueAt(event);
      if (now.mode === 'draw') navigation.range.set(now.startValue, value);
      else if (now.mode === 'from') navigation.range.set(value, now.to);
      else if (now.mode === 'to') navigation.range.set(now.from, value);
      else navigation.range.moveTo(now.from + value - now.startValue);
    },
    onPointerUp(): void {
      const now = drag.current;
      drag.current = null;
      if (now && !now.moved) onClick(now.startValue, clickSlack * perPixel());
    },
    onPointerCancel(): void {
      drag.current = null;
    },
  };
}
