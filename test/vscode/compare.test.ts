import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openExample, type VSCode } from './harness.ts';
import { tellAsSteps } from './steps.ts';

describe('two runs side by side', () => {
  let vscode: VSCode;

  tellAsSteps();
  beforeAll(async () => {
    vscode = await openExample({ name: 'compare' });
  });
  afterAll(() => vscode?.[Symbol.asyncDispose]());

  test('two selected traces are compared from the menu', async () => {
    const { window } = vscode;
    await window.sidebar.item(/^What's the status of order 12345/).click();
    // The page takes the focus when it is there, and a menu that loses it closes.
    await window.webview().focused(/^Step \d+,/);
    await window.sidebar.item(/^What's the status of order 12377/).click({ modifiers: ['Control'] });
    await window.sidebar.choose(window.sidebar.item(/^What's the status of order 12377/), /^Compare Traces/);
    await window.editorTab(/↔/).waitFor();
    const { content } = window.webview();
    await content.getByRole('grid', { name: 'Pairs of steps' }).waitFor();
    await content.getByText('First divergence').waitFor();
    await vscode.picture('1-pairs');
  });

  test('axe finds nothing, at 900 and 500 pixels neither', async () => {
    const page = vscode.window.webview();
    expect(await page.violations()).toEqual([]);
    for (const width of [900, 500]) {
      await page.setWidth(width);
      await expect.poll(() => page.overflow(), { message: `${width}` }).toBe(0);
      expect(await page.violations(), `${width}`).toEqual([]);
      await vscode.picture(`2-${width}`);
    }
    await vscode.page.setViewportSize({ width: 1400, height: 900 });
  });

  test('F7 walks the differences, X swaps the sides and every sign', async () => {
    const { page, window } = vscode;
    const { content } = window.webview();
    const pairs = content.getByRole('grid', { name: 'Pairs of steps' });
    const focused = () => pairs.locator('[aria-selected="true"]').getAttribute('aria-label');
    await pairs.locator('[aria-selected="true"]').focus();
    const first = await focused();
    await page.keyboard.press('Shift+F7');
    await page.keyboard.press('F7');
    await expect.poll(focused).toBe(first);
    const order = async () => [await content.getByRole('region', { name: 'Side A' }).innerText(), await content.getByRole('region', { name: 'Side B' }).innerText()];
    const [a, b] = await order();
    await page.keyboard.press('x');
    await expect.poll(order).toEqual([b?.replace('B', 'A'), a?.replace('A', 'B')]);
    await page.keyboard.press('?');
    await content.getByRole('dialog').getByText('Swap the sides').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('x');
  });

  test('from a trajectory, another trace is asked for', async () => {
    const { page, window } = vscode;
    await window.sidebar.item(/^What's the status of order 12345/).click();
    await window.webview().content.getByRole('treegrid', { name: 'Steps' }).waitFor();
    await window.webview().content.getByRole('row', { name: /^Step 1/ }).focus();
    await page.keyboard.press('m');
    await window.quickInput.fill('12377');
    await window.quickInput.pick(/^What's the status of order 12377/);
    await window.webview().content.getByRole('grid', { name: 'Pairs of steps' }).waitFor();
  });

  test('what a case expects stands beside what its run did', async () => {
    const { page, window } = vscode;
    await window.openFile('orders.case.yaml');
    await window.run('Casebook: Run Case');
    const runs = join(vscode.workspace, '.casebook', 'runs');
    await expect.poll(() => existsSync(runs) && readdirSync(runs).some((run) => existsSync(join(runs, run, 'summary.json'))), { timeout: 20_000 }).toBe(true);
    await window.run('Casebook: Compare Runs of Case…');
    await window.quickInput.pick(/, trial 1/);
    await window.quickInput.pick(/What the case expects/);
    const { content } = window.webview();
    await content.getByRole('grid', { name: 'Pairs of steps' }).waitFor();
    await content.getByText(/expected by the case/).waitFor();
    await vscode.picture('3-expected');
    await page.keyboard.press('Escape');
  });

  test('recent traces are replayed, and what changed opens beside what was recorded', async () => {
    const { page, window } = vscode;
    await window.run('Casebook: Replay Recent Traces…');
    await window.quickInput.pick(/^mended/);
    await window.quickInput.pick(/^All 24 traces/);
    const toast = window.toast(/^5 of 24 traces changed against mended/);
    await toast.waitFor({ timeout: 60_000 });
    await vscode.picture('4-replayed');
    await toast.getByRole('button', { name: 'Show Changed' }).click();
    await expect.poll(() => window.quickInput.options().count()).toBe(5);
    await window.quickInput.pick(/What's the status of order 12345/);
    await window.editorTab(/recorded ↔ now/).waitFor();
    const { content } = window.webview();
    await content.getByRole('grid', { name: 'Pairs of steps' }).waitFor();
    await content.getByText(/^replayed .*, mended/).first().waitFor();
    // The list stays for the next one.
    await expect.poll(() => window.quickInput.options().count()).toBe(5);
    await vscode.picture('5-changed');
    await page.keyboard.press('Escape');
  });

  test('nothing went wrong behind the scenes', () => expect(vscode.errors).toEqual([]));
});
