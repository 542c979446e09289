import * as vscode from 'vscode';
import { inertText } from '../../core/display/inertText.ts';
import { plural } from '../../core/display/numbers.ts';
import { DisposableStore } from '../../core/support/disposable.ts';
import { mayRun } from '../cases/trust.ts';
import { tellRun } from '../runs/tellRun.ts';
import type { CaseChange } from '../../protocol/caseApi.ts';
import type { LensArguments } from '../../protocol/lsp.ts';
import { chooseFolder } from '../services/chooseFolder.ts';
import type { FocusedRow } from '../services/commands.ts';
import type { FolderEngine } from '../services/engines.ts';
import { askText } from '../services/questions.ts';
import type { Services } from '../services/services.ts';
import { isDay } from '../tree/filterText.ts';
import { keyedRows } from '../tree/keyedTraces.ts';
import { casesNodeId, isCaseGroup, isOneCase, type CasesNode, type CasesRow } from './caseNodes.ts';
import { changeCases, type CaseEdits } from './changeFiles.ts';
import { newCase } from './newCase.ts';

const name = (cases: readonly LensArguments[]): string => (cases.length === 1 ? (cases[0]?.caseId ?? '') : plural(cases.length, 'case'));

/** What can be done to the rows of the view: run, set aside, take back, look at, delete. */
export function caseCommands(services: Services, view: vscode.TreeView<CasesNode>): vscode.Disposable {
  const { commands, engines, notify, runs, changes, reviewer } = services;

  /** The cases a command means: those of a key pressed in the tree, of the selection, or of the row it was called on; of a group all of its cases. */
  async function meant(given: CasesRow | FocusedRow | undefined, selected: readonly CasesRow[] | undefined): Promise<readonly LensArguments[]> {
    const nodes: readonly CasesRow[] = given && 'focusedRow' in given ? await keyedRows(view, casesNodeId) : selected?.length ? selected : given ? [given] : view.selection;
    const lenses = nodes.flatMap((node): readonly LensArguments[] => (isOneCase(node) ? [{ uri: node.uri, caseId: node.caseId }] : []));
    return [...new Map(lenses.map((lens) => [`${lens.uri}#${lens.caseId}`, lens])).values()];
  }

  async function run(engine: FolderEngine, cases: readonly string[], title: string, onlyFailing = false): Promise<void> {
    if (!(await mayRun(engine, undefined, notify))) return;
    const report = await runs.run(engine, { cases: [...cases], ...(onlyFailing ? { onlyFailing } : {}) }, { title });
    void tellRun(services, engine.folder, report, onlyFailing && report.results.length === 0 ? 'No case failed the last time' : undefined);
  }

  async function runMeant(given: CasesRow | undefined, selected: readonly CasesRow[] | undefined): Promise<void> {
    const nodes = selected?.length ? selected : given ? [given] : [];
    const idsIn = (node: CasesRow): readonly string[] => (isCaseGroup(node) ? node.group.rows.filter(({ broken }) => !broken).map(({ id }) => id) : isOneCase(node) ? [node.caseId] : []);
    const [only] = nodes;
    if (nodes.length === 1 && isOneCase(only)) return void (await commands.run('casebook.runCase', { uri: only.uri, caseId: only.caseId }));
    for (const [folder, ofFolder] of Map.groupBy(nodes, (node) => node.folder)) {
      const ids = [...new Set(ofFolder.flatMap(idsIn))];
      if (ids.length > 0) await run(engines.of(folder), ids, `Running ${plural(ids.length, 'case')}`);
    }
  }

  async function offerUndo(sentence: string, edits: CaseEdits, tell: () => void): Promise<void> {
    if ((await notify.info(sentence, 'Undo')) !== 'Undo') return;
    await edits.undo();
    tell();
  }

  const askForCase = (): void => void notify.info('Choose a case in the view Cases first');

  /** Says what was done, with the way back. */
  async function change(cases: readonly LensArguments[], what: CaseChange, done: string): Promise<void> {
    if (cases.length === 0) return askForCase();
    const edits = await changeCases(engines, cases, what);
    const folders = new Set(cases.flatMap(({ uri }) => engines.ofFile(vscode.Uri.parse(uri))?.folder ?? []));
    const tell = (): void => folders.forEach((folder) => changes.results.fire({ folder, results: [] }));
    tell();
    // Not awaited: the case is changed, the message stays as long as it likes.
    offerUndo(`${done} ${name(cases)}`, edits, tell).catch((error: unknown) => notify.error(error));
  }

  async function quarantine(cases: readonly LensArguments[]): Promise<void> {
    if (cases.length === 0) return askForCase();
    const title = `Quarantine ${name(cases)}`;
    const reason = await askText({ title, step: 1, steps: 2 }, 'Why is it set aside?', '', (text) => (text === '' ? 'A reason is needed: somebody will ask' : undefined));
    if (reason.kind !== 'chosen') return undefined;
    const until = await askText({ title, step: 2, steps: 2 }, 'Until which day, such as 2026-11-30; empty: until somebody takes it back', '', (text) => (text === '' || isDay(text) ? undefined : 'Write the day like 2026-11-30, or leave it empty'));
    if (until.kind === 'back') return quarantine(cases);
    if (until.kind !== 'chosen') return undefined;
    return change(cases, { kind: 'quarantine', reason: reason.value, ...(until.value === '' ? {} : { until: until.value }) }, 'Quarantined');
  }

  const owned = new DisposableStore();
  owned.add(commands.register('casebook.runCases', runMeant));
  owned.add(commands.register('casebook.runFailedCases', async () => {
    const engine = await chooseFolder(engines, 'The cases of which folder?');
    if (engine) await run(engine, [], 'Running the cases that failed', true);
  }));
  owned.add(commands.register('casebook.newCase', () => newCase(services)));
  owned.add(commands.register('casebook.quarantineCase', async (given, selected) => quarantine(await meant(given, selected))));
  owned.add(commands.register('casebook.archiveCase', async (given, selected) => change(await meant(given, selected), { kind: 'status', status: 'archived' }, 'Archived')));
  owned.add(commands.register('casebook.activateCase', async (given, selected) => change(await meant(given, selected), { kind: 'status', status: 'active' }, 'Activated')));
  owned.add(commands.register('casebook.reviewCase', async (given, selected) => {
    const cases = await meant(given, selected);
    const by = cases.length === 0 ? undefined : await reviewer.ensure();
    if (by !== undefined) await change(cases, { kind: 'reviewed', by, at: new Date().toISOString().slice(0, 10) }, 'Marked as reviewed:');
  }));
  owned.add(commands.register('casebook.deleteCase', async (given, selected) => change(await meant(given, selected), { kind: 'remove' }, 'Deleted')));
  owned.add(commands.register('casebook.revealCase', async (given) => {
    const [first] = await meant(given, undefined);
    if (first) await vscode.commands.executeCommand('revealInExplorer', vscode.Uri.parse(first.uri));
  }));
  owned.add(commands.register('casebook.copyCaseId', async (given, selected) => {
    const cases = await meant(given, selected);
    if (cases.length === 0) return;
    await vscode.env.clipboard.writeText(cases.map(({ caseId }) => caseId).join('\n'));
    vscode.window.setStatusBarMessage(inertText(`Copied ${cases.length === 1 ? name(cases) : plural(cases.length, 'case id')}`), 5000);
  }));
  return owned;
}
