import * as vscode from 'vscode';
import { formatCount, plural } from '../../core/display/numbers.ts';
import { quoted } from '../../core/display/truncate.ts';
import { DisposableStore } from '../../core/support/disposable.ts';
import type { TraceSummary } from '../../core/model/trajectory.ts';
import { groupDescription, groupTitle } from '../display/traceGroups.ts';
import { traceName } from '../display/traceRow.ts';
import { chooseFolder } from '../services/chooseFolder.ts';
import { chooseTraces } from '../services/chooseTrace.ts';
import type { TraceRef } from '../services/commands.ts';
import { askFirst } from '../services/notify.ts';
import { plainItem } from '../services/plainItem.ts';
import type { Services } from '../services/services.ts';
import { sourceOnDisk } from '../services/sourceOnDisk.ts';

type Doomed = TraceRef & { readonly summary: TraceSummary };
/** All traces of a file, as a trace names it. */
type DoomedFile = { readonly folder: string; readonly file: string };

/** A modal dialog holds no more names than this. */
const mostNamed = 6;
const stays = 'Labels, cases, feedback and the exported file stay.';

/** Takes traces out of the index. What people wrote, and the export itself, stay. */
export function removeTrace(services: Services): vscode.Disposable {
  const { commands, changes, engines, notify } = services;

  async function agreed(question: string, lines: readonly string[], back: string): Promise<boolean> {
    return (await askFirst(question, [...lines, `${stays} ${back}`].join('\n'), 'warning', 'Remove')) === 'Remove';
  }

  async function sourcesOf(files: readonly DoomedFile[]): Promise<readonly vscode.Uri[]> {
    const found = await Promise.all(files.map(({ folder, file }) => sourceOnDisk(folder, file)));
    return [...new Map(found.flatMap((uri) => (uri ? [[uri.toString(), uri]] : []))).values()];
  }

  async function tell(what: string, back: string, sources: readonly vscode.Uri[]): Promise<void> {
    changes.traces.fire();
    const chosen = await notify.info(`Removed ${what} from the index. ${back}`, ...(sources.length > 0 ? ['Import Again' as const] : []));
    if (chosen === 'Import Again') await commands.run('casebook.importTraces', sources[0], sources);
  }

  async function remove(refs: readonly TraceRef[]): Promise<void> {
    const distinct = [...new Map(refs.map((ref) => [`${ref.folder}#${ref.trace}`, ref])).values()];
    const doomed = await Promise.all(distinct.map(async ({ folder, trace }): Promise<Doomed> => ({ folder, trace, summary: await engines.of(folder).client.findTrace({ trace }) })));
    const [first] = doomed;
    if (!first) return;
    const sources = await sourcesOf(doomed.map(({ folder, summary: { file } }) => ({ folder, file })));
    const names = doomed.slice(0, mostNamed).map(({ summary }) => traceName(summary));
    const what = doomed.length === 1 ? traceName(first.summary) : plural(doomed.length, 'trace');
    const listed = doomed.length === 1 ? [] : [...names, ...(doomed.length > mostNamed ? [`and ${formatCount(doomed.length - mostNamed)} more`] : []), ''];
    const back = doomed.length === 1 ? 'It stays away, also when its file grows or the index is rebuilt, until the file itself is imported again.' : 'They stay away, also when their files grow or the index is rebuilt, until the files themselves are imported again.';
    if (!(await agreed(`Remove ${what} from the index?`, listed, back))) return;
    for (const { folder, trace } of doomed) await engines.of(folder).client.removeTraces({ trace });
    // Not awaited: the traces are gone, the message stays as long as it likes.
    tell(what, back, sources).catch((error: unknown) => notify.error(error));
  }

  async function chooseFile(): Promise<DoomedFile | undefined> {
    const chosen = await chooseFolder(engines, 'In which folder?');
    if (!chosen) return undefined;
    const { groups } = await chosen.client.groupTraces({ by: 'file' });
    const files = groups.flatMap((group) => (group.value === null ? [] : [plainItem({ label: groupTitle('file', group.value, (id) => id), description: groupDescription('file', group, new Date()), file: group.value })]));
    if (files.length === 0) {
      void notify.info('There is no trace to remove.');
      return undefined;
    }
    const picked = await vscode.window.showQuickPick(files, { title: 'Remove Traces of File', placeHolder: 'The traces of which file?', matchOnDescription: true });
    return picked && { folder: chosen.folder, file: picked.file };
  }

  async function removeFile(doomed: DoomedFile): Promise<void> {
    const { client } = engines.of(doomed.folder);
    const { total } = await client.listTraces({ file: doomed.file, limit: 1 });
    const sources = await sourcesOf([doomed]);
    const name = quoted(groupTitle('file', doomed.file, (id) => id), 80);
    const back = 'The file is forgotten: rebuilding the index leaves it out, importing it or its folder again brings its traces back.';
    if (!(await agreed(total === 1 ? `Remove the trace of ${name} from the index?` : `Remove the ${plural(total, 'trace')} of ${name} from the index?`, [], back))) return;
    const { removed } = await client.removeTraces({ trace: doomed.file });
    tell(`${plural(removed, 'trace')} of ${name}`, back, sources).catch((error: unknown) => notify.error(error));
  }

  const owned = new DisposableStore();
  owned.add(commands.register('casebook.removeTrace', async (given, selected) => remove(await chooseTraces(services, given, selected, 'Remove Trace'))));
  owned.add(commands.register('casebook.removeFile', async (group) => {
    const given = group?.kind === 'group' && group.by === 'file' && group.group.value !== null ? { folder: group.folder, file: group.group.value } : undefined;
    const doomed = given ?? (await chooseFile());
    if (doomed) await removeFile(doomed);
  }));
  return owned;
}
