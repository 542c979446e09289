import type * as vscode from 'vscode';
import { plural } from '../../core/display/numbers.ts';
import type { MakeReport } from '../../protocol/makeApi.ts';
import { makePageParsers, type MakePageApi, type MakePageEvents } from '../../protocol/makePage.ts';
import type { Client } from '../../protocol/rpc.ts';
import { PagePanel } from '../panel/pagePanel.ts';
import { showPage } from '../panel/showPage.ts';
import { TraceBeside } from '../panel/traceBeside.ts';
import type { Services } from '../services/services.ts';
import { answerMake } from './answerMake.ts';
import type { MakeRef } from './makeRef.ts';

/** Cases under construction in an editor tab. */
export class MakePanel extends PagePanel {
  readonly #events: Client<MakePageEvents>;
  readonly #services: Services;

  /** @param finished is told of all cases that were written, once the page is done with */
  constructor(services: Services, panel: vscode.WebviewPanel, ref: MakeRef, finished: (reports: readonly MakeReport[]) => Promise<void>) {
    super(panel);
    this.#services = services;
    const reports: MakeReport[] = [];
    const beside = this.owned.add(new TraceBeside(services, ref.folder, ref.traces));
    const answers = answerMake(services, ref, {
      named: (id) => {
        panel.title = ref.traces.length === 1 ? `New case: ${id}` : `New cases: ${plural(ref.traces.length, 'trace')}`;
      },
      written: (report) => {
        reports.push(report);
        services.changes.traces.fire();
        services.changes.results.fire({ folder: ref.folder, results: [] });
      },
      pointAt: (trace, step) => beside.point(trace, step),
      finished: () => finished(reports.splice(0)),
      close: () => panel.dispose(),
    });
    this.answer<MakePageApi>(services, answers, makePageParsers);
    this.#events = this.events<MakePageEvents>();
    showPage(services.context, panel, { page: 'make', identity: { folder: ref.folder, traces: ref.traces }, bundle: 'make', icon: 'case' });
  }

  /** Brings the page to the front, and its trace to a step to begin at. */
  override reveal(fromStep?: number): void {
    super.reveal();
    if (fromStep !== undefined) this.#events.beginAt({ fromStep }).catch((error: unknown) => this.#services.log.warn(`The page did not begin at step ${fromStep}: ${String(error)}`));
  }
}
