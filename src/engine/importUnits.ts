import { hash } from 'node:crypto';
import { detectFormat } from '../core/formats/detect.ts';
import type { Format } from '../core/formats/format.ts';
import type { FileStamp, SourceFile } from './sourceFile.ts';
import { openSource } from './source.ts';

/** What is read as one source: a file, or the files of a folder that are one run. */
export type ImportUnit = {
  /** Of the file, or of the folder. */
  readonly path: string;
  readonly shownAs: string;
  readonly files: readonly SourceFile[];
  /** Met in a folder, not named. */
  readonly found: boolean;
  readonly size: number;
  readonly stamp: FileStamp;
};

export function unitOfFile(file: SourceFile): ImportUnit {
  const { path, shownAs, found, size, stamp } = file;
  return { path, shownAs, files: [file], found, size, stamp };
}

/**
 * Files that are one run together become one unit, in the place of the first of them. A format says by the paths which could be;
 * whether they are is told by their content, and where they are not, each file stands alone.
 * @param files sorted by path
 * @param display a path as the workspace sees it
 */
export function unitsOf(files: readonly SourceFile[], formats: readonly Format[], display: (path: string) => string): readonly ImportUnit[] {
  const unitOf = new Map<SourceFile, ImportUnit>();
  for (const format of formats) {
    if (!format.unitOf) continue;
    const folders = new Map<string, SourceFile[]>();
    for (const file of files) {
      if (unitOf.has(file)) continue;
      const folder = format.unitOf(file.path.replaceAll('\\', '/'));
      if (folder === undefined) continue;
      const members = folders.get(folder);
      if (members) members.push(file);
      else folders.set(folder, [file]);
    }
    for (const [folder, members] of folders) {
      if (members.length < 2) continue;
      const unit = asUnit(folder, display(folder), members);
      if (isOf(format, unit)) for (const file of members) unitOf.set(file, unit);
    }
  }
  return [...new Set(files.map((file) => unitOf.get(file) ?? unitOfFile(file)))];
}

function asUnit(path: string, shownAs: string, files: readonly SourceFile[]): ImportUnit {
  const sum = (pick: (file: SourceFile) => number) => files.reduce((total, each) => total + pick(each), 0);
  const digest = hash('sha256', JSON.stringify(files.map(({ shownAs: name, stamp }) => [name, stamp.size, stamp.mtimeMs, stamp.digest]))).slice(0, 32);
  return {
    path, shownAs, files, found: true, size: sum(({ size }) => size),
    stamp: { size: sum(({ stamp }) => stamp.size), mtimeMs: Math.max(...files.map(({ stamp }) => stamp.mtimeMs)), digest },
  };
}

function isOf(format: Format, { files, shownAs }: ImportUnit): boolean {
  const source = openSource(files, shownAs, { warn() {} });
  try {
    return detectFormat(source.sample)?.format === format;
  } finally {
    source.close();
  }
}
