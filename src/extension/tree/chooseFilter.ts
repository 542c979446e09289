import * as vscode from 'vscode';
import type { Grouping } from '../../protocol/traceApi.ts';
import { groupWords } from '../display/traceGroups.ts';
import type { ClassName } from '../display/traceRow.ts';
import { plainItem } from '../services/plainItem.ts';
import { chooseDays, chooseLatency, chooseValue, type ValueCounts } from './filterQuestions.ts';
import { filterParts, filterValues, type TraceFilter } from './traceFilter.ts';

/** A filter to go on with, or the question that leads to one. */
type Choice = vscode.QuickPickItem & { readonly leadsTo?: TraceFilter | (() => Promise<TraceFilter | 'back' | undefined>) };

export type FilterNeeds = { readonly className: ClassName; /** Of all traces that the rest of the filter leaves. */ readonly counts: (by: Grouping, rest: TraceFilter) => Promise<ValueCounts>; /** Why there is nothing to choose from. */ readonly say: (sentence: string) => void };

const separator = (label: string): Choice => ({ label, kind: vscode.QuickPickItemKind.Separator });
const removeButton: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('close'), tooltip: 'Remove' };

function activeParts(current: TraceFilter, className: ClassName): readonly Choice[] {
  const parts = filterParts(current, className);
  if (parts.length === 0) return [];
  const rows = parts.map(({ words, icon, without }): Choice => plainItem({ label: `${words[0]?.toUpperCase() ?? ''}${words.slice(1)}`, description: 'remove', buttons: [removeButton], leadsTo: without }, icon));
  return [separator('Active filters'), ...rows, ...(parts.length > 1 ? [{ label: '$(clear-all) Show all traces', leadsTo: {} }] : [])];
}

function choicesFor(text: string, current: TraceFilter, needs: FilterNeeds): readonly Choice[] {
  const search: readonly Choice[] = text === '' || text === current.text ? [] : [plainItem({ label: `Containing “${text}”`, description: 'in questions, answers, tool calls and results', leadsTo: { ...current, text }, alwaysShow: true }, 'search')];
  const flags: readonly Choice[] = [
    ...(current.failing ? [] : [{ label: '$(error) Failing', description: 'labelled fail, ended in an error, or rejected by the user', leadsTo: { ...current, failing: true } }]),
    ...(current.unlabelled ? [] : [{ label: '$(circle-large-outline) Not reviewed', description: 'nobody has labelled them', leadsTo: { ...current, unlabelled: true } }]),
  ];
  const values = filterValues.map((by): Choice => ({ label: `$(${groupWords[by].icon}) ${groupWords[by].title}…`, leadsTo: () => chooseValue(by, current, needs) }));
  const others: readonly Choice[] = [
    { label: '$(watch) Latency…', leadsTo: () => chooseLatency(current) },
    { label: '$(calendar) Date…', leadsTo: () => chooseDays(current) },
  ];
  const active = activeParts(current, needs.className);
  return [...search, ...active, separator('By outcome'), ...flags, separator('By what is recorded'), ...values, ...others];
}

/** One more part of the filter, or one less; undefined when it was put away. */
export async function chooseFilter(current: TraceFilter, needs: FilterNeeds): Promise<TraceFilter | undefined> {
  for (;;) {
    const chosen = await ask(current, needs);
    if (typeof chosen !== 'function') return chosen;
    const filter = await chosen();
    if (filter !== 'back') return filter;
  }
}

function ask(current: TraceFilter, needs: FilterNeeds): Promise<Choice['leadsTo']> {
  const pick = vscode.window.createQuickPick<Choice>();
  pick.title = 'Filter Traces';
  pick.placeholder = 'Words to search for in the traces, or a filter below; filters combine';
  pick.items = choicesFor('', current, needs);
  return new Promise((resolve) => {
    const end = (choice: Choice | undefined): void => {
      resolve(choice?.leadsTo);
      pick.hide();
    };
    pick.onDidChangeValue((value) => {
      pick.items = choicesFor(value.trim(), current, needs);
    });
    pick.onDidTriggerItemButton(({ item }) => end(item));
    pick.onDidAccept(() => end(pick.activeItems[0]));
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}
