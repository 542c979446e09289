import type { Locator, Page } from 'playwright-core';
import { setTimeout as wait } from 'node:timers/promises';
import { Editor } from './editor.ts';
import { QuickInput } from './quickInput.ts';
import { Sidebar } from './sidebar.ts';
import { WebviewPanel } from './webviewPanel.ts';

/** Each with the label in VS Code's theme list and the class of the workbench under it. */
export const themes = {
  dark: { label: 'Dark Modern', class: 'vs-dark' },
  light: { label: 'Light Modern', class: 'vs' },
  'high contrast dark': { label: 'Dark High Contrast', class: 'hc-black' },
  'high contrast light': { label: 'Light High Contrast', class: 'hc-light' },
} as const;

export type Theme = keyof typeof themes;

/** The workbench, driven by the names a screen reader would say. */
export class VSCodeWindow {
  readonly page: Page;
  readonly quickInput: QuickInput;
  readonly sidebar: Sidebar;

  constructor(page: Page) {
    this.page = page;
    this.quickInput = new QuickInput(page);
    this.sidebar = new Sidebar(page);
  }

  /** The activity bar's own; an editor tab may carry the same name. */
  activity(name: string | RegExp): Locator {
    return this.page.locator('.part.activitybar').getByRole('tab', { name });
  }

  /** Shows the view container; a second click would hide it. */
  async open(container: string | RegExp): Promise<void> {
    const tab = this.activity(container);
    await tab.waitFor();
    if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.locator('a').click();
  }

  /** Runs a command by its full title, "Casebook: Import Traces…". */
  async run(title: string): Promise<void> {
    const { input } = this.quickInput;
    const entry = this.quickInput.option(title);
    // The list is made once, from what can be run at that moment, and closes when a page that is just made takes the focus.
    for (const timeout of [1_000, 2_000, 4_000, 8_000, 16_000]) {
      if (!(await input.isVisible())) await this.page.keyboard.press('F1');
      const isListed = await input.fill('>', { timeout }).then(() => input.fill(`>${title}`, { timeout })).then(() => entry.waitFor({ timeout })).then(() => true, () => false);
      if (isListed) break;
    }
    await entry.click();
    // What is typed next is for what the command asks, not for the palette that closes.
    await entry.waitFor({ state: 'hidden' });
  }

  /** Moves the focus to the tree of traces. */
  async focusTraces(): Promise<void> {
    await this.run('Casebook: Focus on Traces View');
    await this.sidebar.focused();
  }

  /** Opens a file of the workspace in an editor. */
  async openFile(path: string): Promise<Editor> {
    await this.page.keyboard.press('Control+P');
    await this.quickInput.fill(path);
    const name = path.split('/').at(-1) ?? path;
    await this.quickInput.file(name).click();
    // Until it is the active editor, commands run on the one before.
    await this.page.locator('.part.editor .tab.active').filter({ hasText: name }).waitFor();
    return this.editor(name);
  }

  editor(fileName: string): Editor {
    return new Editor(this.page, fileName);
  }

  editorTab(name: string | RegExp): Locator {
    return this.page.locator('.part.editor').getByRole('tab', { name });
  }

  /** The visible page of the extension; where several stand side by side, the one that was opened last or first. */
  webview(which?: 'newest' | 'first'): WebviewPanel {
    return new WebviewPanel(this.page, which);
  }

  /** A toast whose text holds `text`. */
  toast(text: string | RegExp): Locator {
    return this.page.locator('.notification-toast').filter({ has: this.page.locator('.notification-list-item-message', { hasText: text }) });
  }

  /** Puts away all toasts; one that shows progress goes by itself. */
  async dismissToasts(): Promise<void> {
    const toasts = this.page.locator('.notification-toast');
    const clear = toasts.getByRole('button', { name: /^Clear Notification/ });
    const deadline = Date.now() + 30_000;
    while ((await toasts.count()) > 0) {
      if (Date.now() > deadline) throw new Error(`A notification stayed: ${await toasts.first().innerText()}`);
      // What puts it away shows under the pointer alone. The toast may go, and another slide into its place, meanwhile.
      await toasts.first().hover({ force: true, timeout: 1_000 }).then(() => clear.first().click({ force: true, timeout: 1_000 })).catch((error: Error) => {
        if (error.name !== 'TimeoutError') throw error;
      });
      await wait(100);
    }
  }

  /** Opens the Problems panel; its rows are tree items named by their message. */
  async problems(): Promise<Locator> {
    const panel = this.page.locator('.part.panel .markers-panel');
    if (!(await panel.isVisible())) await this.run('View: Focus Problems (Errors, Warnings, Infos)');
    await panel.waitFor();
    return panel;
  }

  statusBar(name: string | RegExp): Locator {
    return this.page.locator('.part.statusbar').getByRole('button', { name });
  }

  /** Modal dialogs, such as "Do you trust the authors". */
  dialog(): Locator {
    return this.page.locator('.monaco-dialog-box');
  }

  async switchTheme(theme: Theme): Promise<void> {
    await this.run('Preferences: Color Theme');
    await this.quickInput.fill(themes[theme].label);
    await this.quickInput.pick(themes[theme].label);
    await this.page.locator(`.monaco-workbench.${themes[theme].class}`).waitFor();
  }
}
