import { trajectoryPageParsers } from '../../src/protocol/trajectoryPage.ts';
import type { TrajectoryPageApi, TrajectoryPageEvents } from '../../src/protocol/trajectoryPage.ts';
import { trajectoryPage } from './pageServer.ts';
import { pageSuite } from './pageSuite.ts';
import type { OpenedPage, PageOptions } from './pageSuite.ts';
import { recordedAnswers } from './recordedHost.ts';
import type { Recorded, RecordedHost } from './recordedHost.ts';

/** The page of a trajectory with a recorded host, once its rows are there. */
export function browserSuite(): { open(recorded: Recorded, options?: PageOptions<RecordedHost>): Promise<OpenedPage<RecordedHost>> } {
  const open = pageSuite<TrajectoryPageApi, TrajectoryPageEvents>(trajectoryPage, trajectoryPageParsers);
  return { open: (recorded, options) => open(recordedAnswers(recorded), { until: '[role="treegrid"] [role="row"][aria-selected="true"]', ...options }) };
}
