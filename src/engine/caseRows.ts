import { failureOf, queryOf, variantsOf } from '../core/cases/readings.ts';
import { classOf, needsProof, toolsOf } from '../core/coverage/caseAbout.ts';
import type { CaseList, CaseRow } from '../core/model/caseRow.ts';
import type { Slices } from '../core/support/slices.ts';
import type { LastResult } from '../protocol/runApi.ts';
import type { BrokenCase, Library, LibraryCase } from './caseLibrary.ts';

const longestText = 300;

/** All cases as rows. Who holds the newest list already gets none. */
export function createCaseRows(library: { read(): Slices<Library> }, lastResults: () => readonly LastResult[]): (held: number | undefined) => Slices<CaseList> {
  let last: { readonly read: Library; readonly results: string; readonly revision: number; readonly rows: readonly CaseRow[] } | undefined;

  return function* list(held) {
    const read = yield* library.read();
    const results = lastResults();
    const said = results.map(({ caseId, at, outcome, target }) => `${caseId} ${at} ${outcome} ${target}`).join('\n');
    if (last?.read !== read || last.results !== said) {
      const lastOf = new Map(results.map(({ caseId, ...result }) => [caseId, result]));
      const rows = [...read.cases.map((each) => rowOf(each, lastOf.get(each.caseId) ?? null)), ...read.broken.map(brokenRow)];
      last = { read, results: said, revision: (last?.revision ?? Date.now()) + 1, rows };
    }
    return { revision: last.revision, rows: last.revision === held ? null : last.rows, unreadable: read.unreadable };
  };
}

function rowOf(each: LibraryCase, last: CaseRow['last']): CaseRow {
  const { caseId, file, line, suite, value, undecided, proofHolds } = each;
  const { class: failureClass = null, mode = null } = classOf(each);
  const { metadata, quarantine, source, status = 'active' } = value;
  const query = queryOf(value).slice(0, longestText);
  return {
    id: caseId, file, line, suite, query, variants: variantsOf(value).map(({ id, query: wording }) => ({ id, query: wording.slice(0, longestText) })), title: value.title?.slice(0, longestText) ?? query, status, undecided,
    needsProof: needsProof(each), proven: failureOf(value) !== null && proofHolds,
    failureClass, failureMode: mode, tools: [...toolsOf(each)], useCase: metadata?.segment?.useCase ?? null, tags: metadata?.coverage ?? [], risk: metadata?.risk ?? null, owner: metadata?.owner ?? quarantine?.owner ?? null,
    quarantine: quarantine === undefined ? null : quarantine.reason, traceId: source?.traceId ?? null, last, broken: false,
  };
}

const brokenRow = ({ caseId, file, line, suite }: BrokenCase): CaseRow => ({
  id: caseId, file, line, suite, title: caseId, query: '', variants: [], status: 'active', undecided: null, needsProof: false, proven: false,
  failureClass: null, failureMode: null, tools: [], useCase: null, tags: [], risk: null, owner: null, quarantine: null, traceId: null, last: null, broken: true,
});
