import type { PatternsAnswer } from '../../src/protocol/patternsApi.ts';
import { reviewPageParsers } from '../../src/protocol/reviewPage.ts';
import type { ReviewPageApi, ReviewPageEvents } from '../../src/protocol/reviewPage.ts';
import type { Handlers } from '../../src/protocol/rpc.ts';
import { reviewPage } from './pageServer.ts';
import { pageSuite } from './pageSuite.ts';
import type { OpenedPage, PageHost, PageOptions } from './pageSuite.ts';

export type ReviewHost = PageHost<ReviewPageApi, ReviewPageEvents>;

const nothing = (): null => null;

const noPatterns: PatternsAnswer = {
  span: null, reviewed: 0, failures: 0, undated: 0, promptVersions: [], matrix: { failures: 0, withBoth: 0, rows: [], columns: [], cells: [] }, weeks: { weeks: [], classes: [] }, together: [],
  perception: { failures: 0, groups: [], withoutSignals: 0 }, toolSelection: { sets: [], changes: [], n: 0, notRandom: 0, unknownTools: 0 }, pending: false, lint: { tools: 0, nameOnly: 0, findings: [] }, warnings: [],
};

/** The review page with an editor that has nothing to review; a test says what else it answers (`answers`), and which tab it opens on (`open`). */
export const usualReview: Handlers<ReviewPageApi> = {
  open: () => ({ folder: '/srv/support-agent', name: 'support-agent', reviewer: 'jonas', wanted: null }),
  badges: () => ({}),
  readPatterns: () => noPatterns,
  patternGroup: () => ({ traces: [], shared: [] }),
  copy: nothing, openTrace: nothing, openCase: nothing, importTraces: nothing,
};

export function reviewSuite(): { open(options?: PageOptions<ReviewHost>): Promise<OpenedPage<ReviewHost>> } {
  const openPage = pageSuite<ReviewPageApi, ReviewPageEvents>(reviewPage, reviewPageParsers);
  return { open: (options) => openPage(usualReview, { until: '.reviewTab *, .errorState', ...options }) };
}
