import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { emptySpan } from '../../src/core/model/span.ts';
import { findViolations } from './axe.ts';
import { takePicture } from './browser.ts';
import { browserSuite } from './browserSuite.ts';
import { expectGoodLooks } from './looks.ts';
import { noInsights } from './recordedHost.ts';
import { recordedFrom, storyTrace } from './story.ts';
import { longInsights, signalledStory } from './storyInsights.ts';

/** The left side beyond the plain tree: overview, range, timeline, repeats, signals. Pictures are in test-results/timeline. */

const { open } = browserSuite();
const focusedRow = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '');
const rowCount = async (page: Page) => Number(await page.getByRole('treegrid').getAttribute('aria-rowcount')) - 1;

/** The colour of a pixel of the overview as `r,g,b`, by share of its width and row of pixels; `any` looks down the whole column for one of them. */
const pixels = (page: Page, share: number): Promise<readonly string[]> => page.evaluate((at) => {
  const canvas = document.querySelector<HTMLCanvasElement>('.mapCanvas')!;
  const { data } = canvas.getContext('2d')!.getImageData(Math.floor(at * (canvas.width - 1)), 0, 1, canvas.height);
  return [...new Set(Array.from({ length: canvas.height }, (_, y) => (data[y * 4 + 3] === 0 ? '' : `${data[y * 4]},${data[y * 4 + 1]},${data[y * 4 + 2]}`)))].filter((color) => color !== '');
}, share);
const blue = '55,148,255';
const red = '241,76,76';
const dim = '157,157,157';

async function dragOver(page: Page, from: number, to: number): Promise<void> {
  const box = (await page.locator('.map').boundingBox())!;
  await page.mouse.move(box.x + box.width * from, box.y + 30);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * to, box.y + 30, { steps: 5 });
  await page.mouse.up();
}

