import { expect, test } from 'vitest';
import { formatTokens } from '../../src/core/display/numbers.ts';
import { questionsOf } from '../../src/core/display/questions.ts';
import type { Insights } from '../../src/core/model/insights.ts';
import { browserSuite } from './browserSuite.ts';
import { noInsights } from './recordedHost.ts';
import type { RecordedHost } from './recordedHost.ts';
import { story } from './story.ts';

const { open } = browserSuite();
const { summary, steps } = story.view.skeleton;
const insights = (more: Partial<Insights>): Insights => ({ ...noInsights, ...more });
const answers = (given: Partial<typeof summary>, found: Insights | null = null) => Object.fromEntries(questionsOf({ ...summary, ...given }, steps, found).map((each) => [each.name, each]));
const contextCall = { step: 3, promptTokens: 3201, window: 200_000, messages: 2, documents: 0, cut: null };

test('each question says what matters below its answer', () => {
  expect(answers({})['Tools considered']).toMatchObject({ more: 'Not called: getShipmentByOrderId, 3 more' });
  expect(answers({ toolsOffered: ['a'], toolsCalled: ['b'] })['Tools considered']).toMatchObject({ answer: 'None called of 1 offered', more: 'Not offered: b', warning: true });
  expect(answers({ why: null })['Tool picked, and why']).toMatchObject({ answer: 'searchOrders', missing: 'Why', more: 'Then searchPolicies, getOrder 3' });
  expect(answers({}, insights({ context: [contextCall] }))['Context']).toMatchObject({ answer: '4 documents, 3,201 tokens', more: '200,000 tokens in the window' });
  expect(answers({}, insights({ context: [contextCall, { ...contextCall, step: 6, promptTokens: 187_204 }] }))['Context']).toMatchObject({ answer: 'Up to 187,204 of 200,000 tokens', more: '4 documents', step: 6, tab: 'call' });
  expect(answers({}, insights({ context: [{ ...contextCall, step: 6, cut: 'compacted' }, { ...contextCall, step: 10, cut: 'compacted' }] }))['Context']).toMatchObject({ more: 'compacted at steps 6, 10', warning: true, step: 6, tab: 'prompt' });
  expect(answers({}, story.insights)['Context']).toMatchObject({ more: 'shipping-faq is 412 days old', warning: true, step: 5, tab: 'documents' });
  expect(answers({}, story.insights)['Response']).toMatchObject({ more: '2 values found nowhere', warning: true, step: 10 });
  expect(answers({ feedbackSaid: { note: 'Nothing **arrived**.', at: '2026-02-03T11:40:00Z' } })['Accepted, edited, rejected']).toMatchObject({ answer: 'Rejected by the user', more: expect.stringMatching(/^“Nothing arrived\.” · 3 Feb 2026, 11:40/u) as string });
  expect(answers({ documents: null, promptTokens: null })['Context']).toMatchObject({ answer: null, more: 'Neither documents nor prompt tokens' });
  expect(answers({ documents: null })['Context']).toMatchObject({ answer: '5,321 tokens', missing: 'Documents' });
});

test('a question with something behind it goes there', async () => {
  await using opened = await open(story);
  const { page } = opened;
  const cell = page.getByRole('button', { name: /^Context/u });
  await page.getByText('shipping-faq is 412 days old').first().waitFor();
  await cell.press('Enter');
  await expect.poll(() => page.getByRole('row', { name: /^Step 5,/u }).getAttribute('aria-selected')).toBe('true');
  expect(await page.getByRole('tab', { name: /Documents/u }).getAttribute('aria-selected')).toBe('true');
});

const among = (host: RecordedHost) => {
  host.answers.neighbours = () => ({ by: 'session', places: { at: 1, total: 2, name: 's1', previous: null, next: { id: 'tr_next', title: 'And now?' } } });
};

test('the header leads to signals, the comparison, Markdown and the traces beside', async () => {
  await using opened = await open(story, { prepare: among });
  const { page, host } = opened;
  const head = page.locator('.trajectoryTitle');
  await head.getByRole('button', { name: /^\d signals$/u }).press('Enter');
  await expect.poll(() => page.evaluate(() => document.activeElement?.closest('#signals') !== null)).toBe(true);
  await head.getByText('1 of 2 in session').waitFor();
  expect(await head.getByText('1 of 2 in session').getAttribute('title')).toBe('1 of 2 in session s1');
  expect(await head.getByRole('button', { name: 'Previous trace' }).isDisabled()).toBe(true);
  await page.keyboard.press('Shift+J');
  await expect.poll(() => host.asked('openTrace')).toEqual([{ id: 'tr_next' }]);
  await page.keyboard.press('Shift+K');
  await page.getByText('This is the first trace of the session').first().waitFor();
  await head.getByRole('button', { name: 'More for this trace' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Copy trajectory as Markdown' }).press('Enter');
  await page.keyboard.press('Shift+C');
  await expect.poll(() => host.asked('copyMarkdown')).toEqual([{}, { n: 10 }].map((each) => (each.n === undefined ? {} : { n: expect.any(Number) as number })));
  await head.getByText('Compare').click();
  await expect.poll(() => host.asked('compare').length).toBe(1);
});

test('one row of 36 pixels, down to where pane stands above pane', async () => {
  for (const width of [1400, 1100, 900, 720]) {
    await using opened = await open(story, { size: { width, height: 800 }, prepare: among });
    const box = await opened.page.locator('.trajectoryTitle').boundingBox();
    expect(box?.height, `${width} wide`).toBe(36);
    const title = await opened.page.getByRole('heading', { level: 1 }).boundingBox();
    expect(title!.width, `${width} wide`).toBeGreaterThan(150);
  }
});

test('the first row says what the run used as the header does, whatever the export says of that step', async () => {
  const { skeleton } = story.view;
  const steps = skeleton.steps.map((step) => (step.n === 1 ? { ...step, inputTokens: 44, outputTokens: 180 } : step));
  await using opened = await open({ ...story, view: { ...story.view, skeleton: { ...skeleton, steps } } });
  const tokens = opened.page.locator('#step-1 .cellTokens');
  const { inputTokens, outputTokens } = skeleton.summary;
  expect(await tokens.textContent()).toBe(formatTokens((inputTokens ?? 0) + (outputTokens ?? 0)));
  expect(await tokens.getAttribute('title')).toBe('Of all model calls; the export says 224 of this step');
});
