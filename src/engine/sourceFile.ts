import { statSync } from 'node:fs';
import type { Bytes } from './containers/bytes.ts';
import { fileBytes } from './containers/bytes.ts';

/** How a file was when it was read. `digest` tells what size and time do not: the entries of an archive, the files of a unit. */
export type FileStamp = { readonly size: number; readonly mtimeMs: number; readonly digest?: string };

/** A file to read: on disk, or packed in one. */
export type SourceFile = {
  /** With the entry's name behind that of its archive. */
  readonly path: string;
  /** As the workspace sees it. */
  readonly shownAs: string;
  /** Met in a folder or an archive, not named. */
  readonly found: boolean;
  /** It is unpacked while it is read. */
  readonly packed: boolean;
  /** Bytes it takes on disk, for progress. */
  readonly size: number;
  readonly stamp: FileStamp;
  open(): Bytes;
};

/** Throws where the file is gone meanwhile. */
export function fileOnDisk(path: string, shownAs: string, found: boolean): SourceFile {
  const { size, mtimeMs } = statSync(path);
  return { path, shownAs, found, packed: false, size, stamp: { size, mtimeMs }, open: () => fileBytes(path) };
}
