import type * as vscode from 'vscode';
import { formatWhen } from '../../core/display/time.ts';
import { runPageParsers, type RunPageApi, type RunPageEvents } from '../../protocol/runPage.ts';
import { PagePanel } from '../panel/pagePanel.ts';
import { showPage } from '../panel/showPage.ts';
import { Coalesced } from '../services/coalesced.ts';
import type { Services } from '../services/services.ts';
import { answerRun } from './answerRun.ts';
import type { RunRef } from './runRef.ts';

/** The time of a run as its name has it, in UTC: `2026-11-20T10-55-12-4f2a`. */
function timeIn(run: string): number | null {
  const [, day, hours, minutes, seconds] = /^(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)(?:-|$)/u.exec(run) ?? [];
  const ms = Date.parse(`${day}T${hours}:${minutes}:${seconds}Z`);
  return Number.isNaN(ms) ? null : ms;
}

function titleOf(run: string, now = Date.now()): string {
  const ms = timeIn(run);
  return run === '' ? 'Runs' : `Run ${ms === null ? run : formatWhen(ms * 1000, now * 1000)}`;
}

/** What came of a run, in an editor tab. Another run can take its place. */
export class RunPanel extends PagePanel {
  readonly folder: string;
  /** Empty for the newest, until that is known. */
  run: string;

  constructor(services: Services, panel: vscode.WebviewPanel, { folder, run }: RunRef) {
    super(panel);
    const { changes, log, context } = services;
    this.folder = folder;
    this.run = run;
    const client = this.events<RunPageEvents>();
    this.answer<RunPageApi>(services, answerRun(services, {
      get: () => ({ folder, run: this.run }),
      set: (next) => {
        this.run = next;
        panel.title = titleOf(next);
      },
    }), runPageParsers);
    const tell = this.owned.add(new Coalesced(() => {
      // A hidden page is not there; it asks anew when it is shown.
      if (panel.visible) client.runsChanged({}).catch((error: unknown) => log.info(`The page of a run was not told: ${String(error)}`));
    }, 200, 2000));
    this.owned.add(changes.results.event((change) => change.folder === folder && tell.request()));
    panel.title = titleOf(run);
    showPage(context, panel, { page: 'run', identity: { folder, run }, bundle: 'run', icon: 'report' });
  }
}
