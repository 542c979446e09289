import * as vscode from 'vscode';
import { outcomeWords, rowDescription, traceTitle } from '../display/traceRow.ts';
import { chooseFolder } from './chooseFolder.ts';
import type { TraceRef } from './commands.ts';
import type { FolderEngine } from './engines.ts';
import type { Services } from './services.ts';

type Choice = vscode.QuickPickItem & { readonly ref: TraceRef };

async function findChoices({ client, folder }: FolderEngine, text: string): Promise<readonly Choice[]> {
  const words = text.trim();
  const { traces } = await client.listTraces({ ...(words === '' ? {} : { text: words }), limit: 50, sort: 'newest' });
  const sameName = (id: string): string => id;
  return traces.map((summary) => ({
    label: traceTitle(summary),
    description: outcomeWords(summary, sameName),
    detail: rowDescription(summary, sameName),
    alwaysShow: true,
    ref: { folder, trace: summary.id },
  }));
}

/** Finds a trace by words of its question, answer and tool calls; undefined when the question was put away. */
async function searchTrace({ engines, notify }: Services, title: string): Promise<TraceRef | undefined> {
  const folder = await chooseFolder(engines, 'In which folder?');
  if (!folder) return undefined;
  const pick = vscode.window.createQuickPick<Choice>();
  let newest = 0;

  async function list(text: string): Promise<void> {
    const turn = ++newest;
    pick.busy = true;
    const choices = await findChoices(folder as FolderEngine, text).catch((error: unknown) => {
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

function isTrace(given: TraceRef | undefined): given is TraceRef {
  return typeof given?.trace === 'string' && typeof given.folder === 'string';
}

/** The trace a command was given, else the one in front of the user, else the one they search for. */
export async function chooseTrace(services: Services, given: TraceRef | undefined, title: string): Promise<TraceRef | undefined> {
  return isTrace(given) ? given : (services.focus.current ?? searchTrace(services, title));
}

/** All traces a command on the tree means: the selection, else the row it was called on. Days and folders are left out. */
export function selectedTraces(given: TraceRef | undefined, selected: readonly TraceRef[] | undefined): readonly TraceRef[] {
  return (selected?.length ? selected : [given]).filter(isTrace);
}
