import { formatCount } from '../../core/display/numbers.ts';
import { oneLine } from '../../core/display/truncate.ts';
import { visibleText } from '../../core/display/visibleText.ts';
import type { CaseRow } from '../../core/model/caseRow.ts';
import type { ClassName } from './traceRow.ts';

/** What the Cases view can be grouped by. */
export const caseGroupings = ['suite', 'folder', 'class', 'status', 'tag'] as const;
export type CaseGrouping = (typeof caseGroupings)[number];

export const caseGroupWords: Readonly<Record<CaseGrouping, { readonly title: string; readonly none: string; readonly icon: string }>> = {
  suite: { title: 'Suite', none: 'No suite', icon: 'beaker' },
  folder: { title: 'Folder', none: 'casebook/cases', icon: 'folder' },
  class: { title: 'Failure class', none: 'No failure class', icon: 'bug' },
  status: { title: 'Status', none: 'Not well formed', icon: 'circle-large-outline' },
  tag: { title: 'Tag', none: 'No tag', icon: 'tag' },
};

export function isCaseGrouping(value: unknown): value is CaseGrouping {
  return caseGroupings.some((each) => each === value);
}

export type CaseGroup = { readonly value: string | null; readonly rows: readonly CaseRow[] };

const withoutEnding = (file: string): string => file.replace(/\.case\.(?:ya?ml|json)$/, '');

/** The folder of a case file below casebook/cases; null: it lies there itself. */
function folderOf(file: string): string | null {
  const folder = /^(.*)\/[^/]*$/.exec(file)?.[1] ?? '';
  const below = folder.replace(/^casebook\/cases(?:\/|$)/, '');
  return below === '' ? null : below;
}

/** A case with two tags stands under both. */
function valuesOf(row: CaseRow, by: CaseGrouping): readonly (string | null)[] {
  switch (by) {
    case 'suite':
      // A file of one case is no suite; such files stand under their folder.
      return [row.suite ?? folderOf(row.file)];
    case 'folder':
      return [folderOf(row.file)];
    case 'class':
      return [row.failureClass];
    case 'status':
      return [row.broken ? null : row.undecided?.kind === 'unproven' ? 'active, not proven' : row.status];
    case 'tag':
      return row.tags.length === 0 ? [null] : [...new Set(row.tags)];
  }
}

const statusOrder: readonly (string | null)[] = [null, 'active', 'active, not proven', 'draft', 'quarantined', 'archived'];

/** Groups in the order of their names, statuses in their own; what has none comes last. Rows keep their order. */
export function groupCases(rows: readonly CaseRow[], by: CaseGrouping): readonly CaseGroup[] {
  const groups = new Map<string | null, CaseRow[]>();
  for (const row of rows) {
    for (const value of valuesOf(row, by)) {
      const known = groups.get(value);
      if (known) known.push(row);
      else groups.set(value, [row]);
    }
  }
  const all = [...groups].map(([value, grouped]): CaseGroup => ({ value, rows: grouped }));
  if (by === 'status') return all.sort((a, b) => statusOrder.indexOf(a.value) - statusOrder.indexOf(b.value));
  return all.sort((a, b) => (a.value === null ? 1 : b.value === null ? -1 : a.value < b.value ? -1 : 1));
}

export function caseGroupTitle(by: CaseGrouping, value: string | null, className: ClassName): string {
  if (value === null) return caseGroupWords[by].none;
  const name = by === 'class' ? className(value) : by === 'folder' ? withoutEnding(value) : value;
  return oneLine(visibleText(name), 60) || '(empty)';
}

export function isFailing({ last, undecided }: CaseRow): boolean {
  return undecided === null && (last?.outcome === 'fail' || last?.outcome === 'error');
}

/** `184, 171 proven, 3 failing`: proven of those that have something to prove. */
export function caseGroupDescription(rows: readonly CaseRow[]): string {
  const [needs, proven, failing] = [rows.filter((row) => row.needsProof), rows.filter((row) => row.needsProof && row.proven), rows.filter(isFailing)];
  return [formatCount(rows.length), ...(needs.length > 0 ? [`${formatCount(proven.length)} proven`] : []), ...(failing.length > 0 ? [`${formatCount(failing.length)} failing`] : [])].join(', ');
}
