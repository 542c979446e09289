import * as vscode from 'vscode';
import { datedDescription, outcomeWords, traceTitle } from '../display/traceRow.ts';
import { chooseFolder } from './chooseFolder.ts';
import type { FocusedRow, TraceRef } from './commands.ts';
import type { FolderEngine } from './engines.ts';
import { plainItem } from './plainItem.ts';
import type { Services } from './services.ts';

type Choice = vscode.QuickPickItem & { readonly ref: TraceRef };

async function findChoices({ client, folder }: FolderEngine, text: string, reader: string): Promise<readonly Choice[]> {
  const words = text.trim();
  const [{ traces }, classes] = await Promise.all([client.listTraces({ ...(words === '' ? {} : { text: words }), reader, limit: 50, sort: 'newest' }), client.failureClasses({})]);
  const className = (id: string): string => classes.find((each) => each.id === id)?.name ?? id;
  return traces.map((summary) => plainItem({
    label: traceTitle(summary),
    description: outcomeWords(summary, className),
    detail: datedDescription(summary, className),
    alwaysShow: true,
    ref: { folder, trace: summary.id },
  }));
}

/** Finds a trace by words of its question, answer and tool calls; undefined when the question was put away. */
export async function searchTrace({ engines, notify, reviewer }: Services, title: string, within?: FolderEngine): Promise<TraceRef | undefined> {
  const folder = within ?? await chooseFolder(engines, 'In which folder?');
  if (!folder) return undefined;
  const pick = vscode.window.createQuickPick<Choice>();
  let newest = 0;

  async function list(text: string): Promise<void> {
    const turn = ++newest;
    pick.busy = true;
    const choices = await findChoices(folder as FolderEngine, text, reviewer.reader()).catch((error: unknown) => {
      notify.error(error);
      return [];
    });
    // Answers may come in another order than they were asked for.
    if (turn !== newest) return;
    pick.items = choices;
    pick.busy = false;
  }

  return new Promise((resolve) => {
    pick.title = title;
    pick.placeholder = 'Which trace? Type words of its question or answer';
    pick.onDidChangeValue((value) => void list(value));
    pick.onDidAccept(() => {
      resolve(pick.activeItems[0]?.ref);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
    void list('');
  });
}

function isTrace(given: object | undefined): given is TraceRef {
  return given !== undefined && 'trace' in given && typeof given.trace === 'string' && 'folder' in given && typeof given.folder === 'string';
}

/** The trace a command was given, else the one in front of the user, else the one they search for. */
export async function chooseTrace(services: Services, given: TraceRef | undefined, title: string): Promise<TraceRef | undefined> {
  return isTrace(given) ? given : (services.focus.current ?? searchTrace(services, title));
}

/**
 * All traces a command means: those of a key pressed in the tree, the selection, the row it was called on, the one in front
 * of the user, or the one they search for. Days and folders are left out; empty when nothing is meant.
 */
export async function chooseTraces(services: Services, given: TraceRef | FocusedRow | undefined, selected: readonly TraceRef[] | undefined, title: string): Promise<readonly TraceRef[]> {
  if (given && 'focusedRow' in given) return services.focus.inTree();
  const marked = (selected?.length ? selected : [given]).filter(isTrace);
  if (marked.length > 0 || given) return marked;
  const one = await chooseTrace(services, undefined, title);
  return one ? [one] : [];
}
