import * as vscode from 'vscode';
import { isFiltering, type TraceFilter } from './traceFilter.ts';

type Choice = vscode.QuickPickItem & { readonly filter: TraceFilter };

function choicesFor(text: string, current: TraceFilter): readonly Choice[] {
  const search: readonly Choice[] = text === '' ? [] : [
    { label: `$(search) Containing “${text}”`, description: 'in questions, answers, tool calls and results', filter: { text }, alwaysShow: true },
    { label: `$(search) Failing, containing “${text}”`, filter: { text, failing: true }, alwaysShow: true },
  ];
  const fixed: readonly Choice[] = [
    { label: '$(error) Failing', description: 'labelled fail, ended in an error, or rejected by the user', filter: { failing: true } },
    { label: '$(circle-large-outline) Not reviewed', description: 'nobody has labelled them', filter: { unlabelled: true } },
    { label: '$(error) Failing and not reviewed', filter: { failing: true, unlabelled: true } },
  ];
  const all: readonly Choice[] = isFiltering(current) ? [{ label: '$(clear-all) All traces', filter: {} }] : [];
  return [...search, ...fixed, ...all];
}

/** Words to search for, or one of the ready filters; undefined when it was put away. */
export function chooseFilter(current: TraceFilter): Promise<TraceFilter | undefined> {
  const pick = vscode.window.createQuickPick<Choice>();
  pick.title = 'Filter Traces';
  pick.placeholder = 'Words to search for in the traces, or a filter below';
  pick.value = current.text ?? '';
  pick.items = choicesFor(pick.value.trim(), current);
  return new Promise((resolve) => {
    pick.onDidChangeValue((value) => {
      pick.items = choicesFor(value.trim(), current);
    });
    pick.onDidAccept(() => {
      resolve(pick.activeItems[0]?.filter);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}
