import { quoted } from '../../core/display/truncate.ts';
import type { CaseRow } from '../../core/model/caseRow.ts';
import { caseMark, isFlaky } from './caseRow.ts';
import type { ClassName } from './traceRow.ts';

/** What can be asked of a case by itself. */
export const caseStates = {
  failing: { words: 'failing', icon: 'error', holds: ({ last }) => last?.outcome === 'fail' || last?.outcome === 'error' },
  flaky: { words: 'flaky', icon: 'pulse', holds: isFlaky },
  notRun: { words: 'not run', icon: 'circle-large-outline', holds: ({ last, broken }) => last === null && !broken },
  unproven: { words: 'not proven', icon: 'unverified', holds: ({ needsProof, proven }) => needsProof && !proven },
  draft: { words: 'draft', icon: 'edit', holds: ({ status }) => status === 'draft' },
  quarantined: { words: 'quarantined', icon: 'debug-pause', holds: ({ status }) => status === 'quarantined' },
  broken: { words: 'not well formed', icon: 'bracket-error', holds: (row) => caseMark(row) === 'broken' },
} as const satisfies Readonly<Record<string, { readonly words: string; readonly icon: string; readonly holds: (row: CaseRow) => boolean }>>;
export type CaseState = keyof typeof caseStates;
export const caseStateNames = Object.keys(caseStates) as readonly CaseState[];

/** What the view shows of all cases; the parts combine. Archived cases show only where they are asked for. */
export type CaseFilter = { readonly text?: string; readonly state?: CaseState; readonly class?: string; readonly tag?: string; readonly archived?: true };

/** One part, in words, and how to go on without it. */
export type CaseFilterPart = { readonly words: string; readonly icon: string; readonly without: CaseFilter };

export function caseFilterParts(filter: CaseFilter, className: ClassName): readonly CaseFilterPart[] {
  const { text, state, class: failureClass, tag, archived, ...rest } = filter;
  const without = (key: keyof CaseFilter): CaseFilter => {
    const { [key]: _, ...others } = filter;
    return { ...rest, ...others };
  };
  return [
    ...(state === undefined ? [] : [{ words: caseStates[state].words, icon: caseStates[state].icon, without: without('state') }]),
    ...(text ? [{ words: `containing ${quoted(text, 60)}`, icon: 'search', without: without('text') }] : []),
    ...(failureClass === undefined ? [] : [{ words: `failure class ${className(failureClass)}`, icon: 'bug', without: without('class') }]),
    ...(tag === undefined ? [] : [{ words: `tag ${tag}`, icon: 'tag', without: without('tag') }]),
    ...(archived ? [{ words: 'archived ones too', icon: 'archive', without: without('archived') }] : []),
  ];
}

/** Whether rows are left out by it; archived ones that show besides are none. */
export function isFilteringCases({ archived: _, ...filter }: CaseFilter): boolean {
  return caseFilterParts(filter, (id) => id).length > 0;
}

export function filterCases(rows: readonly CaseRow[], { text, state, class: failureClass, tag, archived }: CaseFilter): readonly CaseRow[] {
  const words = (text ?? '').toLowerCase().split(/\s+/).filter((word) => word !== '');
  return rows.filter((row) => {
    if (row.status === 'archived' && !archived) return false;
    if (state !== undefined && !caseStates[state].holds(row)) return false;
    if (failureClass !== undefined && row.failureClass !== failureClass) return false;
    if (tag !== undefined && !row.tags.includes(tag)) return false;
    if (words.length === 0) return true;
    const said = [row.id, row.title, row.query, row.suite ?? '', row.file, row.useCase ?? '', ...row.tools, ...row.tags].join('\n').toLowerCase();
    return words.every((word) => said.includes(word));
  });
}

/** What of a kept filter still has a meaning: another version may have written it. */
export function readCaseFilter(kept: unknown): CaseFilter {
  if (typeof kept !== 'object' || kept === null) return {};
  const { text, state, class: failureClass, tag, archived } = kept as Readonly<Record<string, unknown>>;
  const known = caseStateNames.find((name) => name === state);
  return {
    ...(typeof text === 'string' ? { text } : {}), ...(known === undefined ? {} : { state: known }), ...(typeof failureClass === 'string' ? { class: failureClass } : {}),
    ...(typeof tag === 'string' ? { tag } : {}), ...(archived === true ? { archived } : {}),
  };
}
