import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inProject } from '../../scripts/project.mjs';
import { openVSCode, type VSCode } from './harness.ts';
import { tellAsSteps } from './steps.ts';

/** A run is read, judged and kept as a case without the mouse. */

type Subject = {
  readonly file: string;
  /** How its row begins in the side bar. */
  readonly query: string;
  /** The step that failed first. */
  readonly failed: number;
};

const collection = process.env['CASEBOOK_TRACES'];
const subject: Subject = collection
  ? { file: join(collection, 'jaeger-json', '05-jaegerui-genai.json'), query: 'Why did the checkout latency regress', failed: 9 }
  : { file: inProject('examples', 'support-agent', 'traces', 'support-2026-11.otlp.jsonl'), query: 'Where is shipment 12402 now?', failed: 3 };

describe(`${basename(subject.file)} by keyboard alone`, () => {
  let vscode: VSCode;

  tellAsSteps();
  beforeAll(async () => {
    vscode = await openVSCode({ workspace: inProject('examples', 'support-agent'), name: 'reader', settings: { 'casebook.reviewer': 'ada' } });
  });
  afterAll(() => vscode?.[Symbol.asyncDispose]());

  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await vscode.page.keyboard.press(key);
  };
  /** Runs a command of the palette, typed. */
  const run = async (title: string): Promise<void> => {
    await press('F1');
    await vscode.window.quickInput.input.waitFor();
    await vscode.page.keyboard.type(title);
    await vscode.window.quickInput.option(title).and(vscode.page.locator('.monaco-list-row.focused, [aria-selected="true"]')).waitFor();
    await press('Enter');
    await vscode.window.quickInput.option(title).waitFor({ state: 'hidden' });
  };
  /** What a screen reader says of where the keys go in the page. */
  const focused = async (): Promise<string> => (await vscode.window.webview().frame()).evaluate(() => {
    const active = document.hasFocus() ? document.activeElement : null;
    return active?.getAttribute('aria-label') ?? active?.textContent ?? '';
  });
  const selectedTab = async (): Promise<string> => (await vscode.window.webview().frame()).evaluate(() => document.querySelector('[role="tab"][aria-selected="true"]')?.textContent ?? '');
  const rowCount = async (): Promise<number> => Number(await vscode.window.webview().content.getByRole('treegrid').getAttribute('aria-rowcount'));

  test('imports the export and opens its run from the tree of traces', async () => {
    const { window, page } = vscode;
    await window.activity('Casebook').waitFor();
    await run('View: Show Casebook');
    await run('Casebook: Import Traces…');
    await window.quickInput.acceptFile(subject.file);
    await window.toast(/^Imported/).waitFor();
    const row = window.sidebar.item(new RegExp(`^${subject.query.replaceAll('?', String.raw`\?`)}`));
    await row.waitFor();
    await run('Casebook: Focus on Traces View');
    await window.sidebar.focused();
    const at = () => page.evaluate(() => document.querySelector('.part.sidebar .monaco-list-row.focused')?.getAttribute('aria-label') ?? '');
    await press('Home');
    for (let step = 0; step < 40 && !(await at()).startsWith(subject.query); step++) await press('ArrowDown');
    expect(await at()).toContain(subject.query);
    await press('Enter');
    await window.webview().content.getByRole('treegrid').waitFor();
    await expect.poll(focused).toMatch(/^Step \d+,/u);
    await vscode.picture('1-opened');
  });

  test('moves, folds and unfolds', async () => {
    await press('Home');
    await expect.poll(focused).toMatch(/^Step 1,/u);
    const all = await rowCount();
    await press('ArrowLeft');
    await expect.poll(rowCount).toBeLessThan(all);
    await press('ArrowRight');
    await expect.poll(rowCount).toBe(all);
    await press(']');
    await expect.poll(rowCount).toBeLessThan(all);
    await press('[');
    await expect.poll(rowCount).toBeGreaterThanOrEqual(all);
    await press('End', 'Home', 'v', 'v');
    await expect.poll(focused).toMatch(/^Step 1,/u);
  });

  test('goes to the step that failed, and through the tabs of its details', async () => {
    await press('e');
    await expect.poll(focused).toMatch(new RegExp(`^Step ${subject.failed},.*failed`, 'iu'));
    await press('Enter');
    await expect.poll(selectedTab).toMatch(/^Thread/u);
    for (const tab of ['Call', 'Prompt', 'Documents', 'Raw']) {
      await press('ArrowRight');
      await expect.poll(selectedTab).toMatch(new RegExp(`^${tab}`, 'u'));
    }
    await vscode.picture('2-raw');
    await press('Home', 'Escape');
    await expect.poll(focused).toMatch(new RegExp(`^Step ${subject.failed},`, 'u'));
  });

  test('finds words, walks the hits and comes back', async () => {
    const { content } = vscode.window.webview();
    await press('/');
    await vscode.page.keyboard.type(subject.query.slice(-12));
    await content.getByRole('grid', { name: 'Hits' }).getByRole('row').first().waitFor();
    await press('ArrowDown');
    await expect.poll(focused).toMatch(/^Step \d+/u);
    await vscode.picture('3-hits');
    await press('Escape');
    await content.getByRole('treegrid').waitFor();
  });

  test('labels the failed step, and makes a case', async () => {
    const { window } = vscode;
    const journal = join(vscode.workspace, 'casebook', 'labels', 'ada.jsonl');
    const kinds = (): readonly string[] => (existsSync(journal) ? readFileSync(journal, 'utf8').trimEnd().split('\n').map((line) => (JSON.parse(line) as { kind: string }).kind) : []);
    await press('Escape', 'Home', 'e');
    // Each waits for the one before: keys that write do nothing while a label is being written.
    for (const [key, kind] of [['w', 'anchor'], ['f', 'verdict'], ['1', 'class']] as const) {
      await press(key);
      await expect.poll(kinds).toContain(kind);
      await window.webview().content.getByText('Saved in casebook/labels/ada.jsonl').first().waitFor();
    }
    await vscode.picture('4-labelled');
    const cases = join(vscode.workspace, 'casebook', 'cases');
    const before = readdirSync(cases).length;
    await press('Shift+Enter');
    await window.editorTab(/^New case: /u).waitFor();
    await window.webview('newest').focused(/^Kept: Asks/u);
    await vscode.picture('5-preview');
    await press('Control+Enter');
    await expect.poll(() => readdirSync(cases).length, { timeout: 20_000 }).toBe(before + 1);
    await window.editorTab(/\.case\.yaml/u).waitFor();
    await vscode.picture('6-case');
  });

  test('nothing went wrong behind the scenes', () => expect(vscode.errors).toEqual([]));
});
