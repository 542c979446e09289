import { isCaseGrouping, type CaseGrouping } from '../display/caseGroups.ts';
import { readCaseFilter, type CaseFilter } from '../display/caseFilter.ts';

/** How the view was left in this workspace. */
export type CaseViewSettings = { readonly groupBy: CaseGrouping; readonly filter: CaseFilter };
/** The part of VS Code's Memento that is used. */
type Memory = { get(key: string): unknown; update(key: string, value: unknown): Thenable<void> };

const key = 'casebook.cases.view';

export function readCaseView(memory: Pick<Memory, 'get'>): CaseViewSettings {
  const kept = memory.get(key);
  if (typeof kept !== 'object' || kept === null) return { groupBy: 'suite', filter: {} };
  const { groupBy, filter } = kept as { readonly groupBy?: unknown; readonly filter?: unknown };
  return { groupBy: isCaseGrouping(groupBy) ? groupBy : 'suite', filter: readCaseFilter(filter) };
}

export function keepCaseView(memory: Pick<Memory, 'update'>, settings: CaseViewSettings): Thenable<void> {
  return memory.update(key, settings);
}
