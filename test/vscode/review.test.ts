import { appendFileSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openExample, type VSCode } from './harness.ts';
import { run } from '../../scripts/child.mjs';
import { inProject } from '../../scripts/project.mjs';
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
  const seen = () => content().locator('.tracePane[aria-busy="false"] [role="row"][aria-selected="true"]').first().waitFor();

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

  test('twenty are reviewed', async () => {
    const { page } = vscode;
    await page.keyboard.press('u');
    for (let at = 4; at < 20; at += 1) {
      await seen();
      const before = await title();
      const labelled = count('verdict');
      await page.keyboard.press(at % 4 === 0 ? 'f' : 'p');
      await expect.poll(() => count('verdict')).toBe(labelled + 1);
      if (at === 8) await page.keyboard.press('6');
      await page.keyboard.press('Control+Enter');
      await expect.poll(title).not.toBe(before);
    }
    await content().getByText(/^20 of 24 reviewed/u).waitFor();
    expect(count('class')).toBe(2);
    await vscode.picture('4-twenty');
  });

  test('a class that is merged counts for the one that took it over, and no label is written anew', async () => {
    const before = events().length;
    const rowOf = (name: string) => content().locator('.classRow', { hasText: name });
    await expect.poll(() => rowOf('Recovery').locator('.number').innerText()).toBe('2');
    writeFileSync(join(vscode.workspace, 'casebook/taxonomy.yaml'), 'classes:\n  - id: recovery_behavior\n    mergedInto: tool_selection\n');
    await expect.poll(() => rowOf('Recovery').count()).toBe(0);
    await expect.poll(() => rowOf('Tool choice').locator('.number').innerText()).toBe('2');
    expect(events()).toHaveLength(before);
  });

  test('a second reviewer\'s journal comes in, and shows on what one has labelled oneself', async () => {
    // As git brings it: lines of another file.
    const verdicts = events().filter(({ kind }) => kind === 'verdict').slice(0, 6);
    const file = join(vscode.workspace, 'casebook/labels/maria.jsonl');
    for (const [at, each] of verdicts.entries()) appendFileSync(file, `${JSON.stringify({ ...each, id: `maria-${at}`, by: 'maria', value: at === 0 ? 'pass' : each['value'] })}\n`);
    await content().getByText(/^20 of 24 reviewed/u).waitFor();
    // Which row it is depends on what signals were found by now.
    const disagreement = content().getByText(/^You disagree; Agreement has what to decide/u);
    const rows = content().locator('.queueRow');
    for (let at = 0, isThere = false; !isThere && at < 24; at += 1) {
      await rows.nth(at).click();
      await seen();
      isThere = await disagreement.waitFor({ timeout: 1500 }).then(() => true, () => false);
    }
    await disagreement.waitFor();
    await content().getByRole('group', { name: 'Others' }).getByText('maria').waitFor();
    await vscode.picture('5-second-reviewer');
  });

  test('three cases are made of what was labelled, and proven', async () => {
    const { page, window } = vscode;
    const folder = join(vscode.workspace, 'casebook/cases');
    const active = () => readdirSync(folder).filter((name) => !known.has(name) && /^status: active$[^]*^ {2}proof:$/mu.test(readFileSync(join(folder, name), 'utf8')));
    const known = new Set(readdirSync(folder));
    const made = new Set<string>();
    const failed = content().locator('.queueRow', { has: page.getByRole('img', { name: 'Fail', exact: true }) });
    for (let at = 0; at < 3; at += 1) {
      await failed.nth(at).click();
      await seen();
      // The first call of a tool is what the case forbids.
      await content().getByRole('treegrid').getByRole('row', { name: /^Step \d+, tool/iu }).first().click();
      if ((await content().getByText('First wrong', { exact: true }).count()) === 0) await page.keyboard.press('w');
      await content().getByText('First wrong', { exact: true }).waitFor();
      await page.keyboard.press('Shift+Enter');
      await window.editorTab(/^New case/u).waitFor();
      await window.webview('newest').content.getByText('Catches the failure.', { exact: true }).waitFor();
      await page.keyboard.press('Control+Enter');
      await expect.poll(() => active().length).toBe(at + 1);
      // The palette must not open while the file takes the focus.
      await window.editor(active().find((name) => !made.has(name)) ?? '').ready();
      for (const name of active()) made.add(name);
      await window.dismissToasts();
      await window.run('Casebook: Review Traces');
      await seen();
    }
    await vscode.picture('6-cases');
  });

  test('the failure log has what failed, a cell of it is edited in place, and undone', async () => {
    const { page } = vscode;
    await content().getByRole('tab', { name: /^Failure log/u }).click();
    await content().getByText(/^\d+ failures · \d+ class(?:es)? · 3 guarded by a proven case/u).waitFor();
    // The first is what happened.
    await content().getByRole('gridcell', { name: 'not written', exact: true }).nth(1).dblclick();
    await content().getByRole('textbox', { name: /^Root cause of/u }).fill('Nothing says how often to try');
    await page.keyboard.press('Enter');
    await expect.poll(() => count('cause')).toBe(1);
    await content().getByRole('gridcell', { name: 'Nothing says how often to try' }).waitFor();
    await vscode.picture('7-failure-log');
    const undone = count('undo');
    await page.keyboard.press('Control+z');
    await expect.poll(() => count('undo')).toBeGreaterThan(undone);
    await content().getByRole('gridcell', { name: 'Nothing says how often to try' }).waitFor({ state: 'detached' });
  });

  test('without the index, all that a person wrote is still there', async () => {
    const copy = mkdtempSync(join(tmpdir(), 'casebook-rebuilt-'));
    try {
      cpSync(vscode.workspace, copy, { recursive: true, filter: (path) => !path.endsWith('.casebook') });
      const casebook = async (...args: readonly string[]) => (await run(process.execPath, [inProject('dist', 'cli.js'), '--workspace', copy, ...args], {})).stdout;
      await casebook('import', join(copy, 'traces/support-2026-11.otlp.jsonl'));
      const progress = (await casebook('queue', '--by', 'ada', '--json')).split('\n').filter(Boolean).map((line) => JSON.parse(line) as Record<string, unknown>);
      expect(progress.find(({ queue, id }) => queue === 'week' || id === 'week')).toMatchObject({ reviewed: 20, by: [{ name: 'ada', reviewed: 20 }, { name: 'maria', reviewed: 6 }] });
      const listed = await casebook('list', '--all', '--json');
      expect(listed).toContain('Asked the carrier again at once');
      const proven = await casebook('prove', ...readdirSync(join(copy, 'casebook/cases')).map((name) => join(copy, 'casebook/cases', name)));
      expect(proven.match(/catches the failure/giu)?.length ?? 0).toBeGreaterThanOrEqual(3);
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  });
});
