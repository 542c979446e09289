import { isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import { plural } from '../../core/display/numbers.ts';
import { DisposableStore } from '../../core/support/disposable.ts';
import { UserError } from '../../core/support/errors.ts';
import type { MakeReport } from '../../protocol/makeApi.ts';
import { mostTogether } from '../../protocol/mostTogether.ts';
import { findCase, openCaseAt } from '../cases/caseFiles.ts';
import { chooseFindings } from '../cases/chooseFindings.ts';
import { firstLineToFill } from '../cases/lineOfCase.ts';
import { trajectoryView } from '../panel/trajectoryTabs.ts';
import { chooseTraces } from '../services/chooseTrace.ts';
import type { MakePanel } from '../make/makePanel.ts';
import { keyOfRef, makeRefIn, type MakeRef } from '../make/makeRef.ts';
import type { Commands, TraceRef } from '../services/commands.ts';
import { askFirst } from '../services/notify.ts';
import { withProgress } from '../services/progress.ts';
import type { Services } from '../services/services.ts';

const viewType = 'casebook.makeCasePage';

const uriOf = (folder: string, file: string): vscode.Uri => vscode.Uri.file(isAbsolute(file) ? file : join(folder, file));

function sumUp(reports: readonly MakeReport[]): { readonly sentence: string; readonly missed: boolean } {
  const needed = reports.filter(({ proof }) => proof.needed);
  const caught = needed.filter(({ proof }) => proof.proven).length;
  const missed = caught < needed.length;
  const proofs = needed.length === 0 ? 'none of them names a failure' : missed ? `${caught} of the ${needed.length} that name a failure catch it` : caught === reports.length ? 'each catches its failure' : `all ${caught} that name a failure catch it`;
  return { sentence: `Wrote ${plural(reports.length, 'case')}: ${proofs}.`, missed };
}

/** From traces to case files with their recordings, proven at once, with every finding seen before anything is written. */
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
    const chosen = await askFirst(`This trace has a case already: ${first}${more}.`, '', 'info', 'Open It', 'Make Another');
    if (chosen === 'Open It') await commands.run('casebook.openCase', folder, first);
    return chosen === 'Make Another';
  }

  async function open(folder: string, report: MakeReport): Promise<void> {
    if (!vscode.workspace.getConfiguration('casebook').get<boolean>('openAfterMake', true)) return;
    const uri = uriOf(folder, report.file);
    const document = await vscode.workspace.openTextDocument(uri);
    await openCaseAt({ uri, line: firstLineToFill(document.getText(), report.id) });
  }

  async function tell({ folder }: { readonly folder: string }, reports: readonly MakeReport[]): Promise<void> {
    const [{ id, file, proof } = { id: '', file: '', proof: undefined }] = reports;
    if (!proof) return;
    const lens = { uri: uriOf(folder, file).toString(), caseId: id };
    if (reports.length > 1) {
      const { sentence, missed } = sumUp(reports);
      void (missed ? notify.warn(sentence) : notify.info(sentence));
      return;
    }
    const misses = proof.needed && !proof.proven;
    const chosen = await (misses ? notify.warn(proof.sentence, 'Prove Again') : notify.info(proof.sentence, 'Run Case'));
    if (chosen) await commands.run(misses ? 'casebook.proveCase' : 'casebook.runCase', lens);
  }

  async function finished(folder: string, reports: readonly MakeReport[]): Promise<void> {
    const [first] = reports;
    if (!first) return;
    await open(folder, first);
    // Not awaited: the cases are made, the message stays as long as it likes.
    tell({ folder }, reports).catch((error: unknown) => notify.error(error));
  }

  const owned = new DisposableStore();
  const pages = new Map<string, MakePanel>();

  async function show(panel: vscode.WebviewPanel, ref: MakeRef): Promise<void> {
    // The page's protocol brings zod with it, which costs more to load than the rest of the extension.
    const { MakePanel } = await import('../make/makePanel.ts');
    const shown = new MakePanel(services, panel, ref, (reports) => finished(ref.folder, reports));
    pages.set(keyOfRef(ref), shown);
    shown.onDidClose(() => {
      pages.delete(keyOfRef(ref));
      shown.dispose();
    });
  }

  /** Beside the trajectory where that is in front; one page for the same traces. */
  async function preview(ref: MakeRef): Promise<void> {
    engines.writable(ref.folder, 'Cases are');
    const there = pages.get(keyOfRef(ref));
    if (there) return there.reveal(ref.fromStep);
    const inFront = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    const column = inFront instanceof vscode.TabInputCustom && inFront.viewType === trajectoryView ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
    await show(vscode.window.createWebviewPanel(viewType, ref.traces.length === 1 ? 'New case' : 'New cases', column), ref);
  }

  const makeChosen: Commands['casebook.makeCase'] = async (given, selected, fromStep) => {
    // The button of an editor passes the editor's address: the trace in front is meant.
    const refs = await chooseTraces(services, given && 'trace' in given ? given : undefined, selected, 'Make Eval Case');
    const [first] = refs;
    if (!first) return undefined;
    // A trace stands in the tree as often as it called different tools.
    const traces = [...new Set(refs.filter(({ folder }) => folder === first.folder).map(({ trace }) => trace))];
    if (refs.some(({ folder }) => folder !== first.folder)) throw new UserError('two-folders', 'The traces belong to different folders of the workspace.', 'Make cases of the traces of one folder.');
    if (traces.length > mostTogether) throw new UserError('too-many', `Cases are made of at most ${mostTogether} traces at once, and ${traces.length} are selected.`, 'Select fewer: each case is looked at before it is written.');
    if (traces.length > 1 || fromStep !== undefined || vscode.workspace.getConfiguration('casebook').get<boolean>('makeCase.preview', true)) {
      await preview({ folder: first.folder, traces, ...(fromStep === undefined ? {} : { fromStep }) });
      return undefined;
    }
    const report = await make(first);
    if (!report) return undefined;
    changes.traces.fire();
    changes.results.fire({ folder: first.folder, results: [] });
    await finished(first.folder, [report]);
    return { sentence: report.proof.sentence };
  };
  owned.add(commands.register('casebook.makeCase', makeChosen));
  owned.add(commands.register('casebook.makeCases', makeChosen));
  owned.add(vscode.window.registerWebviewPanelSerializer(viewType, {
    async deserializeWebviewPanel(panel, state) {
      const ref = makeRefIn(state);
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
