import { expect, test } from 'vitest';
import { expectGoodLooks } from './looks.ts';
import { reviewSuite } from './reviewSuite.ts';

const { open } = reviewSuite();

test('every tab says what it is for while there is nothing, in every theme and size', async () => {
  await using opened = await open({ answers: { badges: () => ({ queue: 83, failureLog: 65 }) } });
  const { page } = opened;
  await page.getByRole('tab', { name: 'Queue 83' }).waitFor();
  await expectGoodLooks(opened, { folder: 'review', name: 'empty', sizes: [{ width: 1400, height: 900 }, { width: 320, height: 900 }] });
  for (const [tab, title] of [['Failure log', 'No failure yet'], ['Patterns', 'Nothing to compare yet'], ['Taxonomy', 'No class yet'], ['Agreement', 'Nobody to agree with yet'], ['Queue', 'Nothing to review yet']] as const) {
    await page.keyboard.press(']');
    await page.getByRole('tab', { name: tab, selected: true }).waitFor();
    await page.getByRole('heading', { name: title }).waitFor();
  }
});

test('a tab that is asked for is shown, and one that is shown is asked for anew', async () => {
  await using opened = await open({ answers: { open: () => ({ folder: '/srv/support-agent', name: 'support-agent', reviewer: null, wanted: { tab: 'taxonomy' } }) } });
  const { page, host } = opened;
  await page.getByRole('tab', { name: 'Taxonomy', selected: true }).waitFor();
  await host.events.show({ wanted: { tab: 'patterns' } });
  await page.getByRole('tab', { name: 'Patterns', selected: true }).waitFor();
  await host.events.changed({ what: ['labels'] });
  await expect.poll(() => host.asked('badges').length).toBe(2);
});
