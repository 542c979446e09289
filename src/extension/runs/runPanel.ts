import type * as vscode from 'vscode';
import { formatWhen } from '../../core/display/time.ts';
import { oneLine } from '../../core/display/truncate.ts';
import type { RunHeader } from '../../core/model/runView.ts';
import { runPageParsers, type RunPageApi, type RunPageEvents } from '../../protocol/runPage.ts';
import { PagePanel } from '../panel/pagePanel.ts';
import { showPage } from '../panel/showPage.ts';
import { Coalesced } from '../services/coalesced.ts';
import type { Services } from '../services/services.ts';
import { answerRun } from './answerRun.ts';
import type { RunRef } from './runRef.ts';

/** "Run on faulty, 10:55 AM". */
function titleOf({ targets, at }: RunHeader, now = Date.now()): string {
  const when = at === null || Number.isNaN(Date.parse(at)) ? [] : [formatWhen(Date.parse(at) * 1000, now * 1000)];
  const on = targets.length === 0 ? [] : [`on ${oneLine(targets.join(', '), 30)}`];
  return `Run ${[...on, ...when].join(', ')}`;
}

/** What came of a run, in an editor tab. Another run can take its place. */
export class RunPanel extends PagePanel {
  readonly folder: string;
  /** Empty for the newest, until that is known. */
  run: string;
  #wanted: string | null;
  readonly #tell: Coalesced;

  constructor(services: Services, panel: vscode.WebviewPanel, { folder, run }: RunRef, wanted: string | null = null) {
    super(panel);
    const { changes, log, context } = services;
    this.folder = folder;
    this.run = run;
    this.#wanted = wanted;
    const client = this.events<RunPageEvents>();
    this.answer<RunPageApi>(services, answerRun(services, {
      get: () => ({ folder, run: this.run }),
      takeWanted: () => {
        const caseId = this.#wanted;
        this.#wanted = null;
        return caseId;
      },
      set: (next, header) => {
        this.run = next;
        if (header) panel.title = titleOf(header);
      },
    }), runPageParsers);
    this.#tell = this.owned.add(new Coalesced(() => {
      // A hidden page is not there; it asks anew when it is shown.
      if (panel.visible) client.runsChanged({}).catch((error: unknown) => log.info(`The page of a run was not told: ${String(error)}`));
    }, 200, 2000));
    this.owned.add(changes.results.event((change) => change.folder === folder && this.#tell.request()));
    showPage(context, panel, { page: 'run', identity: { folder, run }, bundle: 'run', icon: 'report' });
  }

  /** A hidden page asks for it when it is shown. */
  goTo(caseId: string): void {
    this.#wanted = caseId;
    this.#tell.request();
  }
}
