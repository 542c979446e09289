import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readFileSync, readSync, writeFileSync, writeSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { dirname, join } from 'node:path';
import type { LabelEvent } from '../core/model/label.ts';
import type { LineFinding } from '../core/review/journalLine.ts';
import { makeFolder, refuseWrite } from './writing.ts';

export type PlacedFinding = LineFinding & { /** 1-based. */ readonly line: number };
type Line = { readonly text: string; readonly event: LabelEvent | null; readonly finding: LineFinding | null };
/** What became of the lines of a file since they were last looked at. */
export type JournalChange = { readonly removed: readonly LabelEvent[]; readonly added: readonly LabelEvent[] };

/** The lines of one journal in memory. A journal only grows, so of a longer one only what was added is parsed, wherever it stands. */
export type JournalFile = {
  /** Undefined where nothing changed. Throws what keeps the file from being read. */
  refresh(stat: Stats): JournalChange | undefined;
  findings(): readonly PlacedFinding[];
  events(): readonly LabelEvent[];
  /** Adds what was just written behind all that is known; false where others wrote meanwhile, so that it has to be read. */
  extend(written: Written, events: readonly LabelEvent[]): boolean;
};

export const stampOf = ({ mtimeMs, size, ino }: Stats): string => `${mtimeMs} ${size} ${ino}`;

/** @param parse reads a line, of which `place` says where it stands */
export function createJournalFile(path: string, parse: (text: string, line: number) => Omit<Line, 'text'>): JournalFile {
  let stamp = '';
  let lines: Line[] = [];
  let findings: readonly PlacedFinding[] | undefined;

  const eventsOf = (some: readonly Line[]) => some.flatMap(({ event }) => event ?? []);

  return {
    refresh(stat) {
      const now = stampOf(stat);
      if (now === stamp) return undefined;
      const texts = readFileSync(path, 'utf8').split('\n');
      if (texts.at(-1) === '') texts.pop();
      const shorter = Math.min(texts.length, lines.length);
      let same = 0;
      while (same < shorter && texts[same] === lines[same]?.text) same++;
      let behind = 0;
      while (behind < shorter - same && texts[texts.length - 1 - behind] === lines[lines.length - 1 - behind]?.text) behind++;
      const read = texts.slice(same, texts.length - behind).map((text, n) => ({ text, ...parse(text, same + n + 1) }));
      const removed = lines.slice(same, lines.length - behind);
      lines = lines.slice(0, same).concat(read, lines.slice(lines.length - behind));
      stamp = now;
      findings = undefined;
      return { removed: eventsOf(removed), added: eventsOf(read) };
    },
    findings: () => (findings ??= lines.flatMap(({ finding }, n) => (finding ? [{ ...finding, line: n + 1 }] : []))),
    events: () => eventsOf(lines),
    extend(written, events) {
      if (stamp === '' ? written.size > 0 : written.before !== stamp) return false;
      lines.push(...written.lines.map((text, n) => ({ text, event: events[n] ?? null, finding: null })));
      stamp = written.after;
      return true;
    },
  };
}

/** `before` and `after`: stamps of the file; `size` it had before. */
export type Written = { readonly lines: readonly string[]; readonly before: string; readonly after: string; readonly size: number };

/**
 * Two branches, or two machines of one person, both add to the end of a journal, which git calls a conflict. Told so, it keeps the lines of
 * both, whose order decides nothing. Somebody's own file is left as it is.
 */
export function letGitJoin(folder: string): void {
  try {
    makeFolder(folder);
    writeFileSync(join(folder, '.gitattributes'), '*.jsonl merge=union\n', { flag: 'wx' });
  } catch (error) {
    // Whatever keeps a file from being written here keeps the label from it too, and says so.
    if (!['EEXIST', 'EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'ENOTDIR', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

/** Behind a line that lacks its end, as an interrupted write leaves it, a new line is begun. What cannot be written whole is taken back. */
export function appendLines(path: string, lines: readonly string[]): Written {
  let fd: number | undefined;
  try {
    makeFolder(dirname(path));
    fd = openSync(path, 'a+');
    const before = fstatSync(fd);
    const last = Buffer.alloc(1);
    const open = before.size > 0 && readSync(fd, last, 0, 1, before.size - 1) === 1 && last[0] !== 0x0a;
    const bytes = Buffer.from(`${open ? '\n' : ''}${lines.join('\n')}\n`);
    try {
      for (let written = 0; written < bytes.length; ) written += writeSync(fd, bytes, written);
      fsyncSync(fd);
    } catch (error) {
      ftruncateSync(fd, before.size);
      throw error;
    }
    return { lines, before: stampOf(before), after: stampOf(fstatSync(fd)), size: before.size };
  } catch (error) {
    return refuseWrite('The label was not saved', path, error);
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}
