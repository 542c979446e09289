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
/** Two answers that their users rejected. */
const rejected = [['r1', 'Is parcel 501 here?'], ['r2', 'Cancel order 88']].map(([runId, query]) => ({ runId, userId: 'ana', query, toolsConsidered: ['getOrder'], toolSelected: 'getOrder', response: 'It was delivered.', userFeedback: 'rejected', latencyMs: 950 }));
const trace = /^Where is order 77120\?/;

describe('a case is made of a trace in the preview', () => {
  let vscode: VSCode;

  tellAsSteps();
  beforeAll(async () => {
    vscode = await openVSCode({ workspace: inProject('examples', 'support-agent'), name: 'make', settings: { 'casebook.reviewer': 'ada' }, prepare(copy) {
      writeFileSync(join(copy, 'traces', 'mail.jsonl'), `${JSON.stringify(run)}\n`);
      writeFileSync(join(copy, 'traces', 'two.jsonl'), rejected.map((each) => `${JSON.stringify(each)}\n`).join(''));
    } });
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
    for (const looser of ['is "c17", however it is written', 'is a string', 'may be anything']) {
      await page.keyboard.press('l');
      await content.getByRole('row', { name: `Loosened: Its customer ${looser}` }).waitFor();
    }
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
  });

  test('of two selected traces two cases are written at once, each proven', async () => {
    const { window, page } = vscode;
    const before = readdirSync(folder('cases'));
    const [first, second] = [/^Is parcel 501 here\?/, /^Cancel order 88/];
    await window.run('Casebook: Import Traces…');
    await window.quickInput.acceptFile(join(vscode.workspace, 'traces', 'two.jsonl'));
    await window.toast(/^Imported 2 traces/).waitFor();
    await window.dismissToasts();
    await window.sidebar.item(first).click();
    await window.sidebar.item(second).click({ modifiers: ['Control'] });
    await window.sidebar.choose(window.sidebar.item(second), 'Make Eval Cases…');
    await window.editorTab(/^New cases: 2 traces/).waitFor();
    // Pages that open later come after it.
    const content = await window.webview('newest').frame();
    await content.getByRole('combobox', { name: '1 of 2' }).waitFor();
    await content.getByText('2 ready', { exact: true }).waitFor();
    // The trajectory beside is that of the trace at hand, and the keys stay with its proposals.
    await vscode.picture('4-several');
    for (const [key, at, trace] of [['Shift+J', 2, second], ['Shift+K', 1, first], ['Shift+J', 2, second]] as const) {
      await page.keyboard.press(key);
      await content.getByRole('combobox', { name: `${at} of 2` }).waitFor();
      await window.webview('newest').content.getByRole('heading', { level: 1, name: trace }).waitFor();
    }
    await page.keyboard.press('k');
    await content.getByText('1 active, 1 draft').waitFor();
    await vscode.picture('5-beside');
    await page.keyboard.press('Control+Shift+Enter');
    await window.toast(/^Wrote 2 cases: each catches its failure/).waitFor();
    const added = readdirSync(folder('cases')).filter((name) => !before.includes(name));
    expect(added).toHaveLength(2);
    // What was only looked at is a draft.
    expect(added.map((name) => [name.split('-')[0], /status: (\w+)/.exec(readFileSync(join(folder('cases'), name), 'utf8'))?.[1]]).sort()).toEqual([['cancel', 'active'], ['is', 'draft']]);
    for (const name of added) expect(existsSync(join(folder('recordings'), name.replace('.case.yaml', '.json')))).toBe(true);
    expect(vscode.errors).toEqual([]);
  });
});
