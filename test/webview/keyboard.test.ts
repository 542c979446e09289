import { expect, test } from 'vitest';
import { browserSuite } from './browserSuite.ts';
import { longTrace } from './longTrace.ts';
import { story } from './story.ts';
import type { Page } from 'playwright-core';

/** The page by keyboard alone. */

const { open } = browserSuite();
const focusedRow = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '');

test('the tree is a treegrid whose rows say where they are', async () => {
  await using opened = await open(story);
  const { page } = opened;
  const grid = page.getByRole('treegrid', { name: 'Steps' });
  await expect.poll(() => grid.getAttribute('aria-rowcount')).toBe('15');
  const root = grid.getByRole('row', { name: /^Step 1, Agent, support-agent, 9.17 s, a step below failed/u });
  expect(await root.getAttribute('aria-level')).toBe('1');
  expect(await root.getAttribute('aria-expanded')).toBe('true');
  const call = grid.getByRole('row', { name: /^Step 4, Tool call, searchOrders/u });
  expect(await call.getAttribute('aria-level')).toBe('3');
  expect(await call.getAttribute('aria-expanded')).toBeNull();
  expect(await grid.getByRole('row', { name: /^Step 7, Tool call, getOrder, .*failed$/u }).getAttribute('aria-selected')).toBe('true');
  expect(await grid.locator('[role="row"][tabindex="0"]').count()).toBe(1);
});

test('arrows move, fold and unfold; the focus stays in the tree', async () => {
  await using opened = await open(story);
  const { page } = opened;
  expect(await focusedRow(page)).toMatch(/^Step 7,/u);
  await page.keyboard.press('Home');
  await expect.poll(() => focusedRow(page)).toMatch(/^Step 1,/u);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => focusedRow(page)).toContain('2 calls in one turn');
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => page.getByRole('row').count()).toBe(13);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => focusedRow(page)).toMatch(/^Step 4,/u);
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => focusedRow(page)).toMatch(/^Step 1,/u);
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => page.getByRole('row').count()).toBe(2);
  await page.keyboard.press('[');
  await page.keyboard.press('End');
  await expect.poll(() => focusedRow(page)).toMatch(/^Step 11,/u);
});

test('E goes round the failed steps and unfolds what hides them', async () => {
  await using opened = await open(story);
  const { page } = opened;
  const seen: string[] = [];
  for (const key of ['e', 'e', 'e', 'Shift+E']) {
    await page.keyboard.press(key);
    await page.waitForTimeout(50);
    seen.push((await focusedRow(page)).slice(0, 6));
  }
  expect(seen).toEqual(['Step 8', 'Step 9', 'Step 7', 'Step 9']);
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('e');
  await expect.poll(() => focusedRow(page)).toMatch(/^Step 7,/u);
});

test('H shows what was hidden, and says how much that is', async () => {
  await using opened = await open(story);
  const { page } = opened;
  await page.getByText('14 HTTP, queue or framework spans hidden').waitFor();
  // Eleven steps, the heads of a group and a repeat, a wait, the heads of the columns.
  await expect.poll(() => page.getByRole('row').count()).toBe(15);
  await page.keyboard.press('h');
  await page.getByText('14 HTTP, queue or framework spans shown, numbered after all others').waitFor();
  await expect.poll(() => page.getByRole('treegrid').getAttribute('aria-rowcount')).toBe('29');
});

test('what H brings in pushes out of view neither the step that is read nor its number of how many', async () => {
  await using opened = await open(story, { size: { width: 1000, height: 560 } });
  const { page } = opened;
  const pane = page.locator('.tree');
  await page.keyboard.press('Home');
  for (let left = 3; left > 0; left--) await page.keyboard.press('ArrowDown');
  await page.getByRole('region', { name: 'Details of the step' }).getByText(/ of 11$/u).waitFor();
  await page.keyboard.press('h');
  await page.getByRole('region', { name: 'Details of the step' }).getByText(/ of 25$/u).waitFor();
  const room = (await pane.boundingBox())!;
  const row = (await page.locator('.treeRow.focused').boundingBox())!;
  expect(row.y).toBeGreaterThanOrEqual(room.y + 23);
  expect(row.y + row.height).toBeLessThanOrEqual(room.y + room.height + 1);
});

test('H where nothing is hidden says so, for a while', async () => {
  await using opened = await open(longTrace(20));
  const { page } = opened;
  await page.keyboard.press('h');
  await page.getByRole('status').getByText('Nothing is hidden').waitFor();
  const notice = page.getByRole('region', { name: 'Label' }).getByText('Nothing is hidden');
  await notice.waitFor();
  await notice.waitFor({ state: 'detached', timeout: 6000 });
});

test("a person's own keys reach the open page, and its hints", async () => {
  await using opened = await open(story);
  const { page, host } = opened;
  await page.getByRole('button', { name: 'Fail', exact: true }).getByText('F', { exact: true }).waitFor();
  await host.events.keysChanged({ keys: { fail: 'q', nextError: 'shift+n' } });
  await page.getByRole('button', { name: 'Fail', exact: true }).getByText('Q', { exact: true }).waitFor();
  expect(await page.getByRole('button', { name: 'Fail', exact: true }).getAttribute('aria-keyshortcuts')).toBe('Q');
  await page.keyboard.press('Shift+N');
  await expect.poll(() => focusedRow(page)).toMatch(/^Step 8,/u);
  await page.keyboard.press('f');
  await page.keyboard.press('q');
  await expect.poll(() => host.asked('label')).toEqual([{ verdict: 'fail' }]);
});

