import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import type { UserOutput, UserPage } from '../../src/core/model/users.ts';
import { userPagesHtml } from '../../src/core/review/userPagesHtml.ts';
import { findViolations } from './axe.ts';
import { collectErrors, launchBrowser, takePicture } from './browser.ts';
import { sidewaysScroll } from './sideways.ts';

const at = (day: number): number => Date.UTC(2026, 1, day, 9);
const output = (told: Partial<UserOutput>): UserOutput => ({
  trace: 't', question: 'Where is my parcel?', said: '', kinds: ['rejected'], standing: 'waiting', heardMs: at(3), lookedMs: null, fixedMs: null, guardedMs: null, guarded: false, fixed: false, ...told,
});
const page = (told: Partial<UserPage>): UserPage => ({
  user: 'ana', role: 'support_agent', primaryUseCase: 'order-status', channel: '#ask-the-agent in chat, or Priya at the second desk', listed: true, runs: 24, firstMs: at(2), lastMs: at(18), reviewed: 9,
  accepted: 13, edited: 3, rejected: 2, workedAround: 1,
  kinds: [{ useCase: 'order-status', runs: 12, accepted: 9, said: 10 }, { useCase: 'returns_policy', runs: 6, accepted: 3, said: 3 }, { useCase: 'billing', runs: 6, accepted: 1, said: 5 }],
  accept: [{ question: 'When does order 12 arrive?', atMs: at(17) }, { question: 'Can a customer return opened headphones if the box is damaged and the receipt is only a photo on their phone?', atMs: at(12) }, { question: 'Which carrier brings order 88?', atMs: null }],
  outputs: [
    output({ question: 'Why was customer 4711 charged twice for one order?', said: 'He sent me the bank statement, it IS twice.' }),
    output({ question: 'What does the express fee cover?', kinds: ['edited'], standing: 'known', lookedMs: at(5), heardMs: null }),
    output({ question: null, kinds: ['rejected', 'workaround'], standing: 'fixing', lookedMs: at(6), said: 'x'.repeat(300) }),
    output({ standing: 'changed', said: 'It says delivered, nothing came. <img src=x onerror=alert(1)>', lookedMs: at(4), fixedMs: at(9), guardedMs: at(8), fixed: true, guarded: true }),
    output({ question: 'Can I change the address after dispatch?', kinds: ['note'], standing: 'right', lookedMs: at(7) }),
  ],
  ...told,
});
const html = userPagesHtml([page({}), page({ user: 'a-user-with-a-very-long-name@a-company-with-a-long-name.example', role: null, primaryUseCase: null, channel: null, runs: 0, accepted: 0, kinds: [], accept: [], outputs: [] })], { at: '2026-02-20T10:00:00.000Z', timezone: 'UTC' });

let browser: Browser;
beforeAll(async () => { browser = await launchBrowser(); });
afterAll(() => browser.close());

test('a page for users reads well in light, dark, print and on a phone, and runs nothing', async () => {
  const tab = await browser.newPage({ viewport: { width: 1100, height: 900 } });
  const errors = collectErrors(tab);
  await tab.setContent(html);
  for (const [name, colorScheme, media, width] of [['light', 'light', 'screen', 1100], ['dark', 'dark', 'screen', 1100], ['print', 'light', 'print', 800], ['phone', 'light', 'screen', 320]] as const) {
    await tab.emulateMedia({ colorScheme, media });
    await tab.setViewportSize({ width, height: 900 });
    expect(await sidewaysScroll(tab), name).toBe(0);
    expect(await findViolations(tab, name === 'light' ? 'all' : 'colours'), name).toEqual([]);
    await takePicture(tab, 'webview', `users-${name}`);
  }
  expect(await tab.locator('script, img, iframe, [onerror]').count()).toBe(0);
  expect(errors).toEqual([]);
});
