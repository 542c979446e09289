import type { Locator, Page } from 'playwright-core';

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** An exact name, or a pattern for what a screen reader would say. */
type Name = string | RegExp;

const pattern = (name: Name): RegExp => (typeof name === 'string' ? new RegExp(`^${escaped(name)}(,|$)`) : name);

/** The box at the top: command palette, quick picks, input boxes, and the file dialog, which here is a quick pick too. */
export class QuickInput {
  readonly box: Locator;
  readonly input: Locator;

  constructor(page: Page) {
    this.box = page.locator('.quick-input-widget');
    this.input = this.box.locator('input[type=text]');
  }

  async fill(text: string): Promise<void> {
    await this.input.waitFor();
    await this.input.fill(text);
  }

  options(): Locator {
    return this.box.getByRole('option');
  }

  /** The entry of exactly this name. The first hit, which Enter would take, is often another one. */
  option(name: Name): Locator {
    return this.box.getByRole('option', { name: pattern(name) }).first();
  }

  /** The entry of a file, which is named with its folder. */
  file(name: string): Locator {
    return this.option(new RegExp(`^${escaped(name)}[ ,]`));
  }

  async pick(name: Name): Promise<void> {
    await this.option(name).click();
  }

  /** Types into an input box, or the file dialog, and accepts. `question`: what the box must ask first, over or in its field, after another one. */
  async accept(text: string, question?: string | RegExp): Promise<void> {
    if (question !== undefined) await this.box.getByText(question).or(this.box.getByPlaceholder(question)).first().waitFor();
    await this.fill(text);
    await this.input.press('Enter');
  }

  /** Accepts a file dialog with the full path of a file that exists. */
  async acceptFile(path: string): Promise<void> {
    // While it reads the first folder it would overwrite what is typed.
    await this.option('..').waitFor();
    await this.fill(path);
    // It reads the file's folder next, and takes Enter only for what it has seen there.
    await this.option(path.split('/').at(-1) ?? path).waitFor();
    await this.input.press('Enter');
    await this.box.waitFor({ state: 'hidden' });
  }

  async cancel(): Promise<void> {
    await this.input.press('Escape');
    await this.box.waitFor({ state: 'hidden' });
  }
}
