import * as vscode from 'vscode';
import { formatCount } from '../../core/display/numbers.ts';
import { traceMark, type Mark } from '../../core/display/outcome.ts';
import { oneLine } from '../../core/display/truncate.ts';
import { groupedDescription, rowDescription, rowTitle, spokenRow, type ClassName } from '../display/traceRow.ts';
import { groupDescription, groupTitle, groupTooltip, groupWords } from '../display/traceGroups.ts';
import { traceUri } from '../panel/traceUri.ts';
import { traceTooltip } from '../display/traceTooltip.ts';
import { commandLink, type CommandName, type TraceRef } from '../services/commands.ts';
import { nodeId, type DayNode, type GroupNode, type TraceNode, type TreeNode } from './traceNodes.ts';

/** Marks as pictures of our own, since no codicon has the disc that says "failed here". Both kinds of failing share it. */
const pictures: Readonly<Partial<Record<Mark, string>>> = { fail: 'fail', pass: 'pass', deferred: 'deferred', failed: 'failed', rejected: 'failed', unlabelled: 'unlabelled' };

function expanded(yes: boolean): vscode.TreeItemCollapsibleState {
  return yes ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed;
}

function dayItem({ group, expanded: open, partial }: DayNode): vscode.TreeItem {
  const item = new vscode.TreeItem(group.title, expanded(open));
  const failing = group.traces.filter((trace) => trace.failing !== null).length;
  const count = `${formatCount(group.traces.length)}${partial ? ' so far' : ''}`;
  item.description = failing > 0 ? `${count}, ${formatCount(failing)} failing` : count;
  item.contextValue = 'day';
  return item;
}

function groupItem({ by, group, expanded: open }: GroupNode, className: ClassName): vscode.TreeItem {
  const title = groupTitle(by, group.value, className);
  const item = new vscode.TreeItem(title, expanded(open));
  item.description = groupDescription(by, group, new Date());
  item.iconPath = new vscode.ThemeIcon(groupWords[by].icon);
  item.tooltip = groupTooltip(by, group, className);
  item.contextValue = ['group', by, group.value === null ? 'none' : 'value'].join(' ');
  item.accessibilityInformation = { label: `${title}, ${item.description}` };
  return item;
}

/** Under a group with an icon a row begins further in, and its day stands beside the time. */
function traceItem({ folder, summary, within }: TraceNode, extension: vscode.Uri, className: ClassName): vscode.TreeItem {
  const item = new vscode.TreeItem(rowTitle(summary));
  const picture = pictures[traceMark(summary)] ?? 'unlabelled';
  item.description = within.kind === 'day' ? rowDescription(summary, className) : groupedDescription(summary, className, new Date());
  item.iconPath = { dark: vscode.Uri.joinPath(extension, 'media', 'outcomes', `${picture}-dark.svg`), light: vscode.Uri.joinPath(extension, 'media', 'outcomes', `${picture}-light.svg`) };
  item.contextValue = ['trace', summary.label ? 'labelled' : 'unlabelled', summary.cases.length > 0 ? 'guarded' : 'unguarded'].join(' ');
  item.accessibilityInformation = { label: spokenRow(summary, className) };
  // VS Code's own command opens a preview tab at a click, a lasting one at a double click, and one to the side with Ctrl.
  item.command = { command: 'vscode.open', title: 'Open Trajectory', arguments: [traceUri(folder, summary)] };
  return item;
}

export function treeItemOf(node: TreeNode, extension: vscode.Uri, className: ClassName): vscode.TreeItem {
  const item = itemOf(node, extension, className);
  item.id = nodeId(node);
  return item;
}

function itemOf(node: TreeNode, extension: vscode.Uri, className: ClassName): vscode.TreeItem {
  switch (node.kind) {
    case 'folder': {
      const item = new vscode.TreeItem(node.name, expanded(true));
      item.iconPath = vscode.ThemeIcon.Folder;
      item.description = node.total === 0 ? 'no traces' : formatCount(node.total);
      return item;
    }
    case 'day':
      return dayItem(node);
    case 'group':
      return groupItem(node, className);
    case 'trace':
      return traceItem(node, extension, className);
    case 'more': {
      const groups = node.what === 'groups';
      const item = new vscode.TreeItem('Show more');
      item.description = `${formatCount(node.left)} left`;
      item.tooltip = groups ? 'Show the next groups' : 'Show the next traces';
      item.command = { command: 'casebook.showMoreTraces' satisfies CommandName, title: 'Show More', arguments: [node] };
      return item;
    }
    case 'broken': {
      const item = new vscode.TreeItem(oneLine(node.sentence, 120));
      item.tooltip = node.sentence;
      item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
      return item;
    }
  }
}

/** Made when the pointer rests on a row. Its links run these commands and no others, whatever the trace's text says. */
export function traceTooltipOf({ folder, trace, summary }: TraceNode, className: ClassName): vscode.MarkdownString {
  const ref: TraceRef = { folder, trace };
  const guard = summary.cases[0];
  const links: (readonly [string, string])[] = [
    ['Open', commandLink('casebook.openTrajectory', ref)],
    ['Label', commandLink('casebook.labelTrace', ref)],
    guard === undefined ? ['Make eval case', commandLink('casebook.makeCase', ref)] : ['Open case', commandLink('casebook.openCase', folder, guard)],
  ];
  const tooltip = new vscode.MarkdownString(traceTooltip(summary, className, links));
  tooltip.isTrusted = { enabledCommands: ['casebook.openTrajectory', 'casebook.labelTrace', 'casebook.makeCase', 'casebook.openCase'] satisfies CommandName[] };
  return tooltip;
}

