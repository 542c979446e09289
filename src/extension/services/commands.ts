import * as vscode from 'vscode';
import type { CaseFilter } from '../display/caseFilter.ts';
import type { ImportReport } from '../../protocol/importApi.ts';
import type { Grouping } from '../../protocol/traceApi.ts';
import type { LensArguments } from '../../protocol/lsp.ts';
import type { ReviewWanted } from '../../protocol/reviewPage.ts';
import type { CasesRow } from '../casesTree/caseNodes.ts';
import type { GroupNode, MoreNode } from '../tree/traceNodes.ts';
import type { RunRef } from '../runs/runRef.ts';
import type { Notify } from './notify.ts';

/** Which trace a command means. Plain data, so that a link in a tooltip can carry it. `folder` is the workspace folder's path. */
export type TraceRef = { readonly folder: string; readonly trace: string };

/** What a key pressed in the tree passes: the row in focus is meant, which need not be the selected one. */
export type FocusedRow = { readonly focusedRow: true };

/**
 * Every command by its arguments and result. A menu on a tree item passes the item and all selected ones; the palette
 * passes nothing, and then the command asks.
 */
export interface Commands {
  'casebook.importTraces': (files?: vscode.Uri, selected?: readonly vscode.Uri[]) => Promise<ImportReport | undefined>;
  /** A file by its URI, as the Explorer passes it, or by its path. */
  'casebook.mapColumns': (file?: vscode.Uri | string) => Promise<void>;
  'casebook.importFolder': () => Promise<ImportReport | undefined>;
  'casebook.showImportReport': () => Promise<void>;
  'casebook.openTrajectory': (ref?: TraceRef, step?: number) => Promise<void>;
  /** Two selected traces; else the given one or the one in front, with the one selected for compare or one that is asked for. */
  'casebook.compareTraces': (ref?: TraceRef, selected?: readonly TraceRef[]) => Promise<void>;
  'casebook.selectForCompare': (ref?: TraceRef) => Promise<void>;
  'casebook.compareCase': (lens?: LensArguments) => Promise<void>;
  /** Several selected ones are looked at on one page; of one, a case may begin at a step. */
  'casebook.makeCase': (ref?: TraceRef, selected?: readonly TraceRef[], fromStep?: number) => Promise<{ readonly sentence: string } | undefined>;
  /** The same, as the menu on several selected rows is called. */
  'casebook.makeCases': Commands['casebook.makeCase'];
  /** Where nothing is given, the page as it was left. */
  'casebook.review': (wanted?: ReviewWanted) => Promise<void>;
  'casebook.labelTrace': (ref?: TraceRef) => Promise<void>;
  'casebook.undoLabel': (ref?: TraceRef | FocusedRow) => Promise<void>;
  'casebook.copyTraceId': (ref?: TraceRef | FocusedRow, selected?: readonly TraceRef[]) => Promise<void>;
  'casebook.revealSource': (ref?: TraceRef, step?: number) => Promise<void>;
  'casebook.removeTrace': (ref?: TraceRef | FocusedRow, selected?: readonly TraceRef[]) => Promise<void>;
  'casebook.removeFile': (group?: GroupNode) => Promise<void>;
  'casebook.rebuildIndex': () => Promise<void>;
  'casebook.copyOriginal': (ref?: TraceRef, step?: number) => Promise<void>;
  'casebook.importFeedback': () => Promise<void>;
  'casebook.watchFolder': (folder?: vscode.Uri) => Promise<void>;
  'casebook.stopWatching': () => Promise<void>;
  'casebook.showWatched': () => Promise<void>;
  'casebook.filterTraces': () => Promise<void>;
  'casebook.filterToGroup': (group?: GroupNode) => Promise<void>;
  'casebook.findInTraces': () => Promise<void>;
  'casebook.groupTraces': () => Promise<void>;
  'casebook.clearFilter': () => Promise<void>;
  'casebook.refresh': () => void;
  'casebook.showMoreTraces': (node: MoreNode) => void;
  'casebook.openCase': (folder: string, caseId: string) => Promise<void>;
  'casebook.runCase': (lens?: LensArguments) => Promise<void>;
  'casebook.runCaseAgainst': (lens?: LensArguments) => Promise<void>;
  'casebook.runAllCases': () => Promise<void>;
  /** Asks for the target where none is given. */
  'casebook.runAllAgainst': (target?: string) => Promise<void>;
  'casebook.cancelRuns': () => void;
  'casebook.showLastRun': () => Promise<void>;
  /** Cases and groups of cases, as the Cases view passes them. */
  'casebook.runCases': (node?: CasesRow, selected?: readonly CasesRow[]) => Promise<void>;
  'casebook.runFailedCases': () => Promise<void>;
  /** Without one, asks which; an empty name is the newest. */
  'casebook.showRun': (ref?: RunRef & { /** The case to show first. */ readonly caseId?: string }) => Promise<void>;
  /** At the line where it begins. */
  'casebook.openCaseFile': (lens: LensArguments) => Promise<void>;
  'casebook.newCase': () => Promise<void>;
  'casebook.quarantineCase': (node?: CasesRow, selected?: readonly CasesRow[]) => Promise<void>;
  'casebook.archiveCase': (node?: CasesRow, selected?: readonly CasesRow[]) => Promise<void>;
  'casebook.activateCase': (node?: CasesRow, selected?: readonly CasesRow[]) => Promise<void>;
  'casebook.reviewCase': (node?: CasesRow, selected?: readonly CasesRow[]) => Promise<void>;
  'casebook.deleteCase': (node?: CasesRow | FocusedRow, selected?: readonly CasesRow[]) => Promise<void>;
  'casebook.revealCase': (node?: CasesRow) => Promise<void>;
  'casebook.copyCaseId': (node?: CasesRow | FocusedRow, selected?: readonly CasesRow[]) => Promise<void>;
  'casebook.filterCases': () => Promise<void>;
  'casebook.groupCases': () => Promise<void>;
  'casebook.clearCaseFilter': () => Promise<void>;
  'casebook.refreshCases': () => void;
  'casebook.showMoreCases': (node: CasesRow) => void;
  /** The view Traces, with only those that have this value. */
  'casebook.showTracesOf': (given: { readonly folder: string; readonly by: Grouping; readonly value: string }) => Promise<void>;
  /** The view Cases under this filter. */
  'casebook.showCases': (filter: CaseFilter) => Promise<void>;
  'casebook.showCoverage': () => Promise<void>;
  'casebook.replayTraces': () => Promise<void>;
  /** What changed in the last replay, each opens in a comparison. */
  'casebook.showReplay': () => Promise<void>;
  'casebook.proveCase': (lens?: LensArguments) => Promise<void>;
  /** Asks for the trace. */
  'casebook.linkTrace': (lens?: LensArguments) => Promise<void>;
  'casebook.openCaseTrace': (lens?: LensArguments) => Promise<void>;
  'casebook.showCaseResult': (lens?: LensArguments) => Promise<void>;
  /** Files or folders of cases, as the Explorer passes them, or one case; from the palette the file in front or all. */
  'casebook.shareTrace': (ref?: TraceRef) => Promise<void>;
  'casebook.exportLabels': () => Promise<void>;
  'casebook.exportCases': (what?: vscode.Uri | LensArguments, selected?: readonly vscode.Uri[]) => Promise<void>;
  'casebook.importCases': (file?: vscode.Uri) => Promise<void>;
  'casebook.openConfig': () => Promise<void>;
  'casebook.showLog': () => void;
}

export type CommandName = keyof Commands;

/** Registers commands so that whatever one throws is shown in the one way errors are shown. */
export class CommandRegistry {
  readonly #notify: Notify;
  constructor(notify: Notify) {
    this.#notify = notify;
  }

  register<Name extends CommandName>(name: Name, handler: Commands[Name]): vscode.Disposable {
    const run = handler as (...args: readonly unknown[]) => unknown;
    return vscode.commands.registerCommand(name, async (...args: readonly unknown[]) => {
      try {
        return await run(...args);
      } catch (error) {
        this.#notify.error(error);
        return undefined;
      }
    });
  }

  run<Name extends CommandName>(name: Name, ...args: Parameters<Commands[Name]>): Thenable<Awaited<ReturnType<Commands[Name]>> | undefined> {
    return vscode.commands.executeCommand(name, ...args);
  }
}

/** For a link in a tooltip, which VS Code follows only for the commands its text names as trusted. */
export function commandLink<Name extends CommandName>(name: Name, ...args: Parameters<Commands[Name]>): string {
  return `command:${name}?${encodeURIComponent(JSON.stringify(args))}`;
}
