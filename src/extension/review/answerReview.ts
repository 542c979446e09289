import * as vscode from 'vscode';
import type { ReviewTabId } from '../../core/display/reviewKeys.ts';
import type { ReviewPageApi, ReviewWanted } from '../../protocol/reviewPage.ts';
import type { Handlers } from '../../protocol/rpc.ts';
import { ownKeys } from '../panel/ownKeys.ts';
import type { Services } from '../services/services.ts';
import { answerAgreement } from './answerAgreement.ts';
import { answerFailureLog } from './answerFailureLog.ts';
import { answerPatterns } from './answerPatterns.ts';
import { answerTaxonomy } from './answerTaxonomy.ts';
import { answerQueue } from './answerQueue.ts';

/**
 * What the review page of a folder is answered; the answers of a tab are in a file of its own, joined here by one line.
 * @param takeWanted what the page is to show, once
 * @param showsTab hears which tab is shown
 * @param showsTrace hears which trace is in front, if one is
 */
export function answerReview(services: Services, folder: string, { takeWanted, showsTab, showsTrace }: { readonly takeWanted: () => ReviewWanted | null; readonly showsTab: (tab: ReviewTabId) => void; readonly showsTrace: (trace: string | null) => void }): Handlers<ReviewPageApi> {
  const { commands, engines, reviewer } = services;
  return {
    ...answerAgreement(services, folder),
    ...answerFailureLog(services, folder),
    ...answerPatterns(services, folder),
    ...answerTaxonomy(services, folder),
    ...answerQueue(services, folder),
    open: () => ({ folder, name: engines.of(folder).name, reviewer: reviewer.current(), wanted: takeWanted(), keys: ownKeys('review') }),
    showsTab({ tab }) {
      showsTab(tab);
      return null;
    },
    showsTrace({ trace }) {
      showsTrace(trace);
      return null;
    },
    async badges(_, { signal }) {
      const { client } = engines.of(folder);
      // What cannot be counted, as with a broken taxonomy.yaml, is told by its tab.
      const [listed, taxonomy, agreement, failures] = await Promise.allSettled([client.listQueues({ by: reviewer.current() ?? '' }, { signal }), client.taxonomy({ by: reviewer.current() ?? '' }, { signal }), client.agreement({}, { signal }), client.failureLog({ limit: 1, by: reviewer.current() ?? '' }, { signal })]);
      const first = listed.status === 'fulfilled' ? listed.value.queues[0] : undefined;
      return {
        ...(first ? { queue: first.left } : {}),
        ...(failures.status === 'fulfilled' ? { failureLog: failures.value.all } : {}),
        ...(taxonomy.status === 'fulfilled' ? { taxonomy: taxonomy.value.unsorted } : {}),
        ...(agreement.status === 'fulfilled' ? { agreement: agreement.value.open.length } : {}),
      };
    },
    async copy({ text, what }) {
      await vscode.env.clipboard.writeText(text);
      vscode.window.setStatusBarMessage(`Copied ${what}`, 3000);
      return null;
    },
    async openTrace({ trace, step }) {
      await commands.run('casebook.openTrajectory', { folder, trace }, step);
      return null;
    },
    async shareTrace({ trace }) {
      await commands.run('casebook.shareTrace', { folder, trace });
      return null;
    },
    async openCase({ id }) {
      await commands.run('casebook.openCase', folder, id);
      return null;
    },
    async importTraces() {
      await commands.run('casebook.importTraces');
      return null;
    },
  };
}
