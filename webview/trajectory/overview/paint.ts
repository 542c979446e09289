import { cell } from './cells.ts';
import type { Cells } from './cells.ts';
import type { MapColors } from './themeColors.ts';

/** Heights in device pixels, from the top. */
export type MapLayout = { readonly laneTops: readonly number[]; readonly laneHeight: number; readonly markTop: number; readonly markHeight: number; /** Side of a dot. */ readonly dot: number };

/** Lanes above, marks of failures below; the fewer lanes, the higher each. */
export function mapLayout(height: number, lanes: number, ratio: number): MapLayout {
  const markHeight = Math.round(6 * ratio);
  const room = height - markHeight - Math.round(2 * ratio);
  const pitch = Math.min(Math.round(6 * ratio), Math.floor(room / Math.max(1, lanes)));
  const gap = pitch > 3 * ratio ? Math.max(1, Math.round(ratio)) : 0;
  return { laneTops: Array.from({ length: lanes }, (_, lane) => lane * pitch), laneHeight: Math.max(1, pitch - gap), markTop: height - markHeight, markHeight, dot: Math.max(1, Math.round(ratio)) };
}

/** Pixel by pixel: a rectangle for each of 20,000 steps would take twice as long as the rest of the page. */
export function paintCells(context: CanvasRenderingContext2D, cells: Cells, layout: MapLayout, colors: MapColors): void {
  const { width, height } = context.canvas;
  const image = context.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  for (const [index, lane] of cells.lanes.entries()) {
    const top = layout.laneTops[index] ?? 0;
    for (let column = 0; column < width; column++) {
      const shown = lane.cells[column];
      if (shown === cell.nothing) continue;
      const color = shown === cell.failed ? colors.failed : colors.kinds[lane.kind];
      for (let y = top; y < Math.min(height, top + layout.laneHeight); y++) pixels[y * width + column] = color;
    }
  }
  paintWaits(pixels, width, cells, layout, colors.wait);
  // Triangles that point up at what failed; those that would touch are one.
  let until = -1;
  for (let column = 0; column < width; column++) {
    if (cells.failures[column] === 0 || column < until) continue;
    for (let y = 0; y < layout.markHeight; y++) {
      const half = (y / layout.markHeight) * (layout.markHeight * 0.7);
      for (let x = Math.ceil(column - half); x <= column + half; x++) if (x >= 0 && x < width) pixels[(layout.markTop + y) * width + x] = colors.failed;
    }
    until = column + layout.markHeight / 2;
  }
  context.putImageData(image, 0, 0);
}

/** A dotted frame over the lanes of what can run; what only contains others goes on meanwhile. */
function paintWaits(pixels: Uint32Array, width: number, { lanes, waits }: Cells, { laneTops, laneHeight, dot }: MapLayout, color: number): void {
  const first = lanes[0]?.kind === 'agent' && lanes.length > 1 ? 1 : 0;
  const top = laneTops[first];
  const bottom = (laneTops.at(-1) ?? 0) + laneHeight - 1;
  if (top === undefined) return;
  const isDot = (at: number) => at % (3 * dot) < dot;
  for (const [from, to] of waits) {
    for (let x = from; x <= to; x++) {
      if (!isDot(x - from)) continue;
      for (let y = 0; y < dot; y++) pixels[(top + y) * width + x] = pixels[(bottom - y) * width + x] = color;
    }
    for (let y = top; y <= bottom; y++) {
      if (!isDot(y - top)) continue;
      for (let x = 0; x < dot; x++) pixels[y * width + from + x] = pixels[y * width + to - x] = color;
    }
  }
}
