import * as vscode from 'vscode';
import { formatCount } from '../../core/display/numbers.ts';
import { oneLine } from '../../core/display/truncate.ts';
import { visibleText } from '../../core/display/visibleText.ts';
import type { CaseRow } from '../../core/model/caseRow.ts';
import type { TraceSummary } from '../../core/model/trajectory.ts';
import type { LensArguments } from '../../protocol/lsp.ts';
import { attentionWords, fixOf, gapWords, staleWords } from '../display/attention.ts';
import { caseGroupDescription, caseGroupTitle, caseGroupWords } from '../display/caseGroups.ts';
import { caseDescription, caseMark, caseMarks, spokenCase } from '../display/caseRow.ts';
import { caseTooltip } from '../display/caseTooltip.ts';
import type { ClassName } from '../display/traceRow.ts';
import { commandLink, type CommandName } from '../services/commands.ts';
import { casesNodeId, type CaseNode, type CasesNode, type OneCaseNode, type StaleNode } from './caseNodes.ts';

const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
const icon = (name: string, color: string | null): vscode.ThemeIcon => new vscode.ThemeIcon(name, color === null ? undefined : new vscode.ThemeColor(color));
const lensOf = ({ uri, caseId }: OneCaseNode): LensArguments => ({ uri, caseId });

function opening(node: OneCaseNode): vscode.Command {
  return { command: 'casebook.openCaseFile' satisfies CommandName, title: 'Open Case', arguments: [lensOf(node)] };
}

function caseItem(node: CaseNode): vscode.TreeItem {
  const { row } = node;
  const item = new vscode.TreeItem(oneLine(visibleText(row.id), 100));
  const { icon: name, color } = caseMarks[caseMark(row)];
  item.description = caseDescription(row);
  item.iconPath = icon(name, color);
  item.contextValue = ['case', row.broken ? 'broken' : row.status, row.traceId === null ? '' : 'traced', row.needsProof ? 'provable' : '', row.last === null ? '' : 'ran'].filter(Boolean).join(' ');
  item.accessibilityInformation = { label: spokenCase(row) };
  item.command = opening(node);
  return item;
}

function staleItem(node: StaleNode): vscode.TreeItem {
  const item = new vscode.TreeItem(oneLine(visibleText(node.caseId), 100));
  item.description = visibleText(staleWords(node.stale));
  item.iconPath = icon('history', 'list.warningForeground');
  item.contextValue = `stale ${fixOf(node.stale)}`;
  item.accessibilityInformation = { label: `${node.caseId}, stale: ${item.description}` };
  item.command = opening(node);
  return item;
}

export function casesItemOf(node: CasesNode, className: ClassName): vscode.TreeItem {
  const item = itemOf(node, className);
  item.id = casesNodeId(node);
  return item;
}

function itemOf(node: CasesNode, className: ClassName): vscode.TreeItem {
  switch (node.kind) {
    case 'folder': {
      const item = new vscode.TreeItem(node.name, Expanded);
      item.iconPath = vscode.ThemeIcon.Folder;
      item.description = node.total === 0 ? 'no cases' : formatCount(node.total);
      return item;
    }
    case 'group': {
      const title = caseGroupTitle(node.by, node.group.value, className);
      const item = new vscode.TreeItem(title, node.expanded ? Expanded : Collapsed);
      item.description = caseGroupDescription(node.group.rows);
      item.iconPath = icon(caseGroupWords[node.by].icon, null);
      item.contextValue = 'caseGroup';
      item.tooltip = `${caseGroupWords[node.by].title}: ${title}\n${item.description}`;
      item.accessibilityInformation = { label: `${title}, ${item.description}` };
      return item;
    }
    case 'case':
      return caseItem(node);
    case 'attention': {
      const item = new vscode.TreeItem('Needs attention', Collapsed);
      item.description = attentionWords(node.attention);
      item.iconPath = icon('bell-dot', 'list.warningForeground');
      item.contextValue = 'attention';
      item.tooltip = 'Failure classes that no active case guards against, and cases nobody should rely on before looking at them';
      return item;
    }
    case 'gap': {
      const item = new vscode.TreeItem(oneLine(visibleText(node.gap.name), 60));
      item.description = gapWords(node.gap);
      item.iconPath = icon('shield', 'list.warningForeground');
      item.contextValue = 'gap';
      item.tooltip = 'Show the traces that failed in this way, to make a case from one';
      item.command = { command: 'casebook.showTracesOf' satisfies CommandName, title: 'Show Failed Traces', arguments: [{ folder: node.folder, by: 'failure', value: node.gap.id }] };
      return item;
    }
    case 'stale':
      return staleItem(node);
    case 'more': {
      const item = new vscode.TreeItem(`${formatCount(node.left)} more`);
      item.command = { command: 'casebook.showMoreCases' satisfies CommandName, title: 'Show More', arguments: [node] };
      item.tooltip = 'Show the next ones';
      return item;
    }
    case 'broken': {
      const item = new vscode.TreeItem(oneLine(visibleText(node.sentence), 120));
      item.tooltip = node.sentence;
      item.iconPath = icon('warning', 'list.warningForeground');
      return item;
    }
  }
}

const linked = ['casebook.openCaseFile', 'casebook.runCase', 'casebook.proveCase', 'casebook.openCaseTrace', 'casebook.compareCase'] as const satisfies readonly CommandName[];

/** Made when the pointer rests on a row. Its links run these commands and no others, whatever the case says. */
export function caseTooltipOf(node: OneCaseNode, row: CaseRow, trace: TraceSummary | undefined, className: ClassName): vscode.MarkdownString {
  const lens = lensOf(node);
  const [open, run, prove, openTrace, compare] = linked;
  const links: readonly (readonly [string, string])[] = [
    ['Open', commandLink(open, lens)],
    ...(row.broken ? [] : [['Run', commandLink(run, lens)] as const]),
    ...(row.needsProof ? [['Prove', commandLink(prove, lens)] as const] : []),
    ...(row.traceId === null ? [] : [['Open trace', commandLink(openTrace, lens)] as const]),
    ...(row.last === null ? [] : [['Compare', commandLink(compare, lens)] as const]),
  ];
  const tooltip = new vscode.MarkdownString(caseTooltip(row, trace, className, links));
  tooltip.isTrusted = { enabledCommands: linked };
  return tooltip;
}
