import * as vscode from 'vscode';
import { inertText } from '../../core/display/inertText.ts';
import { compareBindings, compareCommandOf } from '../../core/display/pageKeys.ts';
import { formatDate } from '../../core/display/time.ts';
import { oneLine, toldApart } from '../../core/display/truncate.ts';
import { DisposableStore } from '../../core/support/disposable.ts';
import { UserError } from '../../core/support/errors.ts';
import type { LensArguments } from '../../protocol/lsp.ts';
import type { SideRef } from '../../protocol/compareApi.ts';
import { chooseCase } from '../cases/chooseCase.ts';
import type { ComparePanel } from '../compare/comparePanel.ts';
import { compareViewType, openComparison } from '../compare/openComparison.ts';
import { traceTitle } from '../display/traceRow.ts';
import { chooseTrace, searchTrace } from '../services/chooseTrace.ts';
import type { TraceRef } from '../services/commands.ts';
import { plainItem } from '../services/plainItem.ts';
import type { Services } from '../services/services.ts';

/** Two runs side by side: two selected traces, one with another, or the runs of a case. */
export function compareTraces(services: Services): vscode.Disposable {
  const { commands, engines } = services;
  const owned = new DisposableStore();
  /** Marked with Select for Compare; the next one is compared with it. */
  let marked: TraceRef | undefined;
  const open = new Set<ComparePanel>();

  const show = (folder: string, a: SideRef, b: SideRef, title: string): Promise<void> => openComparison({ folder, a, b }, title);

  async function titleOf({ folder, trace }: TraceRef): Promise<string> {
    return traceTitle(await engines.of(folder).client.findTrace({ trace }));
  }

  async function compare(a: TraceRef, b: TraceRef): Promise<void> {
    if (a.folder !== b.folder) throw new UserError('two-folders', 'The traces belong to different folders of the workspace.', 'Compare traces of one folder.');
    if (a.trace === b.trace) throw new UserError('one-trace', 'That is one trace.', 'Choose another one to compare it with.');
    await show(a.folder, { trace: a.trace }, { trace: b.trace }, (await Promise.all([titleOf(a), titleOf(b)]).then(([one, other]) => toldApart(one, other, 12))).map((title) => oneLine(title, 28)).join(' ↔ '));
  }

  owned.add(commands.register('casebook.compareTraces', async (given, selected) => {
    const [first, second, ...more] = selected?.length ? selected : [];
    if (first && second) {
      if (more.length > 0) throw new UserError('too-many', `${more.length + 2} traces are selected.`, 'Select two to compare them.');
      return compare(first, second);
    }
    const a = await chooseTrace(services, given, 'Compare: First Trace');
    if (!a) return;
    const b = marked && marked.trace !== a.trace && marked.folder === a.folder ? marked : await searchTrace(services, `Compare “${oneLine(await titleOf(a), 40)}” With…`);
    if (b) await (b === marked ? compare(b, a) : compare(a, b));
    marked = undefined;
    await vscode.commands.executeCommand('setContext', 'casebook.markedForCompare', false);
  }));

  owned.add(commands.register('casebook.selectForCompare', async (given) => {
    marked = await chooseTrace(services, given, 'Select for Compare');
    if (!marked) return;
    await vscode.commands.executeCommand('setContext', 'casebook.markedForCompare', true);
    vscode.window.setStatusBarMessage(inertText(`“${await titleOf(marked)}” is selected for comparison`), 4000);
  }));

  owned.add(commands.register('casebook.compareCase', async (lens) => {
    const chosen = await sidesOfCase(services, lens);
    if (chosen) await show(chosen.folder, chosen.a, chosen.b, chosen.title);
  }));

  for (const { action, title } of compareBindings) {
    if (title !== undefined) owned.add(vscode.commands.registerCommand(compareCommandOf(action), () => [...open].find((panel) => panel.active)?.act(action)));
  }

  owned.add(vscode.window.registerCustomEditorProvider(compareViewType, {
    openCustomDocument: (uri) => ({ uri, dispose: () => undefined }),
    async resolveCustomEditor({ uri }, panel) {
      // The page's protocol brings zod with it, which costs more to load than the rest of the extension.
      const [{ sidesOf }, { ComparePanel }] = await Promise.all([import('../compare/compareUri.ts'), import('../compare/comparePanel.ts')]);
      const sides = sidesOf(uri);
      if (!sides) throw new UserError('no-such-comparison', `${uri.toString(true)} names no comparison.`, 'Select two traces and compare them.');
      const shown = new ComparePanel(services, panel, sides);
      open.add(shown);
      panel.onDidDispose(() => {
        open.delete(shown);
        shown.dispose();
      });
    },
  } satisfies vscode.CustomReadonlyEditorProvider, { supportsMultipleEditorsPerDocument: true, webviewOptions: { enableFindWidget: true } }));
  return owned;
}

type Choice = vscode.QuickPickItem & { readonly ref?: SideRef };
type Chosen = { readonly folder: string; readonly a: SideRef; readonly b: SideRef; readonly title: string };

/** Asks twice: what is to be seen, and beside what. The usual answer stands first both times. */
async function sidesOfCase(services: Services, lens: LensArguments | undefined): Promise<Chosen | undefined> {
  const found = await chooseCase(services, lens);
  if (!found) return undefined;
  const { caseId } = found;
  const engine = services.engines.ofFile(vscode.Uri.parse(found.uri));
  if (!engine) throw new UserError('no-folder', 'The case file lies in no folder of this window.', 'Open the folder it belongs to.');
  const { client, folder } = engine;
  const runs = await client.caseRuns({ caseId });
  const trials = runs.trials.map(({ ref, at, target, trial, variant, outcome, passed, failed }): Choice => plainItem({
    label: `${target}, trial ${trial}${variant === null ? '' : `, ${variant}`}`,
    description: `${outcome}, ${passed} of ${passed + failed} checks pass`, detail: formatDate(Date.parse(at) * 1000), ref,
  }, outcome === 'pass' ? 'pass' : outcome === 'fail' ? 'error' : 'warning'));
  const source: readonly Choice[] = [
    ...(runs.source === null ? [] : [{ label: '$(list-tree) The trace it was made from', ref: { trace: runs.source } }]),
    ...(runs.hasRecording ? [{ label: '$(record) The recording it was made from', ref: { recordingOf: caseId } }] : []),
  ];
  const actual = [...trials, ...source];
  if (actual.length === 0) throw new UserError('nothing-to-compare', `There is no run of ${caseId} yet, and no recording.`, 'Run the case first.');
  const one = await vscode.window.showQuickPick(actual, { title: `Compare ${caseId}`, placeHolder: 'Which run?', matchOnDescription: true });
  if (!one?.ref) return undefined;
  const others: readonly Choice[] = [{ label: '$(checklist) What the case expects', ref: { expectedBy: caseId } }, ...actual.filter((each) => each !== one)];
  const other = await vscode.window.showQuickPick(others, { title: `Compare ${caseId}`, placeHolder: 'Beside what?', matchOnDescription: true });
  if (!other?.ref) return undefined;
  const isExpected = 'expectedBy' in other.ref;
  return { folder, a: isExpected ? other.ref : one.ref, b: isExpected ? one.ref : other.ref, title: isExpected ? `${caseId}: expected ↔ actual` : `${caseId}: two runs` };
}
