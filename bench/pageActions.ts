import type { Page } from 'playwright-core';
import type { TrajectoryPageEvents } from '../src/protocol/trajectoryPage.ts';

/** What a person does on a page, timed where it happens. */

export type Scrolled = { readonly fps: number; readonly p95Ms: number };

/** As the editor tells the page something. */
export async function tell(page: Page, method: keyof TrajectoryPageEvents, args: Readonly<Record<string, unknown>>): Promise<void> {
  await page.evaluate((call) => window.postMessage(call, '*'), { api: 'pageEvents', kind: 'call', id: Math.floor(Math.random() * 1e9), method, args });
}

/** Through all rows in some three seconds, as far in each frame as in any other. */
export async function scrolling(page: Page, view: 'tree' | 'timeline'): Promise<Scrolled> {
  // The tree is what a page begins with.
  if (view === 'timeline') await tell(page, 'act', { action: 'view' });
  return page.evaluate(async () => {
    const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
    const rest = (ms: number): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, ms));
    const rows = document.querySelector<HTMLElement>('.tree')!;
    rows.scrollTop = 0;
    await rest(1000);
    const frames = 180;
    const far = rows.scrollHeight - rows.clientHeight;
    const taken: number[] = [];
    let last = await frame();
    for (let n = 1; n <= frames; n++) {
      rows.scrollTop = (far * n) / frames;
      const now = await frame();
      taken.push(now - last);
      last = now;
    }
    const total = taken.reduce((sum, ms) => sum + ms, 0);
    return { fps: (1000 * frames) / total, p95Ms: taken.toSorted((a, b) => a - b)[Math.ceil(frames * 0.95) - 1]! };
  });
}

/**
 * Goes to each step, as a link to it does.
 * @param restMs between two of them
 * @returns milliseconds from the message to the first frame in which the step's details are there
 */
export async function openingSteps(page: Page, steps: readonly number[], restMs: number): Promise<readonly number[]> {
  return page.evaluate(async ({ numbers, rest }) => {
    const shows = (n: number): boolean => document.querySelector('.detailBar')?.textContent.replaceAll(',', '').includes(`step ${n} `) === true && document.querySelector('#panel')?.getAttribute('aria-busy') === 'false';
    const taken: number[] = [];
    for (const n of numbers) {
      const start = performance.now();
      window.postMessage({ api: 'pageEvents', kind: 'call', id: Math.floor(Math.random() * 1e9), method: 'goTo', args: { n } }, '*');
      for (;;) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
        if (shows(n)) break;
        if (performance.now() - start > 20_000) throw new Error(`Step ${n} does not come.`);
      }
      taken.push(performance.now() - start);
      await new Promise((resolve) => setTimeout(resolve, rest));
    }
    return taken;
  }, { numbers: steps, rest: restMs });
}

/** Waits until the page has nothing under way any more. */
export async function openedIn(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
}
