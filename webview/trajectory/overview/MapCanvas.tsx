import type { ReadonlySignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { TrajectoryStep } from '../../../src/core/model/trajectory.ts';
import type { Axis } from './axis.ts';
import type { Gap } from './gaps.ts';
import { cellsOf } from './cells.ts';
import { mapLayout, paintCells } from './paint.ts';
import { mapColors, useThemeVersion } from './themeColors.ts';

/** The whole trace in a canvas, one lane a kind, in the pixels of the screen. */
export function MapCanvas(props: { steps: readonly TrajectoryStep[]; axis: Axis; waits: ReadonlySignal<readonly Gap[]>; words: string }) {
  const { steps, axis, waits } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useDeviceSize(canvas);
  const theme = useThemeVersion();
  // After the frame: the rows do not wait for the picture.
  useEffect(() => {
    const element = canvas.current;
    if (!element || size.width === 0 || size.height === 0) return;
    element.width = size.width;
    element.height = size.height;
    const context = element.getContext('2d');
    if (!context) return;
    // A moment among few steps is to be seen; among many it would run together with its neighbours.
    const least = steps.length * 4 > size.width ? 1 : Math.ceil(1.5 * window.devicePixelRatio);
    const cells = cellsOf(steps, axis, size.width, least, waits.peek());
    paintCells(context, cells, mapLayout(size.height, cells.lanes.length, window.devicePixelRatio), mapColors(element));
  }, [steps, axis, size.width, size.height, theme]);
  return <canvas class="mapCanvas" role="img" aria-label={props.words} ref={canvas} />;
}

/** Size in pixels of the screen, which change with zoom too. */
function useDeviceSize(canvas: { readonly current: HTMLCanvasElement | null }): { readonly width: number; readonly height: number } {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = canvas.current;
    if (!element) return undefined;
    const look = (entry?: ResizeObserverEntry) => {
      const exact = entry?.devicePixelContentBoxSize?.[0];
      // The exact size differs by part of a pixel, rounded; where the scale is only emulated it knows nothing of it.
      const pixelsOf = (css: number, known: number | undefined) => {
        const wanted = css * window.devicePixelRatio;
        return known !== undefined && Math.abs(known - wanted) <= 1 ? known : Math.round(wanted);
      };
      const width = pixelsOf(element.clientWidth, exact?.inlineSize);
      const height = pixelsOf(element.clientHeight, exact?.blockSize);
      setSize((before) => (before.width === width && before.height === height ? before : { width, height }));
    };
    look();
    const resized = new ResizeObserver(([entry]) => look(entry));
    resized.observe(element, { box: 'device-pixel-content-box' });
    return () => resized.disconnect();
  }, [canvas]);
  return size;
}
