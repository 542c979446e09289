import { isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import { formatCount, plural } from '../../core/display/numbers.ts';
import { DisposableStore } from '../../core/support/disposable.ts';
import type { TraceSummary } from '../../core/model/trajectory.ts';
import { traceName } from '../display/traceRow.ts';
import { chooseTraces } from '../services/chooseTrace.ts';
import type { TraceRef } from '../services/commands.ts';
import type { Services } from '../services/services.ts';

type Doomed = TraceRef & { readonly summary: TraceSummary };

/** A modal dialog holds no more names than this. */
const mostNamed = 6;

/** Takes traces out of the index. What people wrote, and the export itself, stay. */
export function removeTrace(services: Services): vscode.Disposable {
  const { commands, changes, engines, notify } = services;

  async function agreed(doomed: readonly Doomed[]): Promise<boolean> {
    const names = doomed.slice(0, mostNamed).map(({ summary }) => traceName(summary));
    const [first = ''] = names;
    const stays = 'Labels, cases and the exported file stay. Importing it again brings back what was removed.';
    const listed = doomed.length === 1 ? [] : [...names, ...(doomed.length > mostNamed ? [`and ${formatCount(doomed.length - mostNamed)} more`] : []), ''];
    const question = doomed.length === 1 ? `Remove ${first} from the index?` : `Remove ${plural(doomed.length, 'trace')} from the index?`;
    return (await vscode.window.showWarningMessage(question, { modal: true, detail: [...listed, stays].join('\n') }, 'Remove')) === 'Remove';
  }

  async function sourcesOf(doomed: readonly Doomed[]): Promise<readonly vscode.Uri[]> {
    const files = new Set(doomed.map(({ folder, summary: { file } }) => (isAbsolute(file) ? file : join(folder, file))));
    const uris = [...files].map((file) => vscode.Uri.file(file));
    const there = await Promise.all(uris.map((uri) => vscode.workspace.fs.stat(uri).then(() => true, () => false)));
    return uris.filter((_, index) => there[index]);
  }

  async function tell(doomed: readonly Doomed[]): Promise<void> {
    const sources = await sourcesOf(doomed);
    const [first] = doomed;
    const what = doomed.length === 1 && first ? traceName(first.summary) : plural(doomed.length, 'trace');
    const chosen = await notify.info(`Removed ${what} from the index. Labels, cases and the export stay.`, ...(sources.length > 0 ? ['Import Again' as const] : []));
    if (chosen === 'Import Again') await commands.run('casebook.importTraces', sources[0], sources);
  }

  async function remove(refs: readonly TraceRef[]): Promise<void> {
    const doomed = await Promise.all(refs.map(async ({ folder, trace }): Promise<Doomed> => ({ folder, trace, summary: await engines.of(folder).client.findTrace({ trace }) })));
    if (doomed.length === 0 || !(await agreed(doomed))) return;
    for (const { folder, trace } of doomed) await engines.of(folder).client.removeTraces({ trace });
    changes.traces.fire();
    // Not awaited: the traces are gone, the message stays as long as it likes.
    tell(doomed).catch((error: unknown) => notify.error(error));
  }

  const owned = new DisposableStore();
  owned.add(commands.register('casebook.removeTrace', async (given, selected) => remove(await chooseTraces(services, given, selected, 'Remove Trace'))));
  return owned;
}
