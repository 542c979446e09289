import { basename } from 'node:path';
import * as vscode from 'vscode';
import { importSentence } from '../../core/display/exchange.ts';
import { plural } from '../../core/display/numbers.ts';
import type { ImportCasesReport } from '../../protocol/exchangeApi.ts';
import { importCasesDetails } from '../display/exchangeReport.ts';
import { chooseFolder } from '../services/chooseFolder.ts';
import type { FolderEngine } from '../services/engines.ts';
import { askFirst } from '../services/notify.ts';
import { withProgress } from '../services/progress.ts';
import type { Services } from '../services/services.ts';

/** The test cases of another tool as cases. No file is written over; ids that are taken are asked about. */
export function importCases({ commands, engines, notify, documents }: Services): vscode.Disposable {
  async function askFile({ folder }: FolderEngine): Promise<vscode.Uri | undefined> {
    const [file] = (await vscode.window.showOpenDialog({
      title: 'Import Cases', openLabel: 'Import', canSelectMany: false, defaultUri: vscode.Uri.file(folder), filters: { 'Test cases': ['yaml', 'yml', 'json', 'jsonl', 'ndjson'], 'All files': ['*'] },
    })) ?? [];
    return file;
  }

  /** Which tool wrote the file, where its content does not say. */
  async function dryRun({ client }: FolderEngine, path: string): Promise<{ readonly report: ImportCasesReport; readonly from: string | undefined } | undefined> {
    try {
      return { report: await client.importCases({ path, dryRun: true }), from: undefined };
    } catch (error) {
      if ((error as { readonly code?: unknown }).code !== 'unknown-peer') throw error;
      const peers = await client.exchangePeers({});
      const picked = await vscode.window.showQuickPick(peers.map((peer) => ({ label: peer.title, peer })), { placeHolder: `The content of ${basename(path)} does not say which tool wrote it. Which one was it?` });
      return picked && { report: await client.importCases({ path, dryRun: true, from: picked.peer.id }), from: picked.peer.id };
    }
  }

  async function askAboutClashes({ clashes, cases }: ImportCasesReport): Promise<'skip' | 'rename' | undefined> {
    const shown = clashes.slice(0, 10).join(', ');
    const skip = cases.length > 0 ? `Import Only the ${plural(cases.length, 'Other')}` : undefined;
    const rename = 'Import with New Ids';
    const answer = await askFirst(
      `${plural(clashes.length, 'case')} of this file ${clashes.length === 1 ? 'has an id that is' : 'have ids that are'} taken.`,
      `${shown}${clashes.length > 10 ? ` and ${clashes.length - 10} more` : ''}\n\nYour cases of ${clashes.length === 1 ? 'this id stay' : 'these ids stay'} as they are.`, 'warning',
      ...(skip === undefined ? [] : [skip]), rename,
    );
    return answer === undefined ? undefined : answer === rename ? 'rename' : 'skip';
  }

  return commands.register('casebook.importCases', async (given) => {
    const chosen = (given && engines.ofFile(given)) ?? (await chooseFolder(engines, 'Which folder do these cases belong to?'));
    if (!chosen) return;
    const engine = engines.writable(chosen.folder, 'Cases are');
    const file = given ?? (await askFile(engine));
    if (!file) return;
    const path = file.fsPath;
    const first = await dryRun(engine, path);
    if (!first) return;
    const existing = first.report.clashes.length > 0 ? await askAboutClashes(first.report) : 'skip';
    if (existing === undefined) return;
    const report = await withProgress(`Importing cases of ${basename(path)}`, (signal) => engine.client.importCases({ path, existing, ...(first.from === undefined ? {} : { from: first.from }) }, { signal }));
    const [written] = report.files;
    if (written) await vscode.window.showTextDocument(vscode.Uri.file(written.file), { preview: false });
    const left = report.problems.length > 0 ? `. ${plural(report.problems.length, 'test case')} could not be read` : '';
    const tell = report.problems.length > 0 ? notify.warn : notify.info;
    tell(`${importSentence(report.cases, report.from.title)}${left}`, 'Show Details').then(
      (answer) => (answer ? documents.showMarkdown('Imported Cases', importCasesDetails(report)) : undefined),
    ).then(undefined, (error: unknown) => notify.error(error));
  });
}