test('select all takes the text of the step, or the payload with the focus, and no button of the page', async () => {
  await using opened = await open(story);
  const { page } = opened;
  const selected = () => page.evaluate(() => document.getSelection()!.toString());
  await page.getByRole('row', { name: /^Step 4,/u }).click();
  const tree = page.getByRole('tree', { name: 'Result of searchOrders' }).first();
  await tree.waitFor();
  await page.keyboard.press('Control+a');
  expect(await selected()).toContain('"orders"');
  expect(await selected()).not.toMatch(/Make case|Tool choice|invoke_agent/u);
  const all = await selected();
  await tree.getByRole('treeitem').first().focus();
  await page.keyboard.press('Control+a');
  expect(await selected()).toContain('"orders"');
  expect((await selected()).length).toBeLessThan(all.length);
  // As the editor's own command does it.
  await page.getByRole('row', { name: /^Step 7,/u }).click();
  await page.evaluate(() => document.execCommand('selectAll'));
  expect(await selected()).not.toMatch(/Make case|Tool choice/u);
  await page.getByRole('textbox', { name: /^Find/u }).fill('order');
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  expect(await page.getByRole('textbox', { name: /^Find/u }).inputValue()).toBe('');
});

test('from the steps to the details, through the tabs and back', async () => {
  await using opened = await open(story);
  const { page } = opened;
  await page.keyboard.press('Enter');
  await expect.poll(() => focusedRow(page)).toContain('Thread');
  await page.keyboard.press('ArrowRight');
  expect(await page.getByRole('tab', { name: 'Call' }).getAttribute('aria-selected')).toBe('true');
  await page.keyboard.press('End');
  expect(await page.getByRole('tab', { name: 'Raw' }).getAttribute('aria-selected')).toBe('true');
  await page.getByRole('tree', { name: 'Attributes', exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => focusedRow(page)).toMatch(/^Step 7,/u);
});

test('JSON folds by keyboard', async () => {
  await using opened = await open(story);
  const { page } = opened;
  await page.getByRole('row', { name: /^Step 4,/u }).click();
  const tree = page.getByRole('tree', { name: 'Result of searchOrders' }).first();
  await tree.waitFor();
  const before = await tree.getByRole('treeitem').count();
  await tree.getByRole('treeitem').first().focus();
  await page.keyboard.press('ArrowDown');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('"orders"');
  await page.keyboard.press('ArrowLeft');
  expect(await tree.getByRole('treeitem', { expanded: false }).textContent()).toBe('"orders": […] 1 element,');
  expect(await tree.getByRole('treeitem').count()).toBeLessThan(before);
  await page.keyboard.press('Enter');
  expect(await tree.getByRole('treeitem').count()).toBe(before);
});

test('the divider moves by keyboard and is remembered', async () => {
  await using opened = await open(story);
  const { page, host } = opened;
  const divider = page.getByRole('separator', { name: 'Divider between steps and details' });
  await divider.focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  expect(await divider.getAttribute('aria-valuenow')).toBe('45');
  await expect.poll(() => host.asked('remember').at(-1)).toMatchObject({ view: { selected: 7, tab: 'thread', split: expect.closeTo(0.45) as number } });
});

test('20,000 steps: few rows in the page, the last one a key away', async () => {
  const recorded = longTrace(20_000);
  await using opened = await open(recorded);
  const { page } = opened;
  expect(await page.getByRole('treegrid').getAttribute('aria-rowcount')).toBe('20001');
  expect(await page.getByRole('row').count()).toBeLessThan(100);
  await page.keyboard.press('End');
  await expect.poll(() => focusedRow(page)).toMatch(/^Step 20000,/u);
  await page.keyboard.press('PageUp');
  await page.keyboard.press('Home');
  await expect.poll(() => focusedRow(page)).toMatch(/^Step 1,/u);
  await page.keyboard.press(']');
  await expect.poll(async () => Number(await page.getByRole('treegrid').getAttribute('aria-rowcount'))).toBeLessThan(20_001);
  expect(await page.locator('*').count()).toBeLessThan(3000);
});

test('the divider is dragged with the mouse, and a double click puts it back', async () => {
  await using opened = await open(story);
  const { page } = opened;
  const divider = page.getByRole('separator');
  const box = (await divider.boundingBox())!;
  await page.mouse.move(box.x, box.y + 200);
  await page.mouse.down();
  await page.mouse.move(560, box.y + 220, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => divider.getAttribute('aria-valuenow')).toBe('40');
  await divider.dblclick();
  await expect.poll(() => divider.getAttribute('aria-valuenow')).toBe('49');
});

test('passing many steps asks for few of them', async () => {
  await using opened = await open(longTrace(400));
  const { page, host } = opened;
  await page.getByRole('article').first().waitFor();
  const before = host.asked('step').length;
  for (let press = 0; press < 60; press++) await page.evaluate(() => document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true, cancelable: true })));
  await page.getByRole('heading', { name: 'Bash' }).waitFor();
  await page.waitForTimeout(300);
  expect(host.asked('step').length - before).toBeLessThan(40);
});
