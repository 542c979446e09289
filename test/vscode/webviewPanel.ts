import type { Frame, FrameLocator, Page } from 'playwright-core';
import { findViolations } from '../webview/axe.ts';

const outer = 'iframe.webview.ready';
const inner = 'iframe#active-frame';

/** A page of the extension: a frame within VS Code's frame. */
export class WebviewPanel {
  private readonly page: Page;
  /** To find things in the page by role and name; shadow roots are looked into. */
  readonly content: FrameLocator;

  /** @param which where pages stand side by side: the one that was opened last, or first */
  constructor(page: Page, which?: 'newest' | 'first') {
    this.page = page;
    const frames = page.frameLocator(`${outer}:visible`);
    this.content = (which === 'newest' ? frames.last() : which === 'first' ? frames.first() : frames).frameLocator(inner);
  }

  async ready(): Promise<void> {
    await this.content.locator('body').waitFor();
  }

  /** To run scripts in the page. */
  async frame(): Promise<Frame> {
    await this.ready();
    const element = await this.content.owner().elementHandle();
    const frame = await element?.contentFrame();
    if (!frame) throw new Error('The page of the extension has no frame');
    return frame;
  }

  /** Until the keys go to something in the page of which a screen reader says this. */
  async focused(name: RegExp): Promise<void> {
    const frame = await this.frame();
    await frame.waitForFunction((source) => {
      const active = document.hasFocus() ? document.activeElement : null;
      return active !== null && new RegExp(source, 'iu').test(active.getAttribute('aria-label') ?? active.textContent ?? '');
    }, name.source);
  }

  /** What axe finds wrong, one text per element. */
  async violations(rules?: Parameters<typeof findViolations>[1]): Promise<readonly string[]> {
    return findViolations(await this.frame(), rules);
  }

  /** How many pixels the page is wider than what shows of it; 0 when nothing scrolls sideways. */
  async overflow(): Promise<number> {
    return (await this.frame()).evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  }

  /** Makes the window so wide that the page is `width` pixels. */
  async setWidth(width: number): Promise<void> {
    const frame = await this.frame();
    const size = this.page.viewportSize();
    if (!size) throw new Error('The browser page has no size');
    const around = size.width - (await frame.evaluate(() => window.innerWidth));
    await this.page.setViewportSize({ ...size, width: width + around });
    await frame.waitForFunction((wanted) => Math.abs(window.innerWidth - wanted) <= 1, width);
  }
}
