import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openExample, type VSCode } from './harness.ts';
import { tellAsSteps } from './steps.ts';

/** A link that was copied is followed as the editor follows any link to an extension. */
describe('links to a step', () => {
  let vscode: VSCode;
  let link = '';

  tellAsSteps();
  beforeAll(async () => {
    vscode = await openExample({ name: 'links' });
  });
  afterAll(() => vscode?.[Symbol.asyncDispose]());

  const rows = () => vscode.window.webview().content.getByRole('treegrid');
  const selected = () => rows().locator('[role="row"][aria-selected="true"]').getAttribute('aria-label');

  /** As a link that is clicked elsewhere: the editor asks whether the extension may open it, and hands it over. */
  async function follow(address: string): Promise<void> {
    const { page, window } = vscode;
    await window.run('Developer: Open URL');
    await window.quickInput.accept(address);
    const dialog = window.dialog();
    const asks = await dialog.getByRole('button', { name: 'Open', exact: true }).waitFor({ timeout: 4_000 }).then(() => true, () => false);
    if (asks) {
      await dialog.getByText("Allow 'Casebook' extension to open this URI?").waitFor();
      await dialog.getByRole('button', { name: 'Open', exact: true }).click();
    }
    await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  test('are copied from the page, for the step that is read', async () => {
    const { page, window } = vscode;
    await window.sidebar.item(/^Where is shipment 12402 now\?/).click();
    await rows().waitFor();
    await page.keyboard.press('Escape');
    await rows().getByRole('row', { name: /^Step 4,/ }).click();
    await page.keyboard.press('Shift+Y');
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(/^[\w-]+:\/\/casebook\.casebook\/trace\/tr_[0-9a-f]{12}\?step=4$/);
    link = await page.evaluate(() => navigator.clipboard.readText());
  });

  test('bring the open trace to the step', async () => {
    await rows().getByRole('row', { name: /^Step 1,/ }).click();
    await follow(link);
    await expect.poll(selected).toMatch(/^Step 4,/);
  });

  test('open a trace that is not open, at the step', async () => {
    await vscode.window.run('View: Close All Editors');
    await follow(link);
    await rows().waitFor();
    await expect.poll(selected).toMatch(/^Step 4,/);
    await vscode.picture('1-followed');
  });

  test('without a step open the trace where it was left', async () => {
    // A page says where it stands a moment after it stands there.
    await vscode.page.waitForTimeout(1_500);
    await vscode.window.run('View: Close All Editors');
    await follow(link.replace(/\?.*$/u, ''));
    await rows().waitFor();
    await expect.poll(selected).toMatch(/^Step 4,/);
  });

  test('to a step that the trace does not have open it all the same', async () => {
    await follow(link.replace('step=4', 'step=4000'));
    await vscode.window.toast('The trace has no step 4,000.').waitFor();
    await vscode.picture('2-no-such-step');
    await vscode.window.dismissToasts();
  });

  test('to a trace that is not imported say so, and what to do', async () => {
    const { window } = vscode;
    await follow(link.replace(/tr_[0-9a-f]+/u, 'tr_0123456789ab'));
    await window.toast('The trace tr_0123456789ab is not imported in this window.').waitFor();
    await vscode.picture('3-not-imported');
    await window.dismissToasts();
    await follow(link.replace('/trace/', '/case/'));
    await window.toast(/is no link that Casebook knows/).waitFor();
    await window.dismissToasts();
  });

  test('the tab says what it shows: file, time and question, and no id', async () => {
    const { page, window } = vscode;
    const tab = window.editorTab(/^Where is shipment 12402 now\?/);
    const box = (await tab.boundingBox())!;
    await page.mouse.move(box.x + 60, box.y + 15, { steps: 4 });
    const hover = page.locator('.workbench-hover-container:visible .monaco-hover').first();
    await hover.waitFor();
    const words = (await hover.innerText()).replaceAll(/\s/gu, ' ');
    expect(words).toMatch(/^support-2026-11\.otlp\.jsonl, .*2026.*\/Where is shipment 12402 now\?/);
    expect(words).not.toContain('tr_');
    await vscode.picture('4-tab');
    await page.mouse.move(700, 600);
  });

  test('nothing went wrong behind the scenes', () => expect(vscode.errors).toEqual([]));
});
