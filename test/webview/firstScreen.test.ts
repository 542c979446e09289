import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { visibleText } from '../../src/core/display/visibleText.ts';
import type { FirstScreen } from '../../src/protocol/firstScreenApi.ts';
import type { TrajectoryView, TrajectoryViewState } from '../../src/protocol/trajectoryPage.ts';
import { firstScreen } from '../../webview/firstScreen.tsx';
import { browserSuite } from './browserSuite.ts';
import { evil, evilName } from './hostileTrace.ts';
import { longTrace } from './longTrace.ts';
import { oddTrace } from './oddTrace.ts';
import type { OpenedPage } from './pageSuite.ts';
import { packed } from './recordedHost.ts';
import type { Recorded, RecordedHost } from './recordedHost.ts';
import { story } from './story.ts';

/** What a page shows before its program has run is what its program shows then: the same words at the same places. */

const { open } = browserSuite();

function writtenOf({ view }: Recorded, state: TrajectoryViewState | null = null): FirstScreen | null {
  return firstScreen({ ...view, state }, 'en-GB');
}

type Opening = OpenedPage<RecordedHost> & { /** Lets the host answer. */ answer(): Promise<void> };

/** A page whose host keeps it waiting. */
async function begin(recorded: Recorded, first: FirstScreen | null, options: Parameters<typeof open>[1] = {}): Promise<Opening> {
  let go: () => void = () => undefined;
  const gone = new Promise<void>((resolve) => (go = resolve));
  const opened = await open(recorded, {
    ...options, first, until: options.until ?? '[role="row"][aria-selected="true"]',
    prepare: (host) => {
      // What comes after the rows is another matter.
      host.answers.insights = host.answers.step = host.answers.promptChanges = () => new Promise<never>(() => undefined);
      host.answers.open = async (): Promise<TrajectoryView> => {
        await gone;
        return packed(recorded.view);
      };
    },
  });
  return {
    ...opened,
    async answer() {
      await opened.page.evaluate(() => Object.assign(document.querySelector('#page') ?? {}, { early: true }));
      go();
      await opened.page.waitForFunction(() => document.querySelector<HTMLElement & { early?: true }>('#page:has([role="row"])')?.early !== true && document.querySelector('#page [role="row"][aria-selected="true"]') !== null);
    },
  };
}

type Placed = readonly [words: string, left: number, top: number];

/** Every element in view that says something itself, and where. */
const texts = (page: Page): Promise<readonly Placed[]> => page.evaluate(() => {
  const found: [string, number, number][] = [];
  for (const element of document.querySelectorAll('#page *')) {
    // The toolkit draws its buttons itself, and what the rulers and the details say is known later.
    if (element.closest('vscode-button, vscode-badge, .mapRuler, .ruler, .laneGrid, .tabPanel') || [...element.childNodes].every((node) => node.nodeType !== Node.TEXT_NODE || node.textContent === '')) continue;
    const range = document.createRange();
    range.selectNodeContents(element);
    const { left, top, width, bottom } = range.getBoundingClientRect();
    const pane = element.closest('.treeRows') && { top: document.querySelector('.treeHead')!.getBoundingClientRect().bottom, bottom: document.querySelector('.tree')!.getBoundingClientRect().bottom };
    if (width > 0 && bottom > (pane?.top ?? 0) && top < (pane?.bottom ?? innerHeight)) found.push([element.textContent, Math.round(left), Math.round(top)]);
  }
  return found;
});

/** The same once nothing moves any more: a font for rare letters may come late. */
async function settledTexts(page: Page): Promise<readonly Placed[]> {
  for (let before = await texts(page); ;) {
    await page.waitForTimeout(150);
    const now = await texts(page);
    if (JSON.stringify(now) === JSON.stringify(before)) return now;
    before = now;
  }
}

const nothing: TrajectoryViewState = { selected: null, folded: [], noise: false, split: 0.6, tab: 'call' };
const withName = (recorded: Recorded, name: string): Recorded => ({
  ...recorded, view: { ...recorded.view, skeleton: { ...recorded.view.skeleton, summary: { ...recorded.view.skeleton.summary, query: name }, steps: recorded.view.skeleton.steps.map((step) => ({ ...step, name, detail: name })) } },
});