describe('the overview', () => {
  test('is drawn in the pixels of the screen, and again when the theme changes', async () => {
    await using opened = await open(signalledStory);
    const { page } = opened;
    await page.getByRole('img', { name: 'Overview of 11 steps in 9.17 s; 3 failed: steps 7, 8, 9' }).waitFor();
    await expect.poll(() => pixels(page, 0.9)).toContain(blue);
    expect(await pixels(page, 3.5 / 9.165)).toContain(red);
    expect(await pixels(page, 5.5 / 9.165)).not.toContain(red);
    expect(await page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('.mapCanvas')!;
      return canvas.width - Math.round(canvas.clientWidth * devicePixelRatio);
    })).toBe(0);
    await page.evaluate(() => document.documentElement.style.setProperty('--vscode-charts-blue', 'rgb(1, 2, 3)'));
    await expect.poll(() => pixels(page, 0.9)).toContain('1,2,3');
  });

  test('takes the system colours where they are forced', async () => {
    await using opened = await open(signalledStory);
    const { page } = opened;
    await expect.poll(() => pixels(page, 0.9)).toContain(blue);
    await page.emulateMedia({ forcedColors: 'active' });
    await expect.poll(() => pixels(page, 0.9)).not.toContain(blue);
    expect((await pixels(page, 0.9)).length).toBeGreaterThan(0);
  });

  test('dragging limits the rows, and says to which; Esc shows all', async () => {
    await using opened = await open(signalledStory);
    const { page } = opened;
    expect(await rowCount(page)).toBe(14);
    await dragOver(page, 0, 0.3);
    await page.getByText('Steps 2 to 6 of 11. Drag in the overview above to move the range.').waitFor();
    expect(await page.getByRole('row', { name: /^Step 8,/u }).count()).toBe(0);
    // What is read stays what is read.
    await page.getByRole('heading', { name: 'getOrder' }).first().waitFor();
    const start = page.getByRole('slider', { name: 'Start of the range' });
    await start.focus();
    const before = await start.getAttribute('aria-valuetext');
    await page.keyboard.press('Shift+ArrowRight');
    expect(await start.getAttribute('aria-valuetext')).not.toBe(before);
    await page.getByRole('slider', { name: 'Range of the rows' }).focus();
    await page.keyboard.press('End');
    await expect.poll(() => page.getByRole('slider', { name: 'End of the range' }).getAttribute('aria-valuenow')).toBe('1000');
    await page.keyboard.press('Escape');
    await expect.poll(() => rowCount(page)).toBe(14);
  });

  test('a drag on an edge moves the edge, on the middle all of it; a click goes to a step', async () => {
    await using opened = await open(signalledStory);
    const { page } = opened;
    const end = () => page.getByRole('slider', { name: 'End of the range' }).getAttribute('aria-valuenow').then(Number);
    const start = () => page.getByRole('slider', { name: 'Start of the range' }).getAttribute('aria-valuenow').then(Number);
    await dragOver(page, 0.2, 0.4);
    await dragOver(page, 0.4, 0.6);
    expect(await end()).toBeCloseTo(600, -1);
    await dragOver(page, 0.5, 0.7);
    expect(await start()).toBeCloseTo(400, -1);
    expect(await end()).toBeCloseTo(800, -1);
    const box = (await page.locator('.map').boundingBox())!;
    await page.mouse.click(box.x + box.width * (4.7 / 9.165), box.y + 30);
    await expect.poll(() => page.getByRole('row', { name: /^Step 8,/u }).getAttribute('aria-selected')).toBe('true');
  });

  test('the range follows the step one goes to, and the keys', async () => {
    await using opened = await open(signalledStory);
    const { page } = opened;
    await page.keyboard.press('r');
    await page.getByText('Steps 6 to 7 of 11.').waitFor();
    await page.keyboard.press('e');
    await expect.poll(() => page.getByRole('row', { name: /^Step 8,/u }).getAttribute('aria-selected')).toBe('true');
    expect(await page.getByRole('row', { name: /^Step 7,/u }).count()).toBe(0);
    await page.keyboard.press('-');
    await page.keyboard.press('-');
    await page.keyboard.press('-');
    await page.keyboard.press('-');
    await expect.poll(() => page.getByRole('row', { name: /^Step 7,/u }).count()).toBe(1);
    await page.keyboard.press('r');
    await expect.poll(() => rowCount(page)).toBe(14);
  });

  test('shows how full the window was, where it was, and where it was cut', async () => {
    await using opened = await open(longInsights(1284));
    const { page } = opened;
    await page.getByRole('img', { name: /^Prompt tokens of \d+ calls: from 12,000 to .*, peak 93\.\d % of 200,000 at step \d+; cut at steps \d+, [\d,]+$/u }).waitFor();
    await page.getByRole('button', { name: /prompt cut by 83 %/u }).first().click();
    await expect.poll(() => focusedRow(page)).toMatch(/^Step 5\d\d, Model call/u);
    await using short = await open(signalledStory);
    expect(await short.page.getByRole('img', { name: /^Prompt tokens/u }).count()).toBe(0);
  });
});

