import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openExample, type VSCode } from './harness.ts';
import { tellAsSteps } from './steps.ts';

/** Keys as the editor hands them to a page, and keys of one's own while the page is open. */
describe('keys in a real editor', () => {
  let vscode: VSCode;

  tellAsSteps();
  beforeAll(async () => {
    vscode = await openExample({ name: 'keys', settings: { 'casebook.reviewer': 'ada', 'editor.autoClosingBrackets': 'never', 'editor.autoClosingQuotes': 'never' } });
  });
  afterAll(() => vscode?.[Symbol.asyncDispose]());

  const content = () => vscode.window.webview().content;
  const row = (n: number) => content().getByRole('treegrid').getByRole('row', { name: new RegExp(`^Step ${n},`) });
  const selection = async (): Promise<string> => (await vscode.window.webview().frame()).evaluate(() => String(document.getSelection()));

  /** Replaces the user's settings as a person would: in the editor that opens over the page. */
  async function writeSettings(more: Readonly<Record<string, unknown>>): Promise<void> {
    const { page, window } = vscode;
    await window.run('Preferences: Open User Settings (JSON)');
    await page.locator('.view-line', { hasText: 'casebook.reviewer' }).click();
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Control+C');
    const settings = JSON.parse(await page.evaluate(() => navigator.clipboard.readText())) as Record<string, unknown>;
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(JSON.stringify({ ...settings, ...more }));
    await page.keyboard.press('Control+S');
  }

  test('Ctrl+A in a text takes that text, and nothing of the page around it', async () => {
    const { page, window } = vscode;
    await window.sidebar.item(/^Where is shipment 12402 now\?/).click();
    await row(1).waitFor();
    await row(1).click();
    const message = content().getByRole('article', { name: 'User' }).first();
    await message.getByText('Where is shipment 12402 now?').click();
    await page.keyboard.press('Control+A');
    await expect.poll(selection).toContain('Where is shipment 12402 now?');
    const taken = await selection();
    for (const word of ['Make case', 'Not reviewed', 'Tool choice', 'Timeline']) expect(taken).not.toContain(word);
    await vscode.picture('1-select-all');
    await page.keyboard.press('Escape');
  });

  test('keys of one\'s own hold in a page that is open, at once', async () => {
    const { page } = vscode;
    await row(1).click();
    const compareKey = (key: string) => content().locator('.buttonText', { hasText: 'Compare' }).locator('.key', { hasText: key });
    await compareKey('M').waitFor();
    await writeSettings({ 'casebook.trajectory.keys': { compare: 'q', nextError: 'shift+n' }, 'casebook.compare.keys': { swap: 'q', nextDifference: 'n' }, 'casebook.review.keys': { fail: 'y', handled: 'y', pas: 'v' } });
    // What cannot be followed is said.
    await page.locator('.notification-toast', { hasText: '“pas” is no action of the review page. Did you mean “pass”?' }).filter({ hasText: '“handled” keeps S: Y is the key of “fail”' }).waitFor();
    await vscode.window.dismissToasts();
    await compareKey('Q').waitFor();
    await vscode.picture('2-own-keys');
    await page.keyboard.press('Escape');
    await page.locator('.view-line').first().waitFor({ state: 'hidden' });
    await row(1).click();
    await page.keyboard.press('e');
    expect(await row(1).getAttribute('aria-selected')).toBe('true');
    await page.keyboard.press('Shift+N');
    await expect.poll(async () => (await content().getByRole('treegrid').locator('[aria-selected="true"]').getAttribute('aria-label')) ?? '').toMatch(/failed/i);
  });

  test('and in a comparison, whose actions are in the palette too', async () => {
    const { page, window } = vscode;
    await window.sidebar.item(/^What's the status of order 12345/).click();
    await window.sidebar.item(/^What's the status of order 12377/).click({ modifiers: ['Control'] });
    await window.sidebar.choose(window.sidebar.item(/^What's the status of order 12377/), /^Compare Traces/);
    const pairs = content().getByRole('grid', { name: 'Pairs of steps' });
    await pairs.waitFor();
    const sideA = () => content().getByRole('region', { name: 'Side A' }).innerText();
    const before = await sideA();
    await pairs.locator('[aria-selected="true"]').focus();
    await page.keyboard.press('q');
    await expect.poll(sideA).not.toBe(before);
    await window.run('Casebook: Comparison: Swap Sides');
    await expect.poll(sideA).toBe(before);
    await window.run('Casebook: Comparison: Show Keys');
    const sheet = content().getByRole('dialog');
    await sheet.getByText('Swap the sides').waitFor();
    expect(await sheet.getByRole('listitem').filter({ hasText: 'Swap the sides' }).innerText()).toMatch(/^Q/);
    await vscode.picture('3-comparison-keys');
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'hidden' });
  });

  test('and in the review, whose actions are in the palette while their tab is shown', async () => {
    const { page, window } = vscode;
    const verdict = (name: string) => content().locator('.railVerdicts').getByRole('button', { name, exact: true });
    const labelled = () => {
      const file = join(vscode.workspace, 'casebook/labels/ada.jsonl');
      return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').map((line) => (JSON.parse(line) as { readonly kind: string; readonly value: unknown })).filter(({ kind }) => kind === 'verdict').map(({ value }) => value) : [];
    };
    await window.run('Casebook: Review Traces');
    await content().locator('.tracePane[aria-busy="false"] [role="row"][aria-selected="true"]').first().waitFor();
    await window.run('Casebook: Review: Verdict Fail');
    await expect.poll(labelled).toEqual(['fail']);
    await expect.poll(() => verdict('Fail').getAttribute('aria-pressed')).toBe('true');
    // Of another tab: the palette does not offer it here.
    await page.keyboard.press('F1');
    await window.quickInput.fill('>Casebook: Review: Merge Class');
    await window.quickInput.option('Casebook: Review: Mode of the Class').waitFor();
    expect(await window.quickInput.option('Casebook: Review: Merge Class').count()).toBe(0);
    await page.keyboard.press('Escape');
    await verdict('Fail').locator('.key', { hasText: 'Y' }).waitFor();
    await content().locator('.queueRow.focused').click();
    await page.keyboard.press('y');
    await expect.poll(labelled).toEqual(['fail', null]);
    await page.keyboard.press('f');
    await page.keyboard.press('p');
    await expect.poll(labelled).toEqual(['fail', null, 'pass']);
    await vscode.picture('5-review-keys');
  });

  test('nothing went wrong behind the scenes', () => expect(vscode.errors).toEqual([]));
});
