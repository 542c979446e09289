import type * as vscode from 'vscode';
import { coveragePageParsers, type CoveragePageApi, type CoveragePageEvents } from '../../protocol/coveragePage.ts';
import { PagePanel } from '../panel/pagePanel.ts';
import { showPage } from '../panel/showPage.ts';
import { Coalesced } from '../services/coalesced.ts';
import type { Services } from '../services/services.ts';
import { answerCoverage } from './answerCoverage.ts';

/** What the cases of a folder guard, in an editor tab. */
export class CoveragePanel extends PagePanel {
  readonly folder: string;

  constructor(services: Services, panel: vscode.WebviewPanel, folder: string) {
    super(panel);
    const { changes, log, context } = services;
    this.folder = folder;
    const client = this.events<CoveragePageEvents>();
    this.answer<CoveragePageApi>(services, answerCoverage(services, folder), coveragePageParsers);
    // An import tells of each batch, and all labelled failures are gone through anew.
    const tell = this.owned.add(new Coalesced(() => {
      // A hidden page is not there; it asks anew when it is shown.
      if (panel.visible) client.coverageChanged({}).catch((error: unknown) => log.info(`The coverage was not told: ${String(error)}`));
    }, 200, 2000));
    for (const event of [changes.results.event, changes.label.event, changes.traces.event]) this.owned.add((event as vscode.Event<unknown>)(() => tell.request()));
    showPage(context, panel, { page: 'coverage', identity: { folder }, bundle: 'coverage', icon: 'report' });
  }
}
