import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openExample, type VSCode } from './harness.ts';
import { tellAsSteps } from './steps.ts';

describe('the tree by keyboard, under a filter, and with labels that cannot be read', () => {
  let vscode: VSCode;

  tellAsSteps();
  beforeAll(async () => {
    vscode = await openExample({
      name: 'tree',
      prepare: (workspace) => writeFileSync(join(workspace, 'casebook', 'labels'), 'a file where a folder is to be'),
    });
  });
  afterAll(() => vscode?.[Symbol.asyncDispose]());

  test('labels that cannot be read are said above the traces, which are all there', async () => {
    const { sidebar } = vscode.window;
    await sidebar.item(/^casebook\/labels .*not a folder/).waitFor();
    await sidebar.item(/^Where is shipment 12402 now\?/).waitFor();
    await vscode.picture('1-labels-unreadable');
  });

  test('Delete means the row in focus, asks, names it, and offers the way back', async () => {
    const { page, window } = vscode;
    const selected = window.sidebar.item(/^Where is shipment 12402 now\?/);
    const focused = window.sidebar.item(/^Refund 25 EUR for order 12377/);
    await selected.click();
    // The page takes the focus when it is there.
    await window.webview().focused(/^Step \d+,/);
    await window.focusTraces();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Control+C');
    await page.locator('.part.statusbar').getByText(/^Copied .*“Refund 25 EUR for order 12377/).waitFor();
    await page.keyboard.press('Delete');
    await window.dialog().getByText(/^Remove “Refund 25 EUR for order 12377/).waitFor();
    await vscode.picture('2-remove');
    await window.dialog().getByRole('button', { name: 'Remove' }).click();
    await window.toast(/^Removed “Refund 25 EUR/).waitFor();
    await focused.waitFor({ state: 'detached' });
    await selected.waitFor();
    await window.toast(/^Removed/).getByRole('button', { name: 'Import Again' }).click();
    await focused.waitFor();
    await window.dismissToasts();
  });

  test('Delete on a day does nothing', async () => {
    const { page, window } = vscode;
    await window.sidebar.item(/^Tue 3 Nov/).click();
    await page.keyboard.press('Delete');
    await page.waitForTimeout(800);
    expect(await window.dialog().count()).toBe(0);
    await window.sidebar.item(/^Tue 3 Nov/).click();
  });

  test('a filter that leaves nothing offers all traces, and the badge stays', async () => {
    const { window } = vscode;
    await window.run('Casebook: Filter Traces…');
    await window.quickInput.fill('zebracrossing');
    await window.quickInput.pick(/^search Containing|^Containing/);
    const all = window.sidebar.part.getByRole('button', { name: 'Show All Traces' });
    await all.waitFor();
    await window.activity(/^Casebook.*6 failing traces/).waitFor();
    await vscode.picture('3-no-match');
    await all.click();
    await window.sidebar.item(/^Where is shipment 12402 now\?/).waitFor();
  });

  test('a filter by a signal leaves the traces that show it, and the status bar says how far the review is', async () => {
    const { page, window } = vscode;
    await page.locator('.part.statusbar').getByText(/\b0 of 24 reviewed/).waitFor();
    await window.run('Casebook: Filter Traces…');
    await window.quickInput.pick(/^warning {2}?Signal…|Signal…/);
    await window.quickInput.pick(/Stale context/);
    await window.sidebar.item(/^How long do I have to return electronics/).waitFor();
    await window.sidebar.item(/^Where is shipment 12402 now\?/).waitFor({ state: 'detached' });
    await window.sidebar.part.getByText('2 of 24 traces: signal Stale context').waitFor();
    await vscode.picture('4-signal');
    await window.run('Casebook: Clear Filter');
    await window.sidebar.item(/^Where is shipment 12402 now\?/).waitFor();
  });

  test('a file dropped on the tree is imported', async () => {
    const { page, window } = vscode;
    const dropped = `vscode-remote://${new URL(page.url()).host}${join(vscode.workspace, 'traces', 'support-2026-11.chat.jsonl')}`;
    await page.locator('.part.sidebar .monaco-list-row').first().evaluate((row, uri) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.setData('text/uri-list', uri);
      for (const type of ['dragenter', 'dragover', 'drop']) row.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }));
    }, dropped);
    await window.toast('Imported 24 traces, 0 failing').waitFor();
    await window.dismissToasts();
  });

  test('nothing went wrong behind the scenes', () => expect(vscode.errors).toEqual([]));
});
