import type * as vscode from 'vscode';
import { reportPageParsers, type ReportPageApi, type ReportPageEvents } from '../../protocol/reportPage.ts';
import { PagePanel } from '../panel/pagePanel.ts';
import { showPage } from '../panel/showPage.ts';
import type { Services } from '../services/services.ts';
import { answerReport } from './answerReport.ts';

/** The import report in an editor tab. */
export class ReportPanel extends PagePanel {
  constructor(services: Services, panel: vscode.WebviewPanel) {
    super(panel);
    const client = this.events<ReportPageEvents>();
    this.answer<ReportPageApi>(services, answerReport(services), reportPageParsers);
    this.owned.add(services.reports.onDidChange(() => {
      // A hidden page is not there; it asks anew when it is shown.
      if (panel.visible) client.reportChanged({}).catch((error: unknown) => services.log.info(`The import report was not told: ${String(error)}`));
    }));
    showPage(services.context, panel, { page: 'report', identity: {}, bundle: 'report', icon: 'report' });
  }
}
