import type { Page } from 'playwright-core';

/** How many pixels the page can be scrolled sideways: 0 is wanted. */
export function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(() => {
    const element = document.scrollingElement ?? document.documentElement;
    return Math.max(element.scrollWidth - element.clientWidth, document.body.scrollWidth - document.body.clientWidth);
  });
}
