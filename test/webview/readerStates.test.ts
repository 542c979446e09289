import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { emptySpan } from '../../src/core/model/span.ts';
import { RemoteError } from '../../src/protocol/rpc.ts';
import { browserSuite } from './browserSuite.ts';
import { longTexts } from './detailsTrace.ts';
import { longTrace } from './longTrace.ts';
import { expectGoodLooks } from './looks.ts';
import { oddTrace } from './oddTrace.ts';
import { recordedFrom, story, storyTrace } from './story.ts';
import type { Recorded, RecordedHost } from './recordedHost.ts';

/** Every state of the reader in every theme, wide and at the two narrow sizes: nothing for axe to find, nothing sideways. Pictures are in test-results/webview. */

const { open } = browserSuite();
const sizes = [{ width: 1400, height: 900 }, { width: 900, height: 800 }, { width: 500, height: 900 }] as const;

const timeless = recordedFrom({
  ...storyTrace, id: 'tr_order0000001', header: { ...storyTrace.header, facts: {} },
  spans: storyTrace.spans.slice(0, 11).map((span) => ({ ...span, startUs: null, endUs: null, cost: null, usage: null })),
});
const silent = recordedFrom({ ...storyTrace, id: 'tr_empty000001', header: { ...storyTrace.header, agent: null, app: null, facts: {} }, spans: [{ ...emptySpan('root', 1, 'nightly-sync') }] });
const onlyNoise = recordedFrom({
  ...storyTrace, id: 'tr_noise000001', header: { ...storyTrace.header, facts: {} },
  spans: ['GET /health', 'POST /v1/jobs'].map((name, index) => ({ ...emptySpan(`http${index}`, index + 1, name), startUs: 1_770_000_000_000_000 + index * 50_000, endUs: 1_770_000_000_020_000 + index * 50_000, attributes: { 'http.request.method': name.split(' ')[0]! } })),
});
const huge = longTrace(20_000);

type State = { readonly recorded: Recorded; readonly until?: string; readonly prepare?: (host: RecordedHost) => void; readonly show?: (page: Page) => Promise<unknown> };

const states: Readonly<Record<string, State>> = {
  loading: { recorded: story, until: 'text=Reading the steps', prepare: (host) => (host.answers.open = () => new Promise<never>(() => undefined)) },
  'loading-step': { recorded: story, prepare: (host) => (host.answers.step = () => new Promise<never>(() => undefined)), show: (page) => page.getByRole('progressbar').waitFor({ state: 'attached' }) },
  error: {
    recorded: story, until: 'text=Try again',
    prepare: (host) => (host.answers.open = () => {
      throw new RemoteError({ code: 'file-gone', message: 'traces/2026-02-03.jsonl has moved or was deleted.', hint: 'Put it back, or import it from its new place.' });
    }),
  },
  'error-step': {
    recorded: story, show: (page) => page.getByText(/^Step \d+ cannot be read\.$/u).waitFor(),
    prepare: (host) => (host.answers.step = () => {
      throw new RemoteError({ code: 'record-gone', message: 'Line 43 of traces/2026-02-03.jsonl is not what it was.', hint: 'Import the file again.' });
    }),
  },
  empty: { recorded: silent, show: (page) => page.getByText('No messages are recorded in this step or around it.').waitFor() },
  'only-noise': { recorded: onlyNoise, until: '[role="treegrid"]' },
  'nothing-found': {
    recorded: story,
    async show(page) {
      await page.keyboard.press('/');
      await page.keyboard.type('no such words');
      await page.getByRole('region', { name: 'Steps' }).getByText(/no such words|Nothing|No step/u).first().waitFor();
    },
  },
  cut: {
    recorded: oddTrace,
    async show(page) {
      await page.getByRole('row', { name: /^Step 2,/u }).click();
      await page.getByText('The first 1,000,000 of 24,000,000 characters', { exact: false }).first().waitFor();
    },
  },
  'cut-text': {
    recorded: longTexts,
    async show(page) {
      await page.getByRole('row', { name: /^Step 6,/u }).click();
      await page.getByText(/characters are here\./u).first().waitFor();
    },
  },
  'no-times': { recorded: timeless, show: (page) => page.getByText('No times recorded: steps in order').waitFor() },
  huge: {
    recorded: huge,
    async show(page) {
      await page.locator('[role="row"][aria-selected="true"]').focus();
      await page.keyboard.press('End');
      await page.getByRole('row', { name: /^Step 20000,/u }).waitFor();
      await page.getByRole('article').first().waitFor();
    },
  },
};

/** What the bar over the steps has no room for. */
const cutButtons = (page: Page) => page.evaluate(() => {
  const bar = document.querySelector('.treeBar');
  const edge = bar?.getBoundingClientRect().right ?? 0;
  return [...(bar?.querySelectorAll('button') ?? [])].filter((each) => each.getBoundingClientRect().right > edge).map((each) => each.getAttribute('aria-label') ?? each.textContent);
});

test.each(Object.entries(states))('%s', async (name, { recorded, until, prepare, show }) => {
  await using opened = await open(recorded, { ...(until === undefined ? {} : { until }), ...(prepare === undefined ? {} : { prepare }) });
  const { page } = opened;
  await show?.(page);
  await expectGoodLooks(opened, { folder: 'webview', name: `reader-${name}`, sizes, also: async () => expect(await cutButtons(page)).toEqual([]) });
});