describe('the timeline', () => {
  test('shows the same rows on one axis, with what went wrong; V goes there and back', async () => {
    await using opened = await open(signalledStory);
    const { page } = opened;
    await page.keyboard.press('v');
    expect(await page.getByRole('button', { name: 'Timeline' }).getAttribute('aria-pressed')).toBe('true');
    await page.getByRole('columnheader', { name: 'When' }).waitFor();
    expect(await rowCount(page)).toBe(14);
    await page.locator('.laneWords', { hasText: '422, orderId must be string' }).first().waitFor();
    const left = (name: RegExp) => page.getByRole('row', { name }).locator('.stepBar').evaluate((bar) => bar.getBoundingClientRect().left);
    // Calls of one turn begin together, and their bars say so.
    expect(Math.abs((await left(/^Step 4,/u)) - (await left(/^Step 5,/u)))).toBeLessThan(3);
    expect(await left(/^Step 8,/u)).toBeGreaterThan((await left(/^Step 7,/u)) + 10);
    await page.keyboard.press('v');
    await page.getByRole('columnheader', { name: 'Tokens' }).waitFor();
  });

  test('folds long waits, which can be shown to scale, by keyboard too', async () => {
    const start = Date.UTC(2026, 1, 3, 9) * 1000;
    const span = (seq: number, from: number, to: number) => ({ ...emptySpan(`s${seq}`, seq, `call${seq}`), kind: 'tool' as const, parentId: 'root', startUs: start + from * 1e6, endUs: start + to * 1e6 });
    const waiting = recordedFrom({ ...storyTrace, id: 'tr_wait00000001', spans: [{ ...emptySpan('root', 0, 'agent'), kind: 'agent', startUs: start, endUs: start + 4e8 }, span(1, 0, 10), span(2, 382, 400)] });
    await using opened = await open(waiting);
    const { page } = opened;
    await page.getByText('idle 6 min 12 s, cause not recorded').waitFor();
    // Between what ran, a dotted frame in the overview.
    expect(new Set((await pixels(page, 0.03)).concat(await pixels(page, 0.5), await pixels(page, 0.501), await pixels(page, 0.502))).has(dim)).toBe(true);
    await page.keyboard.press('v');
    await page.getByText('6 min 40 s, 93 % idle').waitFor();
    const width = () => page.getByRole('row', { name: /^Step 2,/u }).locator('.stepBar').evaluate((bar) => bar.getBoundingClientRect().width);
    const folded = await width();
    expect(folded).toBeGreaterThan(60);
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(width).toBeLessThan(20);
    await page.getByRole('button', { name: 'Fold', exact: true }).click();
    await expect.poll(width).toBe(folded);
    await takePicture(page, 'timeline', 'waits');
  });

  test('frames no time in the overview in which a step without a length may have run', async () => {
    const start = Date.UTC(2026, 1, 3, 9) * 1000;
    const at = (seq: number, from: number, to: number | null) => ({ ...emptySpan(`s${seq}`, seq, `call${seq}`), kind: 'llm' as const, parentId: 'root', startUs: start + from * 1e6, endUs: to === null ? null : start + to * 1e6 });
    const logged = recordedFrom({ ...storyTrace, id: 'tr_wait00000002', spans: [{ ...emptySpan('root', 0, 'agent'), kind: 'agent', startUs: start, endUs: start + 4e7 }, at(1, 0, 1), at(2, 39, null), at(3, 39, 40)] });
    await using opened = await open(logged);
    const { page } = opened;
    await expect.poll(() => pixels(page, 0.99)).toContain(blue);
    expect((await pixels(page, 0.5)).concat(await pixels(page, 0.501), await pixels(page, 0.502))).not.toContain(dim);
  });

  test('a drag over its ruler zooms in, a double click or a key goes back', async () => {
    await using opened = await open(signalledStory);
    const { page } = opened;
    await page.keyboard.press('v');
    const ruler = page.getByRole('columnheader', { name: 'When' });
    const words = () => ruler.locator('.rulerTick').allTextContents();
    const whole = await words();
    const drag = async (from: number, to: number) => {
      const box = (await ruler.boundingBox())!;
      await page.mouse.move(box.x + box.width * from, box.y + 8);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width * to, box.y + 8, { steps: 5 });
    };
    await drag(0.6, 0.3);
    await ruler.locator('.rulerDrawn').waitFor();
    // The rows stay under the pointer until it is let go.
    expect(await words()).toEqual(whole);
    await takePicture(page, 'timeline', 'ruler-drag');
    await page.mouse.up();
    await page.getByText('Steps 6 to 8 of 11.').waitFor();
    const once = await words();
    expect(once).not.toEqual(whole);
    await drag(0.5, 1);
    await page.mouse.up();
    await page.getByText('Step 8 of 11.').waitFor();
    expect(await words()).not.toEqual(once);
    await takePicture(page, 'timeline', 'ruler-zoomed');
    await ruler.dblclick();
    await expect.poll(words).toEqual(once);
    await page.keyboard.press('z');
    await expect.poll(words).toEqual(whole);
    // A click is no part.
    await ruler.click();
    expect(await words()).toEqual(whole);
    await page.keyboard.press('+');
    await expect.poll(words).not.toEqual(whole);
    await page.keyboard.press('z');
    await expect.poll(words).toEqual(whole);
    await page.keyboard.press('z');
    expect(await words()).toEqual(whole);
  });

  test('of a run without times is its order, and says so', async () => {
    const untimed = { ...recordedFrom({ ...storyTrace, id: 'tr_order0000001', spans: storyTrace.spans.map((span) => ({ ...span, startUs: null, endUs: null })) }), insights: noInsights };
    await using opened = await open(untimed);
    const { page } = opened;
    await page.getByText('No times recorded: steps in order').waitFor();
    await page.getByRole('img', { name: /^Overview of 11 steps in order, no times recorded; 3 failed/u }).waitFor();
    await page.keyboard.press('v');
    await page.getByRole('columnheader', { name: 'In order' }).waitFor();
    expect(await page.getByRole('columnheader', { name: 'Time' }).count()).toBe(0);
    expect(await page.locator('.rulerTick').first().textContent()).toBe('step 1');
    await page.keyboard.press('r');
    await page.getByText('Steps 6 to 8 of 11.').waitFor();
    await takePicture(page, 'timeline', 'no-times');
    expect(await findViolations(page)).toEqual([]);
  });
});

