import type { RunReport } from '../../protocol/runApi.ts';
import { decided, runSentence } from '../display/runSentence.ts';
import type { Services } from '../services/services.ts';

/** Says what came of a run, with the way to its page. */
export async function tellRun({ commands, notify }: Pick<Services, 'commands' | 'notify'>, folder: string, report: RunReport, sentence = runSentence(report)): Promise<void> {
  const show = report.folder === null ? [] : ['Show Run'];
  const { counts } = decided(report.results);
  const failed = counts.fail + counts.error > 0 || report.stopped !== undefined || report.notKept !== undefined;
  if ((await (failed ? notify.warn(sentence, ...show) : notify.info(sentence, ...show))) !== undefined) await commands.run('casebook.showRun', { folder, run: report.runId });
}
