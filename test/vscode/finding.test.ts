import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openExample, type VSCode } from './harness.ts';
import { tellAsSteps } from './steps.ts';
import { themes, type Theme } from './window.ts';

const run = (id: string, question: string): string => `${JSON.stringify({ id, messages: [{ role: 'user', content: question }, { role: 'assistant', content: 'It arrives tomorrow.' }] })}\n`;

describe('finding traces again, and taking them out and in', () => {
  let vscode: VSCode;

  tellAsSteps();
  beforeAll(async () => {
    vscode = await openExample({
      name: 'finding',
      prepare: (workspace) => {
        mkdirSync(join(workspace, 'live'));
        writeFileSync(join(workspace, 'live', 'today.jsonl'), run('live-1', 'Where is my umbrella?'));
      },
    });
    await vscode.window.sidebar.collapse('Cases');
  });
  afterAll(() => vscode?.[Symbol.asyncDispose]());

  const groupBy = async (title: string): Promise<void> => {
    await vscode.window.run('Casebook: Group Traces By…');
    await vscode.window.quickInput.pick(title);
  };
  const row = (name: RegExp): Locator => vscode.window.sidebar.item(name);
  const message = (): Locator => vscode.window.sidebar.part.locator('.message');

  test('groups show what is in them, and what has none comes last', async () => {
    await groupBy('Tool');
    await row(/^searchOrders, \d+/).waitFor();
    await expect.poll(() => vscode.window.sidebar.view('Traces').getByRole('treeitem').last().getAttribute('aria-label')).toMatch(/^No tool call, \d+/);
    await vscode.picture('1-by-tool');
    await row(/^issueRefund, \d+/).locator('.monaco-tl-twistie').click();
    await row(/^Refund 25 EUR for order 12377/).waitFor();
    await vscode.picture('2-by-tool-open');
    // The same id after a refresh, so it stays open.
    await vscode.window.run('Casebook: Refresh');
    await row(/^Refund 25 EUR for order 12377/).waitFor();
  });

  test('in every other way too', async () => {
    for (const by of ['Session', 'User', 'Use case', 'Failure class', 'Model', 'Source file', 'Day']) {
      const { sidebar } = vscode.window;
      const first = () => sidebar.items().first().getAttribute('aria-label');
      const before = await first();
      await groupBy(by);
      await expect.poll(first, { message: by }).not.toBe(before);
      await sidebar.atRest();
      await vscode.picture(`3-by-${by.toLowerCase().replaceAll(' ', '-')}`);
    }
    await row(/^Tue 3 Nov/).waitFor();
  });

  test('filters combine, are said above the tree, and go one by one', async () => {
    await vscode.window.run('Casebook: Filter Traces…');
    await vscode.window.quickInput.option(/Failing/).waitFor();
    await vscode.picture('4-filter');
    await vscode.window.quickInput.pick(/Failing/);
    await message().getByText('6 of 24 traces: failing', { exact: true }).waitFor();
    await vscode.window.run('Casebook: Filter Traces…');
    await vscode.window.quickInput.pick(/Tool…/);
    await vscode.window.quickInput.option(/getOrder/).waitFor();
    await vscode.picture('5-filter-tool');
    await vscode.window.quickInput.pick(/getOrder/);
    await message().getByText(/^\d of 24 traces: failing, tool getOrder$/).waitFor();
    for (const theme of Object.keys(themes) as Theme[]) {
      await vscode.window.switchTheme(theme);
      await vscode.picture(`6-filtered-${theme.replaceAll(' ', '-')}`);
    }
    await vscode.window.switchTheme('dark');
    await vscode.window.run('Casebook: Filter Traces…');
    await vscode.window.quickInput.option(/Failing/).waitFor();
    await vscode.picture('7-active-filters');
    await vscode.window.quickInput.pick(/Failing/);
    await message().getByText(/^\d+ of 24 traces: tool getOrder$/).waitFor();
    await vscode.window.run('Casebook: Clear Filter');
    await message().getByText(/of 24 traces/).waitFor({ state: 'detached' });
  });

  test('Ctrl+F finds words in all texts', async () => {
    await vscode.window.focusTraces();
    await vscode.page.keyboard.press('Control+F');
    await vscode.window.quickInput.fill('refund');
    await vscode.window.quickInput.option(/show the 3 traces that contain it/).waitFor();
    await vscode.picture('8-find');
    await vscode.window.quickInput.pick(/show the 3 traces that contain it/);
    await message().getByText('3 of 24 traces: containing “refund”').waitFor();
    await vscode.window.run('Casebook: Clear Filter');
  });

  test('each place shows its sentence, and opens at the step that says it', async () => {
    const { window, page } = vscode;
    await window.focusTraces();
    await page.keyboard.press('Control+F');
    await window.quickInput.fill('12402');
    const place = /fault is tried once more\. getShipmentByOrderId 12402.*, step 4 /;
    await window.quickInput.option(place).waitFor();
    const steps = () => window.quickInput.options().evaluateAll((all) => all.map((each) => /, step \d+/.exec(each.getAttribute('aria-label') ?? '')?.[0]));
    await expect.poll(steps).toEqual([undefined, ', step 1', ', step 2', ', step 4']);
    await vscode.picture('8-find-places');
    await window.quickInput.pick(place);
    await window.webview().content.getByRole('treegrid').getByRole('row', { name: /^Step 4,/, selected: true }).waitFor();
    await vscode.picture('8-find-opened');
    await window.run('View: Close All Editors');
  });

  test('a file\'s traces are taken out after one question, and come again', async () => {
    const { window } = vscode;
    await groupBy('Source file');
    await window.sidebar.choose(row(/^support-2026-11\.otlp\.jsonl, 24/), 'Remove Traces of File…');
    await window.dialog().getByText('Remove the 24 traces of “support-2026-11.otlp.jsonl” from the index?').waitFor();
    await vscode.picture('9-remove-file');
    await window.dialog().getByRole('button', { name: 'Remove' }).click();
    await row(/^support-2026-11/).waitFor({ state: 'detached' });
    await window.toast(/^Removed 24 traces of/).getByRole('button', { name: 'Import Again' }).click();
    await row(/^support-2026-11\.otlp\.jsonl, 24, 6 failing/).waitFor();
    await window.dismissToasts();
  });

  test('the index is rebuilt from its files', async () => {
    await vscode.window.run('Casebook: Rebuild Index');
    await vscode.window.toast('Rebuilt the index from 1 file: 24 traces, 6 failing').waitFor();
    await vscode.window.dismissToasts();
  });

  test('the original record is copied after one question', async () => {
    const { window, page } = vscode;
    await groupBy('Day');
    await row(/^Fri 6 Nov/).waitFor();
    await window.sidebar.choose(row(/^Where is shipment 12402 now\?/), 'Copy Original Record…');
    await window.dialog().getByText(/^Copy the original record of “Where is shipment 12402 now\?/).waitFor();
    await vscode.picture('10-copy-original');
    await window.dialog().getByRole('button', { name: 'Copy Original' }).click();
    await page.locator('.part.statusbar').getByText(/^Copied \d+ original record/).waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    const lines = readFileSync(join(vscode.workspace, 'traces', 'support-2026-11.otlp.jsonl'), 'utf8').split('\n');
    expect(copied.split('\n').every((line) => lines.includes(line))).toBe(true);
    expect(copied).toContain('12402');
  });

  test('a watched folder brings what comes into it, quietly', async () => {
    const { window, workspace } = vscode;
    const config = join(workspace, 'casebook', 'config.yaml');
    const before = readFileSync(config, 'utf8');
    writeFileSync(config, `${before}\nsources:\n  # What runs now\n  - folder: live\n    watch: true\n`);
    await window.statusBar(/Watching live\/ · 1 new/).waitFor();
    await row(/^Where is my umbrella\?/).waitFor();
    appendFileSync(join(workspace, 'live', 'today.jsonl'), run('live-2', 'Where is my raincoat?'));
    await row(/^Where is my raincoat\?/).waitFor();
    await window.statusBar(/Watching live\/ · 2 new/).waitFor();
    expect(await vscode.page.locator('.notification-toast').count()).toBe(0);
    await vscode.picture('11-watching');
    await window.run('Casebook: Stop Watching…');
    await window.toast('Stopped watching live/. What came from it stays.').waitFor();
    await window.statusBar(/Watching/).waitFor({ state: 'detached' });
    expect(readFileSync(config, 'utf8')).not.toContain('live');
    await window.dismissToasts();
  });

  test('nothing went wrong behind the scenes', () => expect(vscode.errors).toEqual([]));
});
