import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inProject } from '../../scripts/project.mjs';
import { openVSCode, type VSCode } from './harness.ts';
import { tellAsSteps } from './steps.ts';

/** Beside the examples of the project: one call that was right, one that was wrong, and a mail address. */
const run = {
  id: 'run-mail',
  messages: [
    { role: 'user', content: 'Where is order 77120? Write to jana.richter@post.example' },
    { role: 'assistant', content: null, tool_calls: [{ id: 'c0', type: 'function', function: { name: 'getCustomer', arguments: '{"customer":"c17","locale":"de"}' } }] },
    { role: 'tool', tool_call_id: 'c0', content: '{"name":"Jana"}' },
    { role: 'assistant', content: null, tool_calls: [{ id: 'c1', type: 'function', function: { name: 'getOrder', arguments: '{"orderId":"77120"}' } }] },
    { role: 'tool', tool_call_id: 'c1', content: '{"status":"delivered"}' },
    { role: 'assistant', content: 'Order 77120 was delivered.' },
  ],
};
const trace = /^Where is order 77120\?/;

describe('a case is made of a trace in the preview', () => {
  let vscode: VSCode;

  tellAsSteps();
  beforeAll(async () => {
    vscode = await openVSCode({ workspace: inProject('examples', 'support-agent'), name: 'make', settings: { 'casebook.reviewer': 'ada' }, prepare: (copy) => writeFileSync(join(copy, 'traces', 'mail.jsonl'), `${JSON.stringify(run)}\n`) });
    await vscode.window.open('Casebook');
  });
  afterAll(() => vscode?.[Symbol.asyncDispose]());

  const folder = (name: string): string => join(vscode.workspace, 'casebook', name);
  const made = (): readonly string[] => readdirSync(folder('cases')).filter((name) => name.startsWith('where-is-order-77120'));

  test('a labelled failure opens in the preview, proven, and waits for one finding', async () => {
    const { window } = vscode;
    await window.run('Casebook: Import Traces…');
    await window.quickInput.acceptFile(join(vscode.workspace, 'traces', 'mail.jsonl'));
    await window.toast(/^Imported 1 trace/).waitFor();
    await window.dismissToasts();
    await window.sidebar.choose(window.sidebar.item(trace), 'Label Failure…');
    await window.quickInput.pick('Tool choice');
    await window.quickInput.pick('Wrong tool');
    await window.quickInput.pick(/getOrder/);
    await window.quickInput.accept('Read the order, not the shipment', /^What went wrong, in a sentence/);
    await window.toast(/^Labelled fail/).waitFor();
    await window.dismissToasts();
    await window.sidebar.choose(window.sidebar.item(trace), 'Open Trajectory');
    await window.webview().content.getByRole('row', { name: /^Step 3,/ }).waitFor();
    await window.webview().content.getByRole('button', { name: /^Make case/ }).click();
    await window.editorTab(/^New case: where-is-order-77120/).waitFor();
    const page = window.webview('newest');
    await page.content.getByText('Catches the failure.', { exact: true }).waitFor();
    await page.content.getByText('1 finding to decide').first().waitFor();
    await vscode.picture('1-preview');
    expect(await page.violations()).toEqual([]);
    expect(made()).toEqual([]);
  });

  test('the trajectory beside follows the proposals, and leaves the keys to them', async () => {
    const { window, page } = vscode;
    const { content } = window.webview('newest');
    await content.getByRole('row', { name: /^Kept: Calls getCustomer/ }).click();
    const steps = window.webview('first').content;
    await steps.getByRole('row', { name: /^Step 3,/, selected: true }).waitFor();
    for (let n = 0; n < 3; n++) await page.keyboard.press('ArrowDown');
    await steps.getByRole('row', { name: /^Step 5,/, selected: true }).waitFor();
    await page.keyboard.press('ArrowUp');
    await content.getByRole('row', { name: /^Kept: Its locale/, selected: true }).waitFor();
  });

  test('one expectation is loosened, one dropped, the finding decided, and the case written', async () => {
    const { window, page } = vscode;
    const { content } = window.webview('newest');
    await content.getByRole('row', { name: /^Kept: Its customer is/ }).click();
    await page.keyboard.press('l');
    await content.getByRole('row', { name: /^Loosened: Its customer may be anything/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('x');
    await content.getByRole('row', { name: /^Dropped: Its locale/ }).waitFor();
    await page.keyboard.press('Control+Enter');
    expect(made()).toEqual([]);
    await content.getByRole('button', { name: 'Replace', exact: true }).click();
    await content.getByText('1 replaced').waitFor();
    await vscode.picture('2-decided');
    await page.keyboard.press('Control+Enter');
    await window.toast(/^Catches the failure: forbidden/).waitFor();
    const [file = ''] = made();
    const text = readFileSync(join(folder('cases'), file), 'utf8');
    expect(text).toContain('status: active');
    expect(text).toMatch(/customer: *\{ *\$any: true *\}/);
    expect(text).not.toMatch(/locale|jana\.richter/);
    expect(existsSync(join(folder('recordings'), file.replace('.case.yaml', '.json')))).toBe(true);
  });

  test('the lens says that it catches the failure', async () => {
    const editor = vscode.window.editor(made()[0] ?? '');
    await editor.ready();
    await editor.lens(/^Prove: catches the failure$/).waitFor();
    await vscode.picture('3-lens');
    expect(vscode.errors).toEqual([]);
  });
});
