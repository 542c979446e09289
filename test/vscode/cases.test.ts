import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openExample, type VSCode } from './harness.ts';
import { tellAsSteps } from './steps.ts';

const refunds = 'casebook/cases/refunds.case.yaml';

describe('the view Cases', () => {
  let vscode: VSCode;
  const read = (file: string) => readFileSync(join(vscode.workspace, file), 'utf8');

  tellAsSteps();
  beforeAll(async () => {
    vscode = await openExample({ name: 'cases' });
  });
  afterAll(() => vscode?.[Symbol.asyncDispose]());

  test('shows suites and their cases, and one opens at its line', async () => {
    const { page, window } = vscode;
    await window.run('Casebook: Focus on Cases View');
    const row = window.sidebar.item(/^approved-refund-is-paid/);
    await row.waitFor();
    await window.sidebar.item(/^refunds, /).waitFor();
    await vscode.picture('1-cases');
    await row.click();
    await window.editor('refunds.case.yaml').ready();
    const line = read(refunds).split('\n').findIndex((each) => each.includes('id: approved-refund-is-paid')) + 1;
    await page.getByText(`Ln ${line}, Col 1`).first().waitFor();
    const tooltip = await window.sidebar.tooltip(row);
    for (const words of ['Please refund 180 EUR', 'Not run', 'Open', 'Run']) expect(tooltip).toContain(words);
    await vscode.picture('2-tooltip');
    await page.mouse.move(700, 500);
    await page.locator('.workbench-hover-container:visible').waitFor({ state: 'detached' });
  });

  test('follows a file that is written beside it', async () => {
    writeFileSync(join(vscode.workspace, 'casebook/cases/beside.case.yaml'), 'id: written-beside\nquery: Where is it?\nexpectedTool: getOrder\n');
    await vscode.window.sidebar.item(/^written-beside/).waitFor();
  });

  test('a case is quarantined with a reason, and the message takes it back', async () => {
    const { window, page } = vscode;
    const before = read('casebook/cases/beside.case.yaml');
    await window.sidebar.choose(window.sidebar.item(/^written-beside/), /^Quarantine Case/);
    await page.getByText('Why is it set aside?').waitFor();
    await window.quickInput.fill('waits for the new API');
    await page.keyboard.press('Enter');
    await page.getByText('Until which day').waitFor();
    await window.quickInput.fill('2026-12-01');
    await page.keyboard.press('Enter');
    await window.sidebar.item(/^written-beside, Quarantined, waits for the new API/).waitFor();
    expect(read('casebook/cases/beside.case.yaml')).toContain('{reason: waits for the new API, until: "2026-12-01"}');
    await vscode.picture('3-quarantined');
    await window.toast(/^Quarantined written-beside/).getByRole('button', { name: 'Undo' }).click();
    await window.sidebar.item(/^written-beside, Not run/).waitFor();
    expect(read('casebook/cases/beside.case.yaml')).toBe(before);
  });

  test('Delete removes the file of a single case, and Undo brings it back', async () => {
    const { window, page } = vscode;
    await window.sidebar.item(/^written-beside/).click();
    await window.editor('beside.case.yaml').ready();
    await window.run('Casebook: Focus on Cases View');
    await window.sidebar.focused();
    await page.keyboard.press('Delete');
    await window.toast(/^Deleted written-beside/).waitFor();
    await expect.poll(() => existsSync(join(vscode.workspace, 'casebook/cases/beside.case.yaml'))).toBe(false);
    await window.sidebar.item(/^written-beside/).waitFor({ state: 'detached' });
    await window.toast(/^Deleted written-beside/).getByRole('button', { name: 'Undo' }).click();
    await window.sidebar.item(/^written-beside/).waitFor();
    await window.dismissToasts();
  });

  test('a filter says what it is, and Clear shows all again', async () => {
    const { window, page } = vscode;
    await window.run('Casebook: Filter Cases…');
    await window.quickInput.fill('approval');
    await page.keyboard.press('Enter');
    await window.sidebar.part.getByText(/cases?: containing “approval”/).waitFor();
    await window.sidebar.item(/^written-beside/).waitFor({ state: 'detached' });
    await vscode.picture('4-filtered');
    await window.run('Casebook: Clear Case Filter');
    await window.sidebar.item(/^written-beside/).waitFor();
  });

  test('the coverage says what they guard, and a tool leads to its traces', async () => {
    const { window } = vscode;
    await window.run('Casebook: Show Coverage');
    const { content } = window.webview();
    await content.getByRole('heading', { name: 'Coverage', exact: true }).waitFor();
    await content.getByText('Not measured: no trace here is labelled as failed.').waitFor();
    await vscode.picture('5-coverage');
    expect(await window.webview().violations()).toEqual([]);
    await content.getByRole('button', { name: /^\d+ traces?, / }).first().click();
    await window.sidebar.part.getByText(/traces?: tool /).waitFor();
  });

  test('nothing went wrong behind the scenes', () => expect(vscode.errors).toEqual([]));
});
