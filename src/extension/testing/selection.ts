import type * as vscode from 'vscode';
import type { CaseRow } from '../../core/model/caseRow.ts';
import type { FolderEngine } from '../services/engines.ts';
import type { CaseTests } from './caseTests.ts';

/** What a request of the Test Explorer asks of one folder. `cases`: ids; none means all. */
export type FolderSelection = { readonly engine: FolderEngine; readonly cases: readonly string[]; readonly rows: readonly CaseRow[] };

/** What is to be run, folder by folder. Broken cases are left to the Problems panel unless everything is run. */
export function selectionOf({ include, exclude = [] }: Pick<vscode.TestRunRequest, 'include' | 'exclude'>, tests: CaseTests, engines: readonly FolderEngine[]): readonly FolderSelection[] {
  const without = new Set(exclude.flatMap((item) => tests.rowsOf(item)));
  return engines.filter(({ hasWorkspace }) => hasWorkspace).flatMap((engine): readonly FolderSelection[] => {
    const { folder } = engine;
    const all = tests.rowsIn(folder);
    const rows = (include?.filter((item) => tests.folderOf(item) === folder).flatMap((item) => tests.rowsOf(item)) ?? all).filter((row) => !without.has(row) && !row.broken);
    if (include === undefined && without.size === 0) return [{ engine, cases: [], rows }];
    const cases = [...new Set(rows.map(({ id }) => id))];
    return cases.length === 0 ? [] : [{ engine, cases, rows }];
  });
}
