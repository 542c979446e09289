import { missingLine } from '../../src/core/display/completeness.ts';
import type { ImportedFile } from '../../src/protocol/importApi.ts';

/** A file with its number in the report, by which the host knows it. */
export type Numbered = { readonly number: number; readonly file: ImportedFile };

export const filters = ['all', 'refused', 'leftOut', 'warnings', 'incomplete'] as const;
export type Filter = (typeof filters)[number];

/** Not read, and it should have been: of a folder, files that are no traces by themselves are left out on purpose. */
export function isRefused({ error, leftOut }: ImportedFile): boolean {
  return error !== null && leftOut === undefined;
}

const tests: Readonly<Record<Filter, (file: ImportedFile) => boolean>> = {
  all: () => true,
  refused: isRefused,
  leftOut: ({ leftOut }) => leftOut !== undefined,
  warnings: (file) => file.warningCount > 0,
  incomplete: (file) => missingLine(file.completeness) !== null,
};

/** What wants a look first: refused files, those whose columns can be mapped, then those with warnings, then the others, then what was left out on purpose. */
function rank(file: ImportedFile): number {
  if (isRefused(file)) return 0;
  if (file.mappable !== undefined) return 1;
  if (file.warningCount > 0) return 2;
  return file.error === null ? 3 : 4;
}

export function inOrder(files: readonly ImportedFile[]): readonly Numbered[] {
  return files.map((file, number) => ({ file, number })).toSorted((a, b) => rank(a.file) - rank(b.file) || a.number - b.number);
}

export function countOf(files: readonly Numbered[], filter: Filter): number {
  // A row may stand for several files of a kind.
  return files.filter(({ file }) => tests[filter](file)).reduce((total, { file }) => total + (filter === 'leftOut' ? (file.leftOut ?? 0) : 1), 0);
}

/** @param text part of a path, in any case */
export function matching(files: readonly Numbered[], filter: Filter, text: string): readonly Numbered[] {
  const wanted = text.trim().toLowerCase();
  return files.filter(({ file }) => tests[filter](file) && (wanted === '' || file.path.toLowerCase().includes(wanted)));
}

/** "week.jsonl" of "exports", so that names can be read where paths are long. */
export function nameAndFolder(path: string): { readonly name: string; readonly folder: string } {
  const at = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  return { name: path.slice(at + 1), folder: path.slice(0, Math.max(0, at)) };
}
