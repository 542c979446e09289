import type { Agreement } from '../../src/core/model/agreement.ts';
import type { PatternsAnswer } from '../../src/protocol/patternsApi.ts';
import { reviewPageParsers } from '../../src/protocol/reviewPage.ts';
import type { ReviewPageApi, ReviewPageEvents } from '../../src/protocol/reviewPage.ts';
import type { OpenedQueue } from '../../src/protocol/queueApi.ts';
import type { QueueView } from '../../src/protocol/queuePage.ts';
import type { QueueProgress } from '../../src/core/model/queue.ts';
import type { Handlers } from '../../src/protocol/rpc.ts';
import { reviewPage } from './pageServer.ts';
import { pageSuite } from './pageSuite.ts';
import type { OpenedPage, PageHost, PageOptions } from './pageSuite.ts';

export type ReviewHost = PageHost<ReviewPageApi, ReviewPageEvents>;

const nothing = (): null => null;

const noCoverage = { reviewed: 0, drawn: 0, reviewCoverage: null, leaning: 0, biased: false };
const noPatterns: PatternsAnswer = {
  span: null, reviewed: 0, failures: 0, undated: 0, promptVersions: [], matrix: { failures: 0, withBoth: 0, rows: [], columns: [], cells: [] }, weeks: { weeks: [], classes: [] }, together: [],
  perception: { failures: 0, groups: [], withoutSignals: 0 }, toolSelection: { sets: [], changes: [], n: 0, notRandom: 0, unknownTools: 0, coverage: noCoverage }, pending: false, lint: { tools: 0, nameOnly: 0, findings: [] }, warnings: [],
};
const noQueue: QueueProgress = { id: 'week', name: 'This week', about: 'All traces of the last 7 days.', builtIn: true, total: 0, reviewed: 0, by: [], left: 0, deferred: 0, minutesLeft: null };
const nothingThere: OpenedQueue = { queue: noQueue, order: 'telling', rows: [], total: 0, offset: 0, at: null, pending: 0 };
const noTraces: QueueView = { ...nothingThere, queues: [noQueue], empty: true };

const noAlpha = { alpha: null, traces: 0, ratings: 0 };
export const noAgreement: Agreement = { reviewers: [], traces: 0, shared: 0, classes: [], strata: { random: 0, enriched: 0, none: 0 }, coverage: noCoverage, pairs: [], alpha: { verdict: noAlpha, class: noAlpha }, open: [], decided: [], warnings: [] };

/** The review page with an editor that has nothing to review; a test says what else it answers (`answers`), and which tab it opens on (`open`). */
export const usualReview: Handlers<ReviewPageApi> = {
  open: () => ({ folder: '/srv/support-agent', name: 'support-agent', reviewer: 'jonas', wanted: null, keys: {} }),
  showsTab: nothing, showsTrace: nothing, shareTrace: nothing,
  badges: () => ({}),
  readPatterns: () => noPatterns,
  patternGroup: () => ({ traces: [], shared: [] }),
  readFailures: () => ({ rows: [], total: 0, all: 0, guarded: 0, notImported: 0, classes: 0, totals: [], at: null, notes: [], hidden: 0, warnings: [], failureClasses: [] }),
  editFailure: nothing, undoFailureEdit: nothing, importFailures: nothing, exportFailures: nothing, makeCaseOf: nothing,
  readTaxonomy: () => ({ classes: [], former: [], failures: 0, unsorted: 0, saturation: { n: 0, since: 0, last: null, unsorted: 0 }, file: null, hidden: 0, warnings: [] }),
  readNotes: () => ({ notes: [], count: 0, all: 0 }),
  editTaxonomy: nothing, undoTaxonomyEdit: nothing, openTaxonomyFile: nothing,
  readAgreement: () => ({ agreement: noAgreement, classes: [], former: [] }),
  decide: nothing, undoDecision: nothing,
  readQueue: () => noTraces, queueChosen: () => null, nextInQueue: () => ({ next: null, at: null, queue: noQueue, others: [] }), classCounts: () => ({}),
  stillThere: () => ({ traces: [], classes: [] }),
  newClass: () => ({ class: 'own', classes: [] }),
  flagged: () => null,
  reviewState: ({ trace }) => ({ trace, own: null, others: [], hidden: 0, adjudicated: null, disagree: false }),
  ofTrace: () => {
    throw new Error('no trace is imported');
  },
  labelOne: () => {
    throw new Error('no trace is imported');
  },
  labelSeveral: ({ traces }) => ({ traces: traces.length, replaced: 0 }), undoLast: nothing, redoLast: nothing,
  copy: nothing, openTrace: nothing, openCase: nothing, importTraces: nothing,
};

export function reviewSuite(): { open(options?: PageOptions<ReviewHost>): Promise<OpenedPage<ReviewHost>> } {
  const openPage = pageSuite<ReviewPageApi, ReviewPageEvents>(reviewPage, reviewPageParsers);
  return { open: (options) => openPage(usualReview, { until: '.reviewTab *, .errorState', ...options }) };
}
