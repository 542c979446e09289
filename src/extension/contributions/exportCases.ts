import { basename, dirname, extname, join } from 'node:path';
import * as vscode from 'vscode';
import { exportSentence } from '../../core/display/exchange.ts';
import { plural } from '../../core/display/numbers.ts';
import type { PeerName } from '../../protocol/exchangeApi.ts';
import type { LensArguments } from '../../protocol/lsp.ts';
import { saveCaseFiles } from '../cases/caseRuns.ts';
import { exportDetails } from '../display/exchangeReport.ts';
import { chooseFolder } from '../services/chooseFolder.ts';
import type { FolderEngine } from '../services/engines.ts';
import { withProgress } from '../services/progress.ts';
import type { Services } from '../services/services.ts';

type Chosen = { readonly engine: FolderEngine; readonly cases: readonly string[]; readonly name: string };

const isCaseFile = (path: string): boolean => /\.case\.(ya?ml|json)$/.test(path);
const plainName = (path: string): string => basename(path).replace(/\.case\.(ya?ml|json)$/, '');

/** Cases as the test cases of another tool. */
export function exportCases({ commands, engines, notify, documents }: Services): vscode.Disposable {
  /** What was clicked; else the case file in front, or all cases. */
  async function choose(what: vscode.Uri | LensArguments | undefined, selected: readonly vscode.Uri[]): Promise<Chosen | undefined> {
    if (what && 'caseId' in what && typeof what.caseId === 'string') {
      const engine = engines.ofFile(vscode.Uri.parse(what.uri));
      return engine && { engine, cases: [what.caseId], name: what.caseId };
    }
    const uris = selected.length > 0 ? selected : what instanceof vscode.Uri ? [what] : [];
    const [first] = uris;
    const ofFirst = first && engines.ofFile(first);
    if (first && ofFirst) return { engine: ofFirst, cases: uris.map((uri) => uri.fsPath), name: plainName(first.fsPath) };
    const inFront = vscode.window.activeTextEditor?.document.uri;
    const ofFront = inFront && isCaseFile(inFront.path) ? engines.ofFile(inFront) : undefined;
    if (inFront && ofFront) {
      const picked = await vscode.window.showQuickPick([
        { label: `Cases of ${basename(inFront.fsPath)}`, all: false },
        { label: 'All cases of the folder', all: true },
      ], { placeHolder: 'Which cases?' });
      if (!picked) return undefined;
      return picked.all ? { engine: ofFront, cases: [], name: ofFront.name } : { engine: ofFront, cases: [inFront.fsPath], name: plainName(inFront.fsPath) };
    }
    const engine = await chooseFolder(engines, 'The cases of which folder?');
    return engine && { engine, cases: [], name: engine.name };
  }

  async function askWhere({ engine, name }: Chosen, { title, extensions, id }: PeerName): Promise<vscode.Uri | undefined> {
    const [usual = ''] = extensions;
    const file = id === 'adk' ? `${name}.evalset${usual}` : `${name}.${id}${usual}`;
    const target = await vscode.window.showSaveDialog({
      title: `Export Cases as ${title}`, saveLabel: 'Export', defaultUri: vscode.Uri.file(join(engine.folder, file)),
      filters: Object.fromEntries(extensions.map((extension) => [extension === '.jsonl' ? 'JSON lines' : extension.slice(1).toUpperCase(), [extension.slice(1)]])),
    });
    // Some systems leave out the ending that was only chosen.
    return target && extname(target.fsPath) === '' ? vscode.Uri.file(join(dirname(target.fsPath), `${basename(target.fsPath)}${usual}`)) : target;
  }

  return commands.register('casebook.exportCases', async (what, selected) => {
    const chosen = await choose(what, selected ?? []);
    if (!chosen) return;
    const { client } = chosen.engine;
    const peers = await client.exchangePeers({});
    const picked = await vscode.window.showQuickPick(peers.map((peer) => ({ label: peer.title, description: peer.extensions.join(', '), peer })), { placeHolder: 'For which tool?' });
    if (!picked) return;
    const target = await askWhere(chosen, picked.peer);
    if (!target) return;
    await saveCaseFiles();
    // The dialog has asked before a file is written over.
    const report = await withProgress(`Exporting cases as ${picked.peer.title}`, (signal) => client.exportCases({ cases: [...chosen.cases], to: picked.peer.id, out: target.fsPath, overwrite: true }, { signal }));
    const left = report.problems.length > 0 ? `. ${plural(report.problems.length, 'case')} that ${report.problems.length === 1 ? 'is' : 'are'} not well formed ${report.problems.length === 1 ? 'was' : 'were'} left out` : '';
    const tell = report.problems.length > 0 ? notify.warn : notify.info;
    void tell(`${exportSentence(report.cases, report.to.title)}${left}`, 'Open File', 'Show Details').then(
      (answer): PromiseLike<unknown> | undefined => (answer === 'Open File' ? vscode.window.showTextDocument(target) : answer ? documents.showMarkdown('Exported Cases', exportDetails(report)) : undefined),
    ).then(undefined, (error: unknown) => notify.error(error));
  });
}
