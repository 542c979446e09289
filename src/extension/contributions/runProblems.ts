import { isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import { DisposableStore } from '../../core/support/disposable.ts';
import type { CaseResult } from '../../core/model/result.ts';
import type { LspRange } from '../../protocol/lsp.ts';
import { failedChecks } from '../display/caseResult.ts';
import { followEdit, placeChecks, type ShownCheck } from '../display/runProblems.ts';
import { Coalesced } from '../services/coalesced.ts';
import type { Services } from '../services/services.ts';
import { lastRunKey } from './runStatus.ts';

type Shown = { readonly uri: vscode.Uri; readonly caseId: string; checks: readonly ShownCheck[] };

const uriOf = (folder: string, file: string): vscode.Uri => vscode.Uri.file(isAbsolute(file) ? file : join(folder, file));
const keyOf = (uri: vscode.Uri, caseId: string): string => `${uri.toString()}#${caseId}`;
const byCase = (results: readonly CaseResult[]): readonly [CaseResult, ...CaseResult[]][] => [...Map.groupBy(results, ({ file, caseId }) => `${file}#${caseId}`).values()] as [CaseResult, ...CaseResult[]][];

const rangeOf = ({ start, end }: LspRange): vscode.Range => new vscode.Range(start.line, start.character, end.line, end.character);

function diagnosticOf({ check, range }: ShownCheck): vscode.Diagnostic {
  const severity = check.severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning;
  const diagnostic = new vscode.Diagnostic(rangeOf(range), check.message, severity);
  diagnostic.source = 'Casebook run';
  diagnostic.code = check.metric ?? check.id;
  return diagnostic;
}

/** What failed in the last run, in the Problems panel at the expectation it broke, until the case passes or that line is edited. */
export function runProblems({ changes, context, engines, language, log, runs }: Services): vscode.Disposable {
  const owned = new DisposableStore();
  const collection = owned.add(vscode.languages.createDiagnosticCollection('casebook-run'));
  const shown = new Map<string, Shown>();
  const edited = new Set<string>();

  function publish(uri: vscode.Uri): void {
    const file = uri.toString();
    collection.set(uri, [...shown.values()].filter((each) => each.uri.toString() === file).flatMap((each) => each.checks.map(diagnosticOf)));
  }

  /** All a run says of one case: it may have been run against several targets. */
  async function show(folder: string, results: readonly CaseResult[]): Promise<void> {
    const [first] = results;
    if (!first) return;
    const uri = uriOf(folder, first.file);
    const key = keyOf(uri, first.caseId);
    const failed = results.flatMap(failedChecks);
    if (failed.length === 0) shown.delete(key);
    else {
      const document = await vscode.workspace.openTextDocument(uri);
      const ranges = await language.rangesOf(uri, first.caseId, failed.map((check) => check.path));
      shown.set(key, { uri, caseId: first.caseId, checks: placeChecks(failed, ranges, (range) => document.getText(rangeOf(range))) });
    }
    publish(uri);
  }

  async function follow(file: string): Promise<void> {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(file));
    for (const [key, each] of shown) {
      if (each.uri.toString() !== file) continue;
      const ranges = await language.rangesOf(each.uri, each.caseId, each.checks.map(({ check }) => check.path));
      each.checks = followEdit(each.checks, ranges, (range) => document.getText(rangeOf(range)));
      if (each.checks.length === 0) shown.delete(key);
    }
    publish(document.uri);
  }

  /** Targets are mended in the configuration: what broke may work now. */
  function forgetBroken(): void {
    for (const [key, each] of shown) {
      each.checks = each.checks.filter(({ check }) => !check.broke);
      if (each.checks.length === 0) shown.delete(key);
      publish(each.uri);
    }
  }

  /** Those of before the window was loaded anew, of cases that were not edited since. */
  async function restore(): Promise<void> {
    if (context.workspaceState.get(lastRunKey) === undefined) return;
    for (const { folder, hasWorkspace, client } of engines.all()) {
      if (!hasWorkspace) continue;
      const known = await client.lastFailures({});
      for (const ofCase of byCase(known)) {
        const [first] = ofCase;
        const { file, caseId } = first;
        const uri = uriOf(folder, file);
        // A run of this window said something newer of it.
        if (shown.has(keyOf(uri, caseId)) || runs.last(folder, caseId)) continue;
        const document = await Promise.resolve(vscode.workspace.openTextDocument(uri)).catch(() => undefined);
        if (document && !runs.wasEditedSince(first, document)) await show(folder, ofCase);
      }
    }
  }

  const warn = (error: unknown): void => log.warn(`Failed checks could not be placed: ${String(error)}`);
  const catchUp = owned.add(new Coalesced(() => {
    for (const file of edited) follow(file).catch(warn);
    edited.clear();
  }, 200, 300));

  owned.add(changes.results.event(({ folder, results }) => {
    for (const ofCase of byCase(results)) show(folder, ofCase).catch(warn);
  }));
  restore().catch(warn);
  const changed = (uri: vscode.Uri): void => {
    if (!collection.has(uri)) return;
    edited.add(uri.toString());
    catchUp.request();
  };
  const gone = (uri: vscode.Uri): void => {
    for (const [key, each] of shown) if (each.uri.toString() === uri.toString()) shown.delete(key);
    collection.delete(uri);
  };
  owned.add(vscode.workspace.onDidChangeTextDocument(({ document }) => changed(document.uri)));
  // A file that no editor shows is changed too: by git, or by an agent.
  const onDisk = owned.add(vscode.workspace.createFileSystemWatcher('**/*.case.{yaml,yml,json}', true));
  owned.add(onDisk.onDidChange(changed));
  owned.add(onDisk.onDidDelete(gone));
  owned.add(vscode.workspace.onDidSaveTextDocument(({ uri }) => {
    if (uri.path.endsWith('/casebook/config.yaml')) forgetBroken();
  }));
  owned.add(vscode.workspace.onDidDeleteFiles(({ files }) => files.forEach(gone)));
  return owned;
}
