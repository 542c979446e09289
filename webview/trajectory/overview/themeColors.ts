import { useEffect, useState } from 'preact/hooks';
import type { SpanKind } from '../../../src/core/model/span.ts';

/** Colours as a canvas keeps them: one number a pixel. */
export type MapColors = { readonly kinds: Readonly<Record<SpanKind, number>>; readonly failed: number; readonly wait: number };

const forced = '(forced-colors: active)';

/** The theme's colours as they are now, read from an element that the sheets reach. */
export function mapColors(element: HTMLElement): MapColors {
  const style = getComputedStyle(element);
  const isForced = window.matchMedia(forced).matches;
  const probe = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const read = (name: string, system: string): number => {
    if (!probe) return 0;
    probe.clearRect(0, 0, 1, 1);
    probe.fillStyle = system;
    // What is no colour leaves the one before.
    if (!isForced) probe.fillStyle = style.getPropertyValue(name).trim();
    probe.fillRect(0, 0, 1, 1);
    return new Uint32Array(probe.getImageData(0, 0, 1, 1).data.buffer)[0] ?? 0;
  };
  return {
    kinds: {
      agent: read('--map-agent', 'GrayText'), llm: read('--kind-llm', 'CanvasText'), tool: read('--kind-tool', 'CanvasText'), retrieval: read('--kind-retrieval', 'CanvasText'),
      guardrail: read('--map-other', 'GrayText'), other: read('--map-other', 'GrayText'),
    },
    failed: read('--bad-mark', 'LinkText'),
    wait: read('--dim', 'GrayText'),
  };
}

/** Counts up when the theme changes: VS Code writes it on the page's elements. */
export function useThemeVersion(): number {
  const [version, setVersion] = useState(0);
  useEffect(() => {
    const changed = () => setVersion((before) => before + 1);
    const observer = new MutationObserver(changed);
    for (const element of [document.documentElement, document.body]) observer.observe(element, { attributes: true, attributeFilter: ['class', 'style', 'data-vscode-theme-kind'] });
    const media = window.matchMedia(forced);
    media.addEventListener('change', changed);
    return () => {
      observer.disconnect();
      media.removeEventListener('change', changed);
    };
  }, []);
  return version;
}
