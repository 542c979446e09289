import { reviewPageParsers } from '../../src/protocol/reviewPage.ts';
import type { ReviewPageApi, ReviewPageEvents } from '../../src/protocol/reviewPage.ts';
import type { Handlers } from '../../src/protocol/rpc.ts';
import { reviewPage } from './pageServer.ts';
import { pageSuite } from './pageSuite.ts';
import type { OpenedPage, PageHost, PageOptions } from './pageSuite.ts';

export type ReviewHost = PageHost<ReviewPageApi, ReviewPageEvents>;

const nothing = (): null => null;

/** The review page with an editor that has nothing to review; a test says what else it answers (`answers`), and which tab it opens on (`open`). */
export const usualReview: Handlers<ReviewPageApi> = {
  open: () => ({ folder: '/srv/support-agent', name: 'support-agent', reviewer: 'jonas', wanted: null }),
  badges: () => ({}),
  copy: nothing, openTrace: nothing, openCase: nothing, importTraces: nothing,
};

export function reviewSuite(): { open(options?: PageOptions<ReviewHost>): Promise<OpenedPage<ReviewHost>> } {
  const openPage = pageSuite<ReviewPageApi, ReviewPageEvents>(reviewPage, reviewPageParsers);
  return { open: (options) => openPage(usualReview, { until: '.reviewTab *, .errorState', ...options }) };
}
