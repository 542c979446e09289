import type { Bytes } from './bytes.ts';

export type ArchiveEntry = {
  /** With forward slashes; never leads out of the archive. */
  readonly name: string;
  readonly packedSize: number;
  readonly size: number;
  /** Changes with the content. */
  readonly stamp: string;
  open(): Bytes;
};

export type ArchiveContent = { readonly entries: readonly ArchiveEntry[]; readonly warnings: readonly string[] };