describe('repeats', () => {
  test('stand in a bracket that folds like a group', async () => {
    await using opened = await open(signalledStory);
    const { page } = opened;
    const head = page.getByRole('row', { name: '3 attempts, same arguments, never recovered' });
    await head.waitFor();
    await page.getByRole('row', { name: /^Step 9, .*after idle 2\.00 s, backoff/u }).waitFor();
    await page.getByRole('row', { name: /^Step 7, .*Malformed arguments, failed$/u }).waitFor();
    await head.click();
    await page.keyboard.press('ArrowLeft');
    expect(await head.getAttribute('aria-expanded')).toBe('false');
    expect(await page.getByRole('row', { name: /^Step 8,/u }).count()).toBe(0);
    await page.keyboard.press('e');
    await expect.poll(() => page.getByRole('row', { name: /^Step 8,/u }).getAttribute('aria-selected')).toBe('true');
  });

  test('of many rounds show three; the others open by keyboard and by going there', async () => {
    await using opened = await open(longInsights(400));
    const { page, host } = opened;
    await host.events.goTo({ n: 103 });
    const more = page.getByRole('row', { name: /2 more rounds folded, steps 107 to 110/u });
    await more.waitFor();
    await more.click();
    await page.keyboard.press('Enter');
    await page.getByRole('row', { name: /^Step 108,/u }).waitFor();
    await page.getByRole('row', { name: /^Loop: 5 rounds/u }).click();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowRight');
    await more.waitFor();
    await host.events.goTo({ n: 109 });
    await expect.poll(() => focusedRow(page)).toMatch(/^Step 109,/u);
  });
});

