import { isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import { DisposableStore } from '../../core/support/disposable.ts';
import { UserError } from '../../core/support/errors.ts';
import type { MakeReport } from '../../protocol/makeApi.ts';
import { findCase, openCaseAt } from '../cases/caseFiles.ts';
import { chooseFindings } from '../cases/chooseFindings.ts';
import { firstLineToFill } from '../cases/lineOfCase.ts';
import { trajectoryView } from '../panel/trajectoryTabs.ts';
import { chooseTrace } from '../services/chooseTrace.ts';
import type { MakePanel } from '../make/makePanel.ts';
import type { TraceRef } from '../services/commands.ts';
import { withProgress } from '../services/progress.ts';
import type { Services } from '../services/services.ts';

const viewType = 'casebook.makeCasePage';
const keyOf = ({ folder, trace }: TraceRef): string => `${folder}#${trace}`;

/** The page keeps what its html named it by; see pageHtml and webview/vscodeApi.ts. */
function identityOf(state: unknown): TraceRef | undefined {
  const identity = typeof state === 'object' && state !== null && 'identity' in state ? state.identity : undefined;
  if (typeof identity !== 'object' || identity === null || !('folder' in identity) || !('trace' in identity)) return undefined;
  const { folder, trace } = identity;
  return typeof folder === 'string' && typeof trace === 'string' ? { folder, trace } : undefined;
}

const uriOf = (folder: string, file: string): vscode.Uri => vscode.Uri.file(isAbsolute(file) ? file : join(folder, file));

/** From a trace to a case file with its recording, proven at once, with every finding seen before anything is written. */
export function makeCase(services: Services): vscode.Disposable {
  const { commands, engines, changes, notify } = services;

  async function make({ folder, trace }: TraceRef): Promise<MakeReport | undefined> {
    const { client } = engines.writable(folder, 'Cases are');
    const draft = await withProgress('Drafting the case', (signal) => client.draftCase({ trace }, { signal }));
    if (draft.earlier.length > 0 && !(await makeAnother(folder, draft.earlier))) return undefined;
    const redact = draft.findings.length > 0 ? await chooseFindings(draft.findings) : [];
    if (!redact) {
      void notify.info('Nothing was written');
      return undefined;
    }
    return withProgress('Making and proving the case', (signal) => client.makeCase({ trace, redact: [...redact], findingsSeen: true }, { signal }));
  }

  async function makeAnother(folder: string, [first = '', ...others]: readonly string[]): Promise<boolean> {
    const more = others.length === 0 ? '' : ` and ${others.length} more`;
    const chosen = await vscode.window.showInformationMessage(`This trace has a case already: ${first}${more}.`, { modal: true }, 'Open It', 'Make Another');
    if (chosen === 'Open It') await commands.run('casebook.openCase', folder, first);
    return chosen === 'Make Another';
  }

  async function open(folder: string, report: MakeReport): Promise<void> {
    if (!vscode.workspace.getConfiguration('casebook').get<boolean>('openAfterMake', true)) return;
    const uri = uriOf(folder, report.file);
    const document = await vscode.workspace.openTextDocument(uri);
    await openCaseAt({ uri, line: firstLineToFill(document.getText(), report.id) });
  }

  async function tell({ folder }: TraceRef, { id, file, proof: { sentence, needed, proven } }: MakeReport): Promise<void> {
    const lens = { uri: uriOf(folder, file).toString(), caseId: id };
    const misses = needed && !proven;
    const chosen = await (misses ? notify.warn(sentence, 'Prove Again') : notify.info(sentence, 'Run Case'));
    if (chosen) await commands.run(misses ? 'casebook.proveCase' : 'casebook.runCase', lens);
  }

  async function made(ref: TraceRef, report: MakeReport): Promise<void> {
    changes.traces.fire();
    changes.results.fire({ folder: ref.folder, results: [] });
    await open(ref.folder, report);
    // Not awaited: the case is made, the message stays as long as it likes.
    tell(ref, report).catch((error: unknown) => notify.error(error));
  }

  const owned = new DisposableStore();
  const pages = new Map<string, MakePanel>();

  async function show(panel: vscode.WebviewPanel, ref: TraceRef): Promise<void> {
    // The page's protocol brings zod with it, which costs more to load than the rest of the extension.
    const { MakePanel } = await import('../make/makePanel.ts');
    const shown = new MakePanel(services, panel, ref, (report) => made(ref, report));
    pages.set(keyOf(ref), shown);
    shown.onDidClose(() => {
      pages.delete(keyOf(ref));
      shown.dispose();
    });
  }

  /** Beside the trajectory where that is in front; one page a trace. */
  async function preview(ref: TraceRef): Promise<void> {
    engines.writable(ref.folder, 'Cases are');
    const there = pages.get(keyOf(ref));
    if (there) return there.reveal();
    const inFront = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    const column = inFront instanceof vscode.TabInputCustom && inFront.viewType === trajectoryView ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
    await show(vscode.window.createWebviewPanel(viewType, 'New case', column), ref);
  }

  owned.add(commands.register('casebook.makeCase', async (given) => {
    const ref = await chooseTrace(services, given, 'Make Eval Case');
    if (!ref) return undefined;
    if (vscode.workspace.getConfiguration('casebook').get<boolean>('makeCase.preview', true)) {
      await preview(ref);
      return undefined;
    }
    const report = await make(ref);
    if (!report) return undefined;
    await made(ref, report);
    return { sentence: report.proof.sentence };
  }));
  owned.add(vscode.window.registerWebviewPanelSerializer(viewType, {
    async deserializeWebviewPanel(panel, state) {
      const ref = identityOf(state);
      if (ref) await show(panel, ref);
      else panel.dispose();
    },
  }));
  owned.add({ dispose: () => pages.forEach((page) => page.dispose()) });
  owned.add(commands.register('casebook.openCase', async (folder, caseId) => {
    const place = await findCase(engines.of(folder).folder, caseId);
    if (!place) throw new UserError('no-such-case', `No case file of this folder holds the case ${caseId}.`, 'It may have been renamed or deleted.');
    await openCaseAt(place);
  }));
  return owned;
}
