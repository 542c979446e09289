import * as vscode from 'vscode';
import { inertText } from '../../core/display/inertText.ts';
import { formatCount, plural } from '../../core/display/numbers.ts';
import { oneLine } from '../../core/display/truncate.ts';
import type { CaseRow } from '../../core/model/caseRow.ts';
import { caseFilterParts, caseStateNames, caseStates, filterCases, type CaseFilter } from '../display/caseFilter.ts';
import { caseGroupings, caseGroupWords, type CaseGrouping } from '../display/caseGroups.ts';
import type { ClassName } from '../display/traceRow.ts';

type Choice = vscode.QuickPickItem & { readonly filter?: CaseFilter };
const separator = (label: string): Choice => ({ label, kind: vscode.QuickPickItemKind.Separator });
const capital = (words: string): string => `${words[0]?.toUpperCase() ?? ''}${words.slice(1)}`;
const asText = (text: string): string => inertText(oneLine(text, 60));
const mostValues = 200;

function choices(text: string, current: CaseFilter, rows: readonly CaseRow[], className: ClassName): readonly Choice[] {
  const counted = (filter: CaseFilter): string => plural(filterCases(rows, filter).length, 'case');
  const search: readonly Choice[] = text === '' || text === current.text ? [] : [{ label: `$(search) Containing “${asText(text)}”`, description: counted({ ...current, text }), filter: { ...current, text }, alwaysShow: true }];
  const active = caseFilterParts(current, className).map(({ words, icon, without }): Choice => ({ label: `$(${icon}) ${capital(asText(words))}`, description: 'remove', filter: without }));
  const clear: readonly Choice[] = active.length > 1 ? [{ label: '$(clear-all) Show all cases', filter: {} }] : [];
  const states = caseStateNames.filter((name) => name !== current.state).map((name) => ({ name, filter: { ...current, state: name } })).map(({ name, filter }): Choice => ({ label: `$(${caseStates[name].icon}) ${capital(caseStates[name].words)}`, description: counted(filter), filter }));
  const archived: readonly Choice[] = current.archived ? [] : [{ label: '$(archive) Archived ones too', description: formatCount(rows.filter(({ status }) => status === 'archived').length), filter: { ...current, archived: true } }];
  const values = (key: 'class' | 'tag', of: (row: CaseRow) => readonly (string | null)[], name: ClassName): readonly Choice[] => {
    const counts = new Map<string, number>();
    for (const value of rows.flatMap(of)) if (value !== null && value !== current[key]) counts.set(value, (counts.get(value) ?? 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1]).slice(0, mostValues).map(([value, count]): Choice => ({ label: `$(${caseGroupWords[key].icon}) ${asText(name(value))}`, description: plural(count, 'case'), filter: { ...current, [key]: value } }));
  };
  const classes = values('class', ({ failureClass }) => [failureClass], className);
  const tags = values('tag', ({ tags: each }) => each, (tag) => tag);
  return [
    ...search, ...(active.length > 0 ? [separator('Active filters'), ...active, ...clear] : []),
    separator('By how they stand'), ...states, ...archived,
    ...(classes.length > 0 ? [separator('By failure class'), ...classes] : []), ...(tags.length > 0 ? [separator('By tag'), ...tags] : []),
  ];
}

/** One more part of the filter, or one less; undefined when it was put away. */
export function chooseCaseFilter(current: CaseFilter, rows: readonly CaseRow[], className: ClassName): Promise<CaseFilter | undefined> {
  const pick = vscode.window.createQuickPick<Choice>();
  // VS Code has it, its types do not yet; without it a tag of these letters comes before the words, and Enter takes it.
  Object.assign(pick, { sortByLabel: false });
  pick.title = 'Filter Cases';
  pick.placeholder = 'Words of ids, titles, queries, files and tags, or a filter below; filters combine';
  pick.items = choices('', current, rows, className);
  let typedAt = Number.NEGATIVE_INFINITY;
  return new Promise((resolve) => {
    pick.onDidChangeValue((value) => {
      typedAt = performance.now();
      pick.items = choices(value.trim(), current, rows, className);
    });
    pick.onDidAccept(() => {
      const text = pick.value.trim();
      // Enter right behind the last letter means the words: the list for them may not be there yet.
      resolve(text !== '' && performance.now() - typedAt < 150 ? { ...current, text } : pick.activeItems[0]?.filter);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

/** What the cases are to be grouped by; undefined when it was put away. */
export async function chooseCaseGrouping(current: CaseGrouping): Promise<CaseGrouping | undefined> {
  const items = caseGroupings.map((by) => ({ label: `$(${caseGroupWords[by].icon}) ${caseGroupWords[by].title}`, by, ...(by === current ? { description: '$(check) in use' } : {}) }));
  return (await vscode.window.showQuickPick(items, { title: 'Group Cases By', placeHolder: 'What the cases of a group have in common' }))?.by;
}
