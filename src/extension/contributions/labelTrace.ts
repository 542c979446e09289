import type * as vscode from 'vscode';
import { DisposableStore } from '../../core/support/disposable.ts';
import { plural } from '../../core/display/numbers.ts';
import { journalName } from '../../core/display/journalName.ts';
import type { LabelReport } from '../../protocol/labelApi.ts';
import { traceName } from '../display/traceRow.ts';
import { askFailure } from '../label/failureQuestions.ts';
import { recordLabel, takeBackLabel } from '../label/recordLabel.ts';
import { chooseTrace } from '../services/chooseTrace.ts';
import type { TraceRef } from '../services/commands.ts';
import type { Services } from '../services/services.ts';

/** Labels from the tree and the palette; the panel's label bar writes through the same two functions. */
export function labelTrace(services: Services): vscode.Disposable {
  const { commands, engines, focus, notify, reviewer } = services;

  async function confirm(ref: TraceRef, label: LabelReport, className: string | undefined): Promise<void> {
    const what = className ? `Labelled fail, ${className}` : 'Labelled fail';
    const replaced = label.replaced ? `, ${plural(label.replaced, 'likely secret')} replaced` : '';
    const chosen = await notify.info(`${what}. Saved in casebook/labels/${journalName(label.by)}${replaced}`, 'Make Eval Case', 'Undo');
    if (chosen === 'Undo') await commands.run('casebook.undoLabel', ref);
    if (chosen === 'Make Eval Case') await commands.run('casebook.makeCase', ref);
  }

  /** Of a trace, or the last one anywhere in the folder; the message says which trace it was. */
  async function undo({ folder, trace }: { readonly folder: string; readonly trace?: string }): Promise<void> {
    const ref = { folder, ...(trace === undefined ? {} : { trace }) };
    const report = await takeBackLabel(services, ref);
    const meant = report?.trace ?? trace;
    const name = meant === undefined ? '' : await engines.of(folder).client.findTrace({ trace: meant }).then(traceName, () => meant);
    void notify.info(report ? `Taken back: ${report.undone} of ${name}` : `There is no label of yours to take back${name === '' ? '' : ` on ${name}`}`);
  }

  const owned = new DisposableStore();
  owned.add(commands.register('casebook.labelTrace', async (given) => {
    const ref = await chooseTrace(services, given, 'Label Failure');
    if (!ref) return;
    const { client } = engines.writable(ref.folder, 'Labels are');
    const [skeleton, classes] = await Promise.all([client.openTrajectory({ trace: ref.trace, reader: reviewer.reader() }), client.failureClasses({})]);
    const change = await askFailure(skeleton, classes);
    const label = change && (await recordLabel(services, ref, change));
    // Not awaited: the label is written, the message stays as long as it likes.
    if (label) void confirm(ref, label, classes.find((each) => each.id === label.class?.class)?.name ?? label.class?.class);
  }));
  owned.add(commands.register('casebook.undoLabel', async (given) => {
    if (given && 'focusedRow' in given) {
      for (const ref of await focus.inTree()) await undo(ref);
      return;
    }
    const ref = given ?? focus.current ?? engines.all()[0];
    if (ref) await undo(ref);
  }));
  return owned;
}
