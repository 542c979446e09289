import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readdirSync, readFileSync, readSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { monotonicFactory } from 'ulid';
import { firstIssueInWords } from '../core/cases/structureIssues.ts';
import type { Label } from '../core/model/label.ts';
import { LabelEvent } from '../core/model/label.ts';
import type { LabelEventBody } from '../core/review/labels.ts';
import type { TraceLabels } from '../core/model/review.ts';
import { foldLabels } from '../core/review/labels.ts';
import { UserError } from '../core/support/errors.ts';
import type { Log } from '../core/support/log.ts';
import { reviewerFrom } from '../core/support/reviewerName.ts';
import type { Workspace } from './workspace.ts';
import { makeFolder, refuseWrite } from './writing.ts';

/** The label journals of a workspace, one file a reviewer, and what they amount to (FILES). */
export interface Journals {
  /** Label in force by trace id. The same map as long as no journal has changed. */
  labels(): ReadonlyMap<string, Label>;
  /** What all reviewers say, by trace id. The same map as long as no journal has changed. */
  traceLabels(): ReadonlyMap<string, TraceLabels>;
  /** A sentence where labels are missing because their files cannot be read, as of the last look; null otherwise. */
  trouble(): string | null;
  /** All events, in no order. */
  events(): readonly LabelEvent[];
  /** Appends events that belong to one request. All are written, or none. */
  append(by: string, trace: LabelEvent['trace'], bodies: readonly LabelEventBody[]): void;
}

/** Fit for a file name on every system; the same name in the event and in the file. */
export function reviewerName(by: string): string {
  const safe = reviewerFrom(by);
  if (safe === '') throw new UserError('bad-reviewer', `"${by}" cannot be a reviewer's name: it has no letter or digit in it.`, 'Give a name such as jonas.');
  return safe;
}

type Journal = { readonly stamp: string; readonly events: readonly LabelEvent[] };

export function createJournals(workspace: Workspace, log: Log, now: () => Date): Journals {
  const journals = new Map<string, Journal>();
  /** A journal only grows, so each line is parsed once however often the file is read. Null: said to be left out. */
  const parsed = new Map<string, LabelEvent | null>();
  const nextId = monotonicFactory();
  let labelsNow: ReadonlyMap<string, Label> = new Map();
  let folded: ReadonlyMap<string, { readonly events: readonly LabelEvent[]; readonly labels: TraceLabels }> = new Map();
  let tracesNow: ReadonlyMap<string, TraceLabels> = new Map();
  let lastAt = 0;
  let trouble: string | null = null;
  const reported = new Set<string>();

  function parse(line: string, where: string): LabelEvent | null {
    const known = parsed.get(line);
    if (known !== undefined) return known;
    const event = parseEvent(line, where);
    parsed.set(line, event);
    return event;
  }

  function parseEvent(line: string, where: string): LabelEvent | null {
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      log.warn(`${where} is not JSON and is left out.`);
      return null;
    }
    const result = LabelEvent.safeParse(value);
    if (result.success) return result.data;
    const version = typeof value === 'object' && value !== null && 'v' in value ? value.v : undefined;
    log.warn(typeof version === 'number' && version > 1 ? `${where} was written by a newer Casebook (v: ${version}) and is left out.` : `${where} is no label event that Casebook knows and is left out: ${firstIssueInWords(result.error.issues)}`);
    return null;
  }

  function read(path: string, stamp: string): Journal {
    const events = readFileSync(path, 'utf8').split('\n').flatMap((text, n) => {
      const line = text.trim();
      const event = line === '' ? null : parse(line, `${workspace.display(path)} line ${n + 1}`);
      return event ?? [];
    });
    return { stamp, events };
  }

  /** Reads again what has changed on disk. @returns whether anything had */
  function refresh(): boolean {
    const files = journalFiles();
    let changed = false;
    for (const name of [...journals.keys()]) {
      if (files.includes(name)) continue;
      journals.delete(name);
      changed = true;
    }
    for (const name of files) {
      const path = join(workspace.labels, name);
      try {
        const { mtimeMs, size, ino } = statSync(path);
        const stamp = `${mtimeMs} ${size} ${ino}`;
        if (journals.get(name)?.stamp === stamp) continue;
        journals.set(name, read(path, stamp));
        changed = true;
      } catch (error) {
        report(`${workspace.display(path)} cannot be read; its labels are missing.`, error);
      }
    }
    return changed;
  }

  /** In the log once: journals are looked at with every list. */
  function report(sentence: string, error: unknown): void {
    trouble = sentence;
    if (!reported.has(sentence)) log.error(sentence, error);
    reported.add(sentence);
  }

  function journalFiles(): readonly string[] {
    trouble = null;
    try {
      return readdirSync(workspace.labels).filter((name) => name.endsWith('.jsonl')).sort();
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'ENOENT') return [];
      report(`${workspace.display(workspace.labels)} ${code === 'ENOTDIR' ? 'is a file and not a folder' : 'cannot be read'}; all labels are missing.`, error);
      return [];
    }
  }

  function allEvents(): readonly LabelEvent[] {
    return [...journals.values()].flatMap((each) => each.events);
  }

  function fold(): void {
    if (!refresh()) return;
    const next = new Map<string, { readonly events: readonly LabelEvent[]; readonly labels: TraceLabels }>();
    for (const [trace, events] of Map.groupBy(allEvents(), (event) => event.trace.id)) {
      const known = folded.get(trace);
      const isSame = known?.events.length === events.length && events.every((event, at) => event === known.events[at]);
      next.set(trace, known && isSame ? known : { events, labels: foldLabels(events) });
    }
    folded = next;
    tracesNow = new Map([...folded].map(([trace, { labels }]) => [trace, labels]));
    labelsNow = new Map([...tracesNow].flatMap(([trace, { label }]) => (label ? [[trace, label]] : [])));
  }

  return {
    labels() {
      fold();
      return labelsNow;
    },
    traceLabels() {
      fold();
      return tracesNow;
    },
    trouble: () => trouble,
    events() {
      fold();
      return allEvents();
    },
    append(by, trace, bodies) {
      if (bodies.length === 0) return;
      // Each request has a time of its own, behind all events that are there, so that it is undone as one and counts last.
      for (const event of this.events()) if (event.by === by) lastAt = Math.max(lastAt, Date.parse(event.at));
      lastAt = Math.max(lastAt + 1, now().getTime());
      const at = new Date(lastAt).toISOString();
      const lines = bodies.map((body) => JSON.stringify({ v: 1, id: nextId(lastAt), at, by, trace, ...body } satisfies LabelEvent));
      appendLines(join(workspace.labels, `${by}.jsonl`), lines);
    },
  };
}

/** Behind a line that lacks its end, as an interrupted write leaves it, a new line is begun. What cannot be written whole is taken back. */
function appendLines(path: string, lines: readonly string[]): void {
  let fd: number | undefined;
  try {
    makeFolder(join(path, '..'));
    fd = openSync(path, 'a+');
    const { size } = fstatSync(fd);
    const last = Buffer.alloc(1);
    const open = size > 0 && readSync(fd, last, 0, 1, size - 1) === 1 && last[0] !== 0x0a;
    const bytes = Buffer.from(`${open ? '\n' : ''}${lines.join('\n')}\n`);
    try {
      for (let written = 0; written < bytes.length; ) written += writeSync(fd, bytes, written);
      fsyncSync(fd);
    } catch (error) {
      ftruncateSync(fd, size);
      throw error;
    }
  } catch (error) {
    refuseWrite('The label was not saved', path, error);
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}
