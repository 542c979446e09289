import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { blindSentence } from '../../core/display/failureWords.ts';
import { plural } from '../../core/display/numbers.ts';
import { replacedInWords } from '../../core/display/replaced.ts';
import { DisposableStore } from '../../core/support/disposable.ts';
import { chooseFolder } from '../services/chooseFolder.ts';
import { chooseTrace } from '../services/chooseTrace.ts';
import { askFirst } from '../services/notify.ts';
import { withProgress } from '../services/progress.ts';
import type { Services } from '../services/services.ts';

const labelKinds = [
  { label: 'CSV', description: 'a table, one row for each reviewer and trace', format: 'csv', ending: 'csv' },
  { label: 'JSON lines', description: 'the same, a line each', format: 'jsonl', ending: 'jsonl' },
  { label: 'OpenTelemetry events', description: 'gen_ai.evaluation.result, as OTLP/JSON', format: 'otlp', ending: 'otlp.json' },
] as const;

/** What leaves the editor for people and tools without Casebook: a trace as a page, labels as a file. */
export function share(services: Services): vscode.Disposable {
  const { commands, engines, notify } = services;
  const owned = new DisposableStore();

  /** @returns where it was written; undefined when nobody wanted it */
  async function save(text: string, folder: string, name: string, title: string, ending: string): Promise<vscode.Uri | undefined> {
    const target = await vscode.window.showSaveDialog({ title, saveLabel: 'Save', defaultUri: vscode.Uri.file(join(folder, name)), filters: { [ending.toUpperCase()]: [ending] } });
    if (target) await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
    return target;
  }

  owned.add(commands.register('casebook.shareTrace', async (given) => {
    const ref = await chooseTrace(services, given, 'Share Trace as HTML');
    if (!ref) return;
    const { client } = engines.of(ref.folder);
    const page = await withProgress('Writing the page', (signal) => client.shareTrace({ trace: ref.trace }, { signal }));
    const agreed = await askFirst(`Share "${page.title}" as one HTML file?`, `It holds all steps and labels, needs nothing else and runs nothing. ${replacedInWords(page.replaced)} Look through it before you send it: not all that is private can be known as such.`, 'info', 'Save…');
    if (agreed === undefined) return;
    const target = await save(page.html, ref.folder, `${page.fileName}.html`, 'Share Trace as HTML', 'html');
    if (!target) return;
    const next = await notify.info(`Saved ${basename(target.fsPath)}.`, 'Open in Browser', 'Copy Path');
    if (next === 'Open in Browser') await vscode.env.openExternal(target);
    else if (next === 'Copy Path') await vscode.env.clipboard.writeText(target.fsPath);
  }));

  owned.add(commands.register('casebook.exportLabels', async () => {
    const engine = await chooseFolder(engines, 'The labels of which folder?');
    if (!engine) return;
    const picked = await vscode.window.showQuickPick([...labelKinds], { placeHolder: 'Export labels as' });
    if (!picked) return;
    const asked = { format: picked.format, by: services.reviewer.current() ?? '' };
    let exported = await engine.client.exportLabels(asked);
    if (exported.hidden > 0) {
      const answer = await askFirst('Export labels that blind review hides from you, too?', blindSentence(exported.hidden, false), 'info', 'Export All', 'Without Them');
      if (answer === undefined) return;
      if (answer === 'Export All') exported = await engine.client.exportLabels({ ...asked, all: true });
    }
    const { text, labels, traces, warnings } = exported;
    if (labels === 0) return void notify.info('Nobody has labelled a trace here yet.');
    const target = await save(text, engine.folder, `labels.${picked.ending}`, 'Export Labels', picked.ending.split('.').at(-1) ?? picked.ending);
    if (!target) return;
    const tell = warnings.length > 0 ? notify.warn : notify.info;
    const next = await tell([`Saved ${plural(labels, 'label')} of ${plural(traces, 'trace')} in ${basename(target.fsPath)}.`, ...warnings].join(' '), 'Open File');
    if (next === 'Open File') await vscode.window.showTextDocument(target);
  }));
  return owned;
}
