import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openExample, type VSCode } from './harness.ts';
import { tellAsSteps } from './steps.ts';

/** A queue gone through by keyboard in a real editor; what was said is in the reviewer's journal. */
describe('the review page', () => {
  let vscode: VSCode;

  tellAsSteps();
  beforeAll(async () => {
    vscode = await openExample({ name: 'review' });
  });
  afterAll(() => vscode?.[Symbol.asyncDispose]());

  const content = () => vscode.window.webview().content;
  const title = () => content().locator('.traceHead .title').innerText();
  const events = (): readonly Record<string, unknown>[] => {
    const file = join(vscode.workspace, 'casebook/labels/ada.jsonl');
    return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>) : [];
  };
  const count = (kind: string) => events().filter((each) => each['kind'] === kind).length;
  const seen = () => content().locator('[role="treegrid"] [role="row"][aria-selected="true"]').first().waitFor();

  test('opens from the view of traces, on the queue of the week, most telling first', async () => {
    const { window } = vscode;
    await window.run('Casebook: Review Traces');
    await content().getByRole('tab', { name: /^Queue/u }).waitFor();
    await seen();
    await content().getByText(/^\d+ traces, most telling first/u).waitFor();
    await expect.poll(() => content().locator('.queueRow').count()).toBeGreaterThan(10);
    await vscode.picture('1-queue');
  });

  test('a handful of traces is labelled by keys alone', async () => {
    const { page } = vscode;
    for (let at = 0; at < 4; at += 1) {
      const before = await title();
      const labelled = count('verdict');
      await page.keyboard.press(at % 2 === 0 ? 'f' : 'p');
      await expect.poll(() => count('verdict')).toBe(labelled + 1);
      if (at === 0) {
        await page.keyboard.press('n');
        await page.keyboard.type('Asked the carrier again at once instead of waiting, then gave up');
        await page.keyboard.press('Escape');
        await page.keyboard.press('6');
        await page.keyboard.press('w');
        await expect.poll(() => count('anchor')).toBe(1);
        await content().getByText('First wrong', { exact: true }).waitFor();
        await vscode.picture('2-labelled');
      }
      await page.keyboard.press('Control+Enter');
      await expect.poll(title).not.toBe(before);
      await seen();
    }
    expect(count('note')).toBe(1);
    expect(count('class')).toBe(1);
    const verdicts = events().filter(({ kind }) => kind === 'verdict');
    expect(verdicts.map(({ value }) => value)).toEqual(['fail', 'pass', 'fail', 'pass']);
    expect(new Set(verdicts.map(({ trace }) => (trace as { id: string }).id)).size).toBe(4);
    expect(verdicts.every(({ queue }) => queue === 'week')).toBe(true);
    await content().getByText(/^4 of \d+ reviewed/u).waitFor();
    await vscode.window.statusBar(/4 of \d+ traces reviewed/u).waitFor();
  });

  test('undo goes back to the trace it concerns', async () => {
    const { page } = vscode;
    const last = events().findLast(({ kind }) => kind === 'verdict')!;
    await page.keyboard.press('Control+z');
    await expect.poll(() => count('undo')).toBe(1);
    await content().getByText(/^3 of \d+ reviewed/u).waitFor();
    expect(events().at(-1)).toMatchObject({ kind: 'undo', trace: { id: (last['trace'] as { id: string }).id } });
    await page.keyboard.press('Control+Shift+z');
    await content().getByText(/^4 of \d+ reviewed/u).waitFor();
  });

  test('after a reload of the window it is there again, at the same trace', async () => {
    const { window } = vscode;
    const row = content().locator('.queueRow').nth(6);
    const before = (await row.locator('.queueTexts > span').first().innerText()).trim();
    await row.click();
    await expect.poll(title).toBe(before);
    // A reload makes VS Code complain of itself.
    expect(vscode.errors).toEqual([]);
    await window.run('Developer: Reload Window');
    await seen();
    await expect.poll(title).toBe(before);
    await content().getByText(/^4 of \d+ reviewed/u).waitFor();
    await vscode.picture('3-reloaded');
  });
});
