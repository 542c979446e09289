import * as vscode from 'vscode';
import { inertText } from '../../core/display/inertText.ts';
import { plural } from '../../core/display/numbers.ts';
import { oneLine } from '../../core/display/truncate.ts';
import type { TextHit } from '../../protocol/traceApi.ts';
import { datedDescription, traceTitle } from '../display/traceRow.ts';
import type { TraceRef } from '../services/commands.ts';
import type { Services } from '../services/services.ts';
import { filterParts, queryOf, type TraceFilter } from './traceFilter.ts';

/** The traces with these words as a filter of the view, or the step of one of them that says the words. */
export type Found = { readonly filter: TraceFilter } | { readonly open: TraceRef; readonly step: number };
type Choice = vscode.QuickPickItem & { readonly found: Found };

const mostShown = 20;
const sameName = (id: string): string => id;

function choiceOf(folder: string, { trace, step, name, excerpt }: TextHit): Choice {
  return {
    label: inertText(excerpt), detail: inertText([`${traceTitle(trace)}, step ${step} ${oneLine(name, 40)}`, datedDescription(trace, sameName)].join(' · ')), alwaysShow: true,
    found: { open: { folder, trace: trace.id }, step },
  };
}

async function search({ engines, reviewer }: Services, filter: TraceFilter & { readonly text: string }): Promise<{ readonly total: number; readonly hits: readonly Choice[] }> {
  const found = await Promise.all(engines.all().map(async ({ folder, client }) => ({ folder, ...(await client.searchTexts({ ...queryOf(filter, new Date()), text: filter.text, reader: reviewer.reader(), limit: mostShown })) })));
  // Newest first in each folder, so those of one trace stay together.
  const hits = found.flatMap(({ folder, hits: each }) => each.map((hit) => ({ folder, hit }))).toSorted((a, b) => (b.hit.trace.startUs ?? 0) - (a.hit.trace.startUs ?? 0));
  return { total: found.reduce((sum, { traces }) => sum + traces, 0), hits: hits.slice(0, mostShown).map(({ folder, hit }) => choiceOf(folder, hit)) };
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
    const { total, hits } = await search(services, { ...rest, text }).catch((error: unknown) => {
      services.notify.error(error);
      return { total: 0, hits: [] };
    });
    // Answers may come in another order than they were asked for.
    if (turn !== newest) return;
    const show: Choice = { label: inertText(text), iconPath: new vscode.ThemeIcon('search'), description: total === 0 ? `is in no trace${within === '' ? '' : ` ${within}`}` : `show ${total === 1 ? 'the trace that contains it' : `the ${plural(total, 'trace')} that contain it`}`, alwaysShow: true, found: { filter: { ...rest, text } } };
    pick.items = [show, ...hits];
    pick.busy = false;
  }

  return new Promise((resolve) => {
    // VS Code has it, its types do not yet; without it the best match of the typed letters comes first instead of the newest trace.
    Object.assign(pick, { sortByLabel: false });
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
