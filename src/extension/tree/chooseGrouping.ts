import * as vscode from 'vscode';
import { groupBys, groupWords, type GroupBy } from '../display/traceGroups.ts';

type Choice = vscode.QuickPickItem & { readonly by: GroupBy };

/** What the traces are to be grouped by, the present one checked; undefined when it was put away. */
export async function chooseGrouping(current: GroupBy): Promise<GroupBy | undefined> {
  const items = groupBys.map((by): Choice => ({ label: groupWords[by].title, iconPath: new vscode.ThemeIcon(groupWords[by].icon), by, ...(by === current ? { description: '$(check) in use' } : {}) }));
  const pick = vscode.window.createQuickPick<Choice>();
  pick.title = 'Group Traces By';
  pick.placeholder = 'What the traces of a group have in common';
  pick.items = items;
  pick.activeItems = items.filter(({ by }) => by === current);
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      resolve(pick.activeItems[0]?.by);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}