describe('signals', () => {
  test('are read and followed by keyboard, and fold', async () => {
    await using opened = await open(signalledStory);
    const { page } = opened;
    const list = page.getByRole('region', { name: 'Signals' });
    await expect.poll(() => list.getByRole('listitem').count()).toBe(6);
    expect(await list.getByRole('button', { name: 'Stale context' }).getAttribute('title')).toBe('Stale context: shipping-faq is 412 days old, limit 90\nStale context on real traces: right in 14 of 15 looked at.');
    expect(await list.getByText('found without a model, 1 off').getAttribute('title')).toBe('Off: Slow. casebook/config.yaml turns signals on and off, under signals.');
    await takePicture(page, 'timeline', 'signals-one-off');
    await page.keyboard.press('s');
    await expect.poll(() => focusedRow(page)).toContain('orderId must be string');
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => focusedRow(page)).toContain('Unsupported number');
    await page.keyboard.press('Enter');
    await expect.poll(() => focusedRow(page)).toMatch(/^Step 10,/u);
    await page.keyboard.press('s');
    await page.keyboard.press('s');
    await expect.poll(() => list.getByRole('listitem').count()).toBe(0);
    await expect.poll(() => focusedRow(page)).toMatch(/^Step 10,/u);
  });

  test('that cannot be worked out leave the steps alone, and are asked for again', async () => {
    let broken = true;
    await using opened = await open(signalledStory, {
      prepare: (host) => (host.answers.insights = () => {
        if (broken) throw new Error('gone');
        return signalledStory.insights!;
      }),
    });
    const { page } = opened;
    await page.getByText('Signals could not be worked out').waitFor();
    broken = false;
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('row', { name: '3 attempts, same arguments, never recovered' }).waitFor();
  });
});

test('after a reload view, range, folds, scrolling and signals are as they were', async () => {
  await using opened = await open(longInsights(400));
  const { page, host } = opened;
  await page.keyboard.press('v');
  await page.getByRole('button', { name: /^Signals/u }).click();
  await dragOver(page, 0.1, 0.9);
  await page.locator('.tree').evaluate((tree) => (tree.scrollTop = 2600));
  await expect.poll(() => host.asked('remember').at(-1)).toMatchObject({ view: { view: 'timeline', signals: false, scroll: { step: 160 }, range: { from: expect.any(Number) as number } } });
  const rows = await rowCount(page);
  const firstRow = () => page.evaluate(() => {
    const head = document.querySelector('.treeHead')!.getBoundingClientRect();
    return document.elementsFromPoint(head.left + 20, head.bottom + 3).find((each) => each.matches('[role="row"]'))?.getAttribute('aria-label');
  });
  const first = await firstRow();
  expect(first).toMatch(/^Step 1\d\d,/u);
  await page.reload();
  await page.getByRole('columnheader', { name: 'When' }).waitFor();
  await expect.poll(firstRow).toBe(first);
  expect(await rowCount(page)).toBe(rows);
  expect(await page.getByRole('button', { name: /^Signals/u }).getAttribute('aria-expanded')).toBe('false');
});

test('what was remembered before there was a timeline is read', async () => {
  await using opened = await open({ ...signalledStory, view: { ...signalledStory.view, state: { selected: 3, folded: [], noise: false, split: 0.4, tab: 'raw' } } });
  expect(await opened.page.getByRole('row', { name: /^Step 3,/u }).getAttribute('aria-selected')).toBe('true');
  expect(await opened.page.getByRole('button', { name: 'Tree' }).getAttribute('aria-pressed')).toBe('true');
});

test('tree, timeline and range in every theme and size', async () => {
  await using opened = await open(signalledStory);
  const shots: readonly (readonly [string, readonly string[]])[] = [['tree', []], ['timeline', ['v']], ['range', ['r', '-', '-']]];
  for (const [name, keys] of shots) {
    for (const key of keys) await opened.page.keyboard.press(key);
    await expectGoodLooks(opened, { folder: 'timeline', name, sizes: [{ width: 1400, height: 900 }, { width: 900, height: 800 }, { width: 500, height: 900 }, { width: 320, height: 900 }] });
  }
});

test('20,000 steps on the time axis: few elements, the last one a key away', async () => {
  await using opened = await open(longInsights(20_000));
  const { page } = opened;
  await page.keyboard.press('v');
  await page.getByRole('columnheader', { name: 'When' }).waitFor();
  expect(await page.locator('*').count()).toBeLessThan(3000);
  await page.keyboard.press('End');
  await expect.poll(() => focusedRow(page)).toMatch(/^Step 20000,/u);
  await takePicture(page, 'timeline', 'huge');
});
