import type { Locator, Page } from 'playwright-core';

/** One text editor, found by its file's name. */
export class Editor {
  private readonly page: Page;
  readonly tab: Locator;
  readonly part: Locator;

  constructor(page: Page, fileName: string) {
    this.page = page;
    this.tab = page.locator('.part.editor').getByRole('tab', { name: fileName });
    this.part = page.locator('.part.editor .monaco-editor').first();
  }

  async ready(): Promise<void> {
    await this.tab.click();
    // Off the tab, whose hover would lie over the first lines.
    await this.page.mouse.move(0, 0);
    await this.part.locator('.view-lines').waitFor();
  }

  /** The text on screen; the editor draws spaces as no-break spaces. */
  async visibleText(): Promise<string> {
    const lines = await this.part.locator('.view-line').evaluateAll((elements) =>
      elements.map((element) => ({ top: Number.parseFloat((element as HTMLElement).style.top), text: element.textContent })).sort((a, b) => a.top - b.top).map(({ text }) => text));
    return lines.join('\n').replaceAll('\u00A0', ' ');
  }

  /** Puts the cursor at a place, both counted from 1. */
  async goTo(line: number, column = 1): Promise<void> {
    await this.ready();
    await this.page.keyboard.press('Control+G');
    const box = this.page.locator('.quick-input-widget');
    await box.locator('input[type=text]').fill(`:${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await box.waitFor({ state: 'hidden' });
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text, { delay: 10 });
  }

  async insertLine(line: number, text: string): Promise<void> {
    await this.goTo(line);
    await this.page.keyboard.insertText(`${text}\n`);
  }

  async save(): Promise<void> {
    await this.page.keyboard.press('Control+S');
    await this.tab.and(this.page.locator('.dirty')).waitFor({ state: 'detached' });
  }

  errorSquiggles(): Locator {
    return this.part.locator('.squiggly-error');
  }

  warningSquiggles(): Locator {
    return this.part.locator('.squiggly-warning');
  }

  lens(title: string | RegExp): Locator {
    const lenses = this.part.locator('.codelens-decoration a');
    if (typeof title === 'string') return lenses.and(this.page.getByText(title, { exact: true })).first();
    // An icon leaves a blank before the words.
    return lenses.filter({ hasText: new RegExp(title.source.replace(/^\^/, String.raw`^\s*`), title.flags) }).first();
  }

  /** The titles of all lenses on screen, in their order, once there are any. */
  async lenses(): Promise<readonly string[]> {
    const lines = this.part.locator('.codelens-decoration');
    await lines.first().waitFor();
    const texts = await lines.allInnerTexts();
    return texts.flatMap((text) => text.split('|').map((title) => title.trim()));
  }

  /** @returns the text of the hover over the cursor's place */
  async hoverAtCursor(): Promise<string> {
    await this.page.keyboard.press('Control+K');
    await this.page.keyboard.press('Control+I');
    const hover = this.page.locator('.monaco-editor .monaco-hover:visible, .monaco-resizable-hover:visible').first();
    // Until its text is there the hover says that it loads.
    const said = hover.filter({ has: this.page.locator('.hover-contents'), hasNotText: /^Loading/ });
    await said.waitFor();
    const text = await said.innerText();
    await this.page.keyboard.press('Escape');
    return text;
  }

  /** @returns the names completion offers at the cursor, those on screen */
  async completions(): Promise<readonly string[]> {
    const rows = this.page.locator('.suggest-widget.visible .monaco-list-row');
    // A change that reaches the editor meanwhile, such as new problems, closes the list again.
    for (let attempt = 0; attempt < 8; attempt += 1) {
      await this.page.keyboard.press('Control+Space');
      const shown = await rows.first().waitFor({ timeout: 4_000 }).then(() => true, () => false);
      const names = shown ? await rows.locator('.label-name').allInnerTexts() : [];
      await this.page.keyboard.press('Escape');
      if (names.length > 0) return names;
    }
    throw new Error('Nothing is offered here');
  }

  /** Takes what completion offers under exactly this name. `typed`: the beginning of it, written first, which shortens the list. */
  async complete(name: string, typed = ''): Promise<void> {
    if (typed !== '') await this.type(typed);
    const widget = this.page.locator('.suggest-widget.visible');
    const row = widget.locator('.monaco-list-row').filter({ has: this.page.locator('.label-name').getByText(name, { exact: true }) }).first();
    for (let attempt = 0; ; attempt += 1) {
      const shown = await row.waitFor({ timeout: 3_000 }).then(() => true, () => false);
      if (shown) break;
      if (attempt === 8) throw new Error(`${name} is not offered here, but ${(await widget.locator('.label-name').allInnerTexts()).join(', ')}`);
      // The list that is open may be of what was known before: a closed one is asked for anew.
      await this.page.keyboard.press('Escape');
      await this.page.keyboard.press('Control+Space');
    }
    await row.click();
  }

  /** @returns the titles of the fixes offered at the cursor */
  async quickFixes(): Promise<readonly string[]> {
    const menu = await this.openFixes();
    const titles = await menu.locator('.monaco-list-row.action').allInnerTexts();
    await this.page.keyboard.press('Escape');
    return titles;
  }

  async quickFix(title: string | RegExp): Promise<void> {
    const menu = await this.openFixes();
    await menu.locator('.monaco-list-row.action', { hasText: title }).click();
    await menu.waitFor({ state: 'hidden' });
  }

  private async openFixes(): Promise<Locator> {
    await this.page.keyboard.press('Control+.');
    const menu = this.page.locator('.action-widget:not(.action-list-submenu-panel)');
    await menu.locator('.monaco-list-row.action').first().waitFor();
    return menu;
  }
}
