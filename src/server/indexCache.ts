import { existsSync, readFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { IndexedFile } from '../language/workspaceIndex.ts';

/** Another number whenever what is kept of a file is another: what was kept before is then made anew. */
const version = 1;
/** A file that was written this shortly before it was looked at may have been written once more without another date. */
const soonMs = 2000;

const Place = z.object({ start: z.number(), end: z.number(), line: z.number(), column: z.number() });
const Name = z.object({ kind: z.enum(['tag', 'tier', 'class', 'mode', 'owner', 'role', 'target', 'judge', 'tool', 'step', 'after', 'document', 'ref']), name: z.string(), place: Place });
const Case = z.object({ id: z.string().nullable(), title: z.string(), suite: z.string().nullable(), place: Place, names: z.array(Name) });
const Line = z.object({ path: z.string(), mtimeMs: z.number(), size: z.number(), cases: z.array(Case), suites: z.array(z.object({ name: z.string(), place: Place })), defaults: z.array(Name) });

/** What was kept of a file, and of which state of it. */
export type CachedFile = { readonly path: string; readonly mtimeMs: number; readonly size: number; readonly file: Omit<IndexedFile, 'uri'> };

/** What the last index kept: one line of JSON a file, so that it is read in pieces. A line that is no such thing counts as not there, and so does a file of another version. */
export function* readCache(path: string): Iterable<CachedFile> {
  const [head = '', ...lines] = readLines(path);
  const stated = z.object({ casebookIndex: z.literal(version), at: z.number() }).safeParse(jsonOf(head)).data;
  if (!stated) return;
  for (const line of lines) {
    const read = Line.safeParse(jsonOf(line)).data;
    if (!read || read.mtimeMs > stated.at - soonMs) continue;
    const { path: of, mtimeMs, size, ...file } = read;
    yield { path: of, mtimeMs, size, file };
  }
}

const linesAtOnce = 500;

/** Only where the folder is there: it is not made for this. Written in pieces, between which requests are answered. A cache that cannot be written is none. */
export async function writeCache(path: string, lines: readonly string[]): Promise<void> {
  if (!existsSync(dirname(path))) return;
  try {
    const file = await open(`${path}.new`, 'w');
    try {
      await file.write(`${JSON.stringify({ casebookIndex: version, at: Date.now() })}\n`);
      for (let from = 0; from < lines.length; from += linesAtOnce) await file.write(`${lines.slice(from, from + linesAtOnce).join('\n')}\n`);
    } finally {
      await file.close();
    }
    await rename(`${path}.new`, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
  }
}

export const cacheLine = ({ path, mtimeMs, size, file: { cases, suites, defaults } }: CachedFile): string => JSON.stringify({ path, mtimeMs, size, cases, suites, defaults });

function readLines(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8').split('\n').filter((line) => line !== '');
  } catch {
    return []; // no index was kept yet, or it may not be read: everything is read again
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // as above
  }
}
