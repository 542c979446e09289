import * as vscode from 'vscode';
import { plural } from '../../core/display/numbers.ts';
import { datedDescription, outcomeWords, traceTitle } from '../display/traceRow.ts';
import type { TraceRef } from '../services/commands.ts';
import type { Services } from '../services/services.ts';
import { filterParts, queryOf, type TraceFilter } from './traceFilter.ts';

/** The traces with these words as a filter of the view, or one of them to be opened. */
export type Found = { readonly filter: TraceFilter } | { readonly open: TraceRef };
type Choice = vscode.QuickPickItem & { readonly found: Found };

const mostShown = 20;
const sameName = (id: string): string => id;

async function search({ engines }: Services, filter: TraceFilter): Promise<{ readonly total: number; readonly traces: readonly Choice[] }> {
  const lists = await Promise.all(engines.all().map(async ({ folder, client }) => ({ folder, list: await client.listTraces({ ...queryOf(filter, new Date()), limit: mostShown, sort: 'newest' }) })));
  const found = lists.flatMap(({ folder, list }) => list.traces.map((summary) => ({ folder, summary }))).toSorted((a, b) => (b.summary.startUs ?? 0) - (a.summary.startUs ?? 0));
  return {
    total: lists.reduce((sum, { list }) => sum + list.total, 0),
    traces: found.slice(0, mostShown).map(({ folder, summary }) => ({
      label: traceTitle(summary), description: outcomeWords(summary, sameName), detail: datedDescription(summary, sameName), alwaysShow: true, found: { open: { folder, trace: summary.id } },
    })),
  };
}

/** Searches the full text while words are typed, within the rest of the filter; undefined when it was put away. */
export function findTraces(services: Services, current: TraceFilter): Promise<Found | undefined> {
  const { text: before = '', ...rest } = current;
  const pick = vscode.window.createQuickPick<Choice>();
  const within = filterParts(rest, sameName).map(({ words }) => words).join(', ');
  let newest = 0;

  async function list(value: string): Promise<void> {
    const turn = ++newest;
    const text = value.trim();
    const all: Choice = { label: '$(clear-all) Show all traces', description: 'without words to search for', alwaysShow: true, found: { filter: rest } };
    if (text === '') {
      pick.items = before === '' ? [] : [all];
      pick.busy = false;
      return;
    }
    pick.busy = true;
    const { total, traces } = await search(services, { ...rest, text }).catch((error: unknown) => {
      services.notify.error(error);
      return { total: 0, traces: [] };
    });
    // Answers may come in another order than they were asked for.
    if (turn !== newest) return;
    // VS Code sorts by how well labels match what was typed; nothing comes before the very words.
    const show: Choice = { label: text, iconPath: new vscode.ThemeIcon('search'), description: total === 0 ? `is in no trace${within === '' ? '' : ` ${within}`}` : `show ${total === 1 ? 'the trace that contains it' : `the ${plural(total, 'trace')} that contain it`}`, alwaysShow: true, found: { filter: { ...rest, text } } };
    pick.items = [show, ...traces];
    pick.busy = false;
  }

  return new Promise((resolve) => {
    pick.title = 'Find in Traces';
    pick.placeholder = within === '' ? 'Words of questions, answers, tool calls and results' : `Words to find in traces ${within}`;
    pick.value = before;
    pick.onDidChangeValue((value) => void list(value));
    pick.onDidAccept(() => {
      const chosen = pick.activeItems[0];
      // Enter before the answer is there means the words.
      resolve(chosen?.found ?? { filter: pick.value.trim() === '' ? rest : { ...rest, text: pick.value.trim() } });
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
    void list(before);
  });
}
