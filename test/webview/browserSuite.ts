import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { launchBrowser } from './browser.ts';
import { openPage } from './openPage.ts';
import { servePage } from './pageServer.ts';
import type { PageServer } from './pageServer.ts';
import type { Recorded } from './recordedHost.ts';

/** One browser and one server for the tests of a file. */
export function browserSuite(): { open(recorded: Recorded, options?: Parameters<typeof openPage>[3]): ReturnType<typeof openPage> } {
  let browser: Browser;
  let server: PageServer;
  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), servePage()]);
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });
  return { open: (recorded, options) => openPage(browser, server, recorded, options) };
}
