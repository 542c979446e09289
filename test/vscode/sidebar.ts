import { setTimeout as wait } from 'node:timers/promises';
import type { Locator, Page } from 'playwright-core';

/** The tree of the open view container. */
export class Sidebar {
  private readonly page: Page;
  readonly part: Locator;

  constructor(page: Page) {
    this.page = page;
    this.part = page.locator('.part.sidebar');
  }

  /** One of several views of the container. */
  view(name: string): Locator {
    return this.part.locator('.pane').filter({ has: this.page.locator('.pane-header', { hasText: name }) });
  }

  /** Gives its room to the other views: rows that are scrolled out of sight are not in the page. */
  async collapse(name: string): Promise<void> {
    const header = this.view(name).locator('.pane-header');
    if (await header.getAttribute('aria-expanded') === 'true') await header.click();
    await header.and(this.page.locator('[aria-expanded="false"]')).waitFor();
  }

  items(): Locator {
    return this.part.getByRole('treeitem');
  }

  item(name: string | RegExp): Locator {
    return this.part.getByRole('treeitem', { name });
  }

  /** Until keys go to it. */
  async focused(): Promise<void> {
    await this.part.locator('.monaco-list:focus-within, .monaco-list:focus').first().waitFor();
  }

  /** Until its rows stay where they are: a menu opens for the row that is under the pointer by then. */
  async atRest(): Promise<void> {
    const rows = () => this.items().evaluateAll((all) => all.map((each) => `${each.getAttribute('aria-label')} ${each.getBoundingClientRect().top}`).join('\n'));
    let [before, now] = ['', await rows()];
    while (before !== now) {
      await wait(200);
      [before, now] = [now, await rows()];
    }
  }

  /** A view's title bar action, which shows on hover only. */
  async clickAction(name: string | RegExp): Promise<void> {
    await this.part.locator('.pane-header, .composite.title').first().hover();
    await this.part.getByRole('button', { name }).first().click();
  }

  /** @returns the text of the hover that comes up over the item */
  async tooltip(item: Locator): Promise<string> {
    const hover = this.page.locator('.workbench-hover-container:visible .monaco-hover').first();
    for (let attempt = 0; attempt < 4; attempt += 1) {
      await this.page.mouse.move(700, 500);
      await item.hover();
      const box = await item.boundingBox();
      // A refresh of the tree takes a hover away, and only a pointer that moves brings it up again.
      if (box) await this.page.mouse.move(box.x + 60, box.y + box.height / 2, { steps: 4 });
      // A tooltip is asked for when it is wanted; until its text is there the hover says that it loads.
      const text = await hover.filter({ hasNotText: /^Loading/ }).innerText({ timeout: 3_000 }).catch(() => undefined);
      if (text !== undefined) return text;
    }
    throw new Error('No hover came up');
  }

  async contextMenu(item: Locator): Promise<readonly string[]> {
    await this.openMenu(item);
    const names = await this.page.getByRole('menuitem').allInnerTexts();
    await this.page.keyboard.press('Escape');
    return names.map((name) => name.split('\n')[0]?.trim() ?? '').filter(Boolean);
  }

  async choose(item: Locator, entry: string | RegExp): Promise<void> {
    const menuItem = this.page.getByRole('menuitem', { name: entry });
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await this.openMenu(item);
      await menuItem.click();
      const gone = await menuItem.waitFor({ state: 'detached', timeout: 2_000 }).then(() => true, () => false);
      if (gone) return;
      await this.page.keyboard.press('Escape');
    }
    throw new Error(`The menu did not take a click on ${String(entry)}`);
  }

  private async openMenu(item: Locator): Promise<void> {
    await this.atRest();
    await item.click({ button: 'right' });
    await this.page.locator('.monaco-menu').waitFor();
    // VS Code swallows clicks on a menu within its first 150 ms, so that the click that opened it cannot choose.
    await wait(250);
  }
}
