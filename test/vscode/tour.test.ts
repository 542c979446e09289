import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inProject } from '../../scripts/project.mjs';
import { openVSCode, type VSCode } from './harness.ts';
import { tellAsSteps } from './steps.ts';

/** The run of the example in which the agent reads the order instead of the shipment, and says "delivered". */
const wrongTool = /^What's the status of order 12345\?/;

describe('the tour of the README: a case fails on the faulty agent and passes on the mended one', () => {
  let vscode: VSCode;
  let caseFile = '';

  tellAsSteps();
  beforeAll(async () => {
    vscode = await openVSCode({ workspace: inProject('examples', 'support-agent'), name: 'tour', settings: { 'casebook.reviewer': 'ada' } });
    await vscode.window.open('Casebook');
  });
  afterAll(() => vscode?.[Symbol.asyncDispose]());

  const caseFiles = (): readonly string[] => readdirSync(join(vscode.workspace, 'casebook', 'cases'));

  test('the example\'s export holds 24 traces, 6 of them failing', async () => {
    const { window } = vscode;
    await window.run('Casebook: Import Traces…');
    await window.quickInput.acceptFile(join(vscode.workspace, 'traces', 'support-2026-11.otlp.jsonl'));
    await window.toast('Imported 24 traces, 6 failing').waitFor();
    await window.dismissToasts();
    await window.sidebar.item(wrongTool).waitFor();
    await vscode.picture('1-traces');
  });

  test('a failure is labelled from the tree', async () => {
    const { window } = vscode;
    await window.sidebar.choose(window.sidebar.item(wrongTool), 'Label Failure…');
    await window.quickInput.pick('Tool choice');
    await window.quickInput.pick('Wrong tool');
    await vscode.picture('2-first-wrong-step');
    await window.quickInput.pick(/getOrder/);
    await window.quickInput.accept('Looked the shipment up in the order record', /^What went wrong, in a sentence/);
    await window.toast(/^Labelled fail, Tool choice\. Saved in casebook\/labels\/ada\.jsonl/).waitFor();
    await window.sidebar.item(wrongTool).and(window.sidebar.item(/Labelled fail, Tool choice/)).waitFor();
    await window.dismissToasts();
  });

  test('its case is proven: it forbids the call that was wrong', async () => {
    const { window } = vscode;
    const before = caseFiles();
    await window.sidebar.choose(window.sidebar.item(wrongTool), 'Make Eval Case');
    const { content } = window.webview();
    await content.getByText('Catches the failure.', { exact: true }).waitFor();
    await content.getByRole('row', { name: /Never calls getOrder/ }).waitFor();
    await vscode.picture('3-preview');
    await content.getByRole('button', { name: /^Write case/ }).click();
    await window.toast(/^Catches the failure: forbidden/).waitFor();
    [caseFile = ''] = caseFiles().filter((name) => !before.includes(name));
    const editor = window.editor(caseFile);
    await editor.ready();
    await expect.poll(() => editor.visibleText()).toMatch(/forbidden:[\s\S]*getOrder/);
    await vscode.picture('3-case');
    await window.dismissToasts();
  });

  test('it fails on the faulty agent, and the Problems panel says at which line', async () => {
    const { window } = vscode;
    const editor = window.editor(caseFile);
    await editor.lens('Run').click();
    await window.toast(/ fails on faulty: /).waitFor();
    // Before the editor loses the focus: VS Code asks for lenses only while the editor has it.
    await editor.lens(/^Fail on faulty: forbidden tool getOrder/).click();
    await window.webview().content.getByRole('heading', { name: /^Failed: 1 of 1 case against faulty/ }).waitFor();
    await window.run('View: Close Editor');
    const problems = await window.problems();
    await problems.getByRole('treeitem', { name: /getOrder.*on faulty/ }).first().waitFor();
    await vscode.picture('4-fails');
    await window.dismissToasts();
  });

  test('it passes on the mended agent, and the problem goes away', async () => {
    const { window } = vscode;
    await window.editor(caseFile).goTo(1);
    await window.run('Casebook: Run Case Against…');
    await window.quickInput.pick('mended');
    await window.toast(/ passes on mended/).waitFor();
    await window.editor(caseFile).lens(/^Pass on mended/).waitFor();
    const problems = await window.problems();
    await problems.getByRole('treeitem', { name: /on faulty/ }).first().waitFor({ state: 'detached' });
    await vscode.picture('5-passes');
    await window.dismissToasts();
  });

  test('after an edit that result does not look current, and after taking it back it does', async () => {
    const editor = vscode.window.editor(caseFile);
    await editor.insertLine(3, 'skip: false');
    await editor.lens(/^Pass on mended, before the last edit$/).waitFor();
    await vscode.picture('6-edited');
    await editor.goTo(3);
    await vscode.page.keyboard.press('Control+Shift+K');
    await editor.lens(/^Pass on mended$/).waitFor();
    await editor.save();
  });

  test('the page of a run says why the case failed, and leads to the trajectory and to what was expected', async () => {
    const { window } = vscode;
    await window.run('Casebook: Show Run…');
    await window.quickInput.pick(/1 fail on faulty/);
    const { content } = window.webview();
    await content.getByRole('heading', { name: /^Failed: 1 of 1 case against faulty/ }).waitFor();
    await content.locator('.check').first().getByText(/getOrder/).first().waitFor();
    await vscode.picture('7-run');
    expect(await window.webview().violations()).toEqual([]);
    await content.getByRole('button', { name: 'Compare with expected' }).click();
    await window.webview().content.locator('.pairRow.focused').waitFor();
    await vscode.picture('8-expected');
    await window.run('View: Close Editor');
    await content.getByRole('button', { name: 'Open trajectory' }).click();
    await window.webview().content.getByRole('treegrid').getByText('getOrder').first().waitFor();
    await vscode.picture('9-trajectory');
    await window.run('View: Close Editor');
    await content.getByRole('button', { name: 'Run again' }).click();
    await content.getByText('Ran 1 case: 1 fail. Show that run').waitFor();
    await content.getByRole('button', { name: 'Show that run' }).click();
    await content.getByText(/Since the run of .*: nothing newly fails, nothing was fixed\./).waitFor();
    await vscode.picture('10-run-again');
  });

  test('nothing went wrong behind the scenes', () => expect(vscode.errors).toEqual([]));
});