describe('the first screen is the page', () => {
  test.each<[string, Recorded, TrajectoryViewState | null]>([
    ['as it is opened first', story, null],
    ['of odd steps', oddTrace, null],
    ['of hostile names', withName(story, evilName(evil('name'))), null],
    ['on a time axis, with another divider', story, { ...nothing, view: 'timeline' }],
    ['folded', story, { ...nothing, folded: story.view.skeleton.steps.filter((step) => step.children > 0 && step.depth > 0).map((step) => step.n) }],
    ['of many steps, at the end', longTrace(3000), { ...nothing, selected: 2990 }],
    ['of many steps, scrolled', longTrace(3000), { ...nothing, selected: 1500, scroll: { step: 1490, by: 7 } }],
  ])('%s', async (_, recorded, state) => {
    const kept = { ...recorded, view: { ...recorded.view, state } };
    await using opened = await begin(kept, writtenOf(kept, state));
    const { page, errors } = opened;
    await page.waitForFunction(() => document.fonts.status === 'loaded');
    const before = await settledTexts(page);
    const focus = () => page.evaluate(() => document.activeElement?.id);
    const focused = await focus();
    await opened.answer();
    expect(before.length).toBeGreaterThan(40);
    await expect.poll(() => texts(page)).toEqual(before);
    expect(await focus()).toBe(focused);
    expect(focused).toMatch(/^step-/);
    expect(errors).toEqual([]);
  });
});

test('hostile names run nothing, are elements of nothing, and hide nothing', async () => {
  const name = evilName(evil('name'));
  const screen = writtenOf(withName(story, name))!;
  await using opened = await begin(withName(story, name), screen);
  const { page } = opened;
  expect(await page.evaluate(() => document.querySelectorAll('#page :is(script, img, iframe, a, link, style, meta, form, object)').length)).toBe(0);
  expect(await page.evaluate(() => 'ran' in window)).toBe(false);
  expect(await page.locator('.stepName').first().textContent()).toBe(visibleText(name));
  for (const letter of ['\u001b', '\u202e']) expect(screen.html).not.toContain(letter);
});

test('what is pressed before the page can answer is done then', async () => {
  await using opened = await begin(story, writtenOf(story));
  const { page } = opened;
  const chosen = () => page.locator('[role="row"][aria-selected="true"]').getAttribute('id');
  const before = await chosen();
  await page.keyboard.press('ArrowUp');
  expect(await chosen()).toBe(before);
  await opened.answer();
  await expect.poll(chosen).not.toBe(before);
});

test('a row that was clicked is chosen, and where it was scrolled to is kept', async () => {
  const long = longTrace(3000);
  await using opened = await begin(long, writtenOf(long));
  const { page } = opened;
  await page.evaluate(() => { document.querySelector('.tree')!.scrollTop = 1990; });
  await page.locator('#step-95').click();
  await opened.answer();
  await page.locator('#step-95[aria-selected="true"]').waitFor();
  expect(await page.evaluate(() => document.querySelector('.tree')!.scrollTop)).toBe(1990);
});

test('a trace that changed since is shown as it is now', async () => {
  await using opened = await begin(story, writtenOf(longTrace(3000)));
  await opened.answer();
  expect(await opened.page.locator('.stepName').first().textContent()).toBe(story.view.skeleton.steps[0]!.name);
  expect(await opened.page.locator('[role="treegrid"]').getAttribute('aria-rowcount')).not.toBe('3001');
});

test('where the page cannot be read, it says so in the place of its first screen', async () => {
  const screen = writtenOf(story);
  await using opened = await open(story, { first: screen, until: '.alone', prepare: (host) => { host.answers.open = () => { throw new Error('gone'); }; } });
  expect(await opened.page.locator('[role="treegrid"]').count()).toBe(0);
});

test('a narrow page, which is laid out in another way, begins as ever', async () => {
  await using opened = await open(story, { first: writtenOf(story), size: { width: 600, height: 900 } });
  expect(await opened.page.locator('.page.stacked').count()).toBe(1);
  expect(opened.errors).toEqual([]);
});

test('a search that goes on is not written', () => {
  expect(writtenOf(story, { ...nothing, find: { text: 'order', matchCase: false, word: false, regex: false, kind: null, role: null, tool: null, error: false } })).toBeNull();
});

test('of 20,000 steps as many are written as a screen holds', () => {
  const { html } = writtenOf(longTrace(20_000))!;
  expect(html.length).toBeLessThan(120_000);
  expect(html.match(/id="step-/g)!.length).toBeLessThan(60);
});

test('what was written is let go', () => {
  const collect = (globalThis as { gc?: () => void }).gc;
  const shown = longTrace(2000);
  const heap = (): number => {
    collect?.();
    return process.memoryUsage().heapUsed;
  };
  writtenOf(shown);
  const before = heap();
  for (let n = 0; n < 40; n++) writtenOf(shown);
  expect(heap() - before).toBeLessThan(60e6);
});
