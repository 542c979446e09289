import type { Page } from 'playwright-core';
import type { EnginePage } from './engineSuite.ts';

export const tabs = ['thread', 'call', 'prompt', 'documents', 'raw'] as const;
export type Tab = (typeof tabs)[number];

/** What one tab of one step says: to the eye, and on hover or to a screen reader. */
export type Seen = { readonly n: number; readonly tab: Tab; readonly text: string; readonly labels: string };

/**
 * Goes through steps and all their tabs, as a reader would.
 * @param look at each tab, when its content is there
 */
export async function walkPage({ page, events }: EnginePage, steps: Iterable<number>, look?: (n: number, tab: Tab) => Promise<void>): Promise<readonly Seen[]> {
  const seen: Seen[] = [];
  for (const n of steps) {
    await events.goTo({ n });
    for (const tab of tabs) {
      await showTab(page, n, tab);
      await look?.(n, tab);
      seen.push({ n, tab, ...(await whatIsSaid(page)) });
    }
  }
  return seen;
}

export async function showTab(page: Page, n: number, tab: Tab): Promise<void> {
  await page.evaluate((name) => document.getElementById(`tab-${name}`)?.click(), tab);
  await page.waitForFunction(
    ([number, name]) => {
      const panel = document.getElementById('panel');
      return document.querySelector('.detailBar')?.textContent?.includes(`step ${number.toLocaleString('en')} `) === true && panel?.getAttribute('aria-busy') === 'false' && panel.getAttribute('aria-labelledby') === `tab-${name}` && panel.querySelector('[role="progressbar"]') === null;
    },
    [n, tab] as const, { polling: 20, timeout: 15_000 },
  );
}

function whatIsSaid(page: Page): Promise<{ text: string; labels: string }> {
  return page.evaluate(() => {
    const texts: string[] = [];
    // Also what is scrolled out of view, which has no inner text as long as it is not laid out.
    const walker = document.createTreeWalker(document.getElementById('page')!, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) texts.push(walker.currentNode.nodeValue ?? '');
    return {
      text: texts.join('\n'),
      labels: [...document.querySelectorAll('#page [title], #page [aria-label]')].map((each) => `${each.getAttribute('title') ?? ''} ${each.getAttribute('aria-label') ?? ''}`).join('\n'),
    };
  });
}

/** Presses all that unfolds, as often as there is more, and shows every message in every format at last as `format`. */
export async function unfoldAll(page: Page, format?: 'Markdown' | 'Raw' | 'JSON'): Promise<void> {
  await page.evaluate(async (wanted) => {
    const panel = document.getElementById('panel');
    const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    for (let round = 0; round < 6; round++) {
      const closed = [...(panel?.querySelectorAll<HTMLElement>('button[aria-expanded="false"]:not([aria-haspopup]), .foldedRun button, [role="treeitem"][aria-expanded="false"]') ?? [])];
      if (closed.length === 0) break;
      for (const each of closed) each.click();
      await painted();
    }
    if (wanted !== undefined) {
      for (const each of panel?.querySelectorAll<HTMLElement>('.format') ?? []) if (each.textContent === wanted) each.click();
      await painted();
    }
  }, format);
}
