import { expect, test } from 'vitest';
import type { StepScore } from '../../src/core/model/trajectory.ts';
import { browserSuite } from './browserSuite.ts';
import { expectGoodLooks } from './looks.ts';
import { story } from './story.ts';

/** Facts of the run and the scores that came with its export. */

const { open } = browserSuite();

const { skeleton } = story.view;
const score = (more: Partial<StepScore>): StepScore => ({ name: 'Relevance', value: 5, source: 'judge', comment: null, spanId: null, step: null, ...more });
const scores = [score({ name: 'user_feedback', value: 0, source: 'user', comment: 'Nothing came <b>at all</b>' }), score({ comment: 'Says where the order is', step: 4 }), ...Array.from({ length: 9 }, (_, n) => score({ name: `check-${n}`, value: n % 2 === 0 }))];
const told = {
  ...story,
  view: {
    ...story.view,
    skeleton: {
      ...skeleton, scores,
      summary: { ...skeleton.summary, userId: 'u-17', costUsd: 0.0042, costSource: 'computed' as const, price: { from: '2025-08-15', to: '2025-08-15', by: 'list' as const }, facts: { ...skeleton.summary.facts, role: 'agent', risk: 'high' as const }, oversight: { approvals: [{ granted: true, by: 'bob', tool: 'refund', beforeCall: 2 }], escalated: true, terminal: 'escalated' as const } },
    },
  },
};

test('in every theme and size', async () => {
  await using opened = await open(told);
  await opened.page.getByRole('region', { name: 'Facts and scores' }).waitFor();
  await expectGoodLooks(opened, { folder: 'webview', name: 'facts', sizes: [{ width: 1400, height: 900 }, { width: 320, height: 900 }] });
});

test('scores stand in the header with who gave them; the one of a step leads to it, where its comment stands', async () => {
  await using opened = await open(told, { size: { width: 900, height: 800 } });
  const { page } = opened;
  const known = page.getByRole('region', { name: 'Facts and scores' });
  expect(await known.getByTitle('user_feedback 0 (user): Nothing came <b>at all</b>').count()).toBe(1);
  // One line of them, until more is asked for.
  expect((await known.boundingBox())!.height).toBeLessThan(32);
  expect(await known.getByText('check-8').isVisible()).toBe(false);
  await known.getByRole('button', { name: /^Show \d+ more facts and scores$/u }).click();
  expect(await known.getByText('check-8').isVisible()).toBe(true);
  for (const words of ['granted by bob: refund, after 2 calls', 'Handed to a person', 'u-17', 'high']) expect(await known.getByText(words).count(), words).toBe(1);
  await known.getByRole('button', { name: /^Relevance/u }).click();
  await page.getByRole('row', { name: /^Step 4,/u, selected: true }).waitFor();
  await page.getByRole('list', { name: 'Scores of the step' }).getByText('Relevance 5 (judge): Says where the order is').waitFor();
  expect(await page.locator('.meta').getAttribute('title')).toContain('$0.0042 by the list price of 2025-08-15');
});

test('a run of which nothing more is known has no such row', async () => {
  const bare = { ...story, view: { ...story.view, skeleton: { ...skeleton, summary: { ...skeleton.summary, facts: {}, userId: null, sessionId: null } } } };
  await using opened = await open(bare);
  expect(await opened.page.getByRole('region', { name: 'Facts and scores' }).count()).toBe(0);
});
