import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { monotonicFactory } from 'ulid';
import { journalName, reviewerOfJournal } from '../core/display/journalName.ts';
import { plural } from '../core/display/numbers.ts';
import { printableLine } from '../core/display/terminal.ts';
import { oneLine } from '../core/display/truncate.ts';
import type { Reviewer } from '../core/model/config.ts';
import type { Label, LabelEvent } from '../core/model/label.ts';
import type { TraceLabels } from '../core/model/review.ts';
import { readJournalLine } from '../core/review/journalLine.ts';
import type { LabelFolds } from '../core/review/labelFolds.ts';
import { createLabelFolds } from '../core/review/labelFolds.ts';
import type { LabelEventBody } from '../core/review/labels.ts';
import type { Spoken } from '../core/review/requests.ts';
import { currentNames, underCurrentNames } from '../core/review/reviewerNames.ts';
import { messageOf, UserError } from '../core/support/errors.ts';
import type { Log } from '../core/support/log.ts';
import { reviewerFrom, whyNoReviewer } from '../core/support/reviewerName.ts';
import type { JournalFile } from './journalFile.ts';
import { appendLines, createJournalFile, letGitJoin } from './journalFile.ts';
import type { Workspace } from './workspace.ts';

/** What one request says of one trace. */
export type SaidOfTrace = { readonly trace: LabelEvent['trace']; readonly bodies: readonly LabelEventBody[] };

/** The label journals of a workspace, one file a reviewer, and what they amount to (FILES). */
export interface Journals {
  /** Label in force by trace id. The same map as long as no journal has changed. */
  labels(): ReadonlyMap<string, Label>;
  /** What all reviewers say, by trace id. The same map as long as no journal has changed. */
  traceLabels(): ReadonlyMap<string, TraceLabels>;
  /** A sentence where labels are missing because their files, or lines of them, cannot be read, as of the last look; null otherwise. */
  trouble(): string | null;
  /** What one reviewer said, under all names they had. */
  spoken(by: string): Spoken;
  /** The name a reviewer goes by now, fit for a file name on every system; the same name in the event and in the file. */
  reviewer(by: string): string;
  /** Appends events that belong to one request, on however many traces; they are undone as one. All are written, or none. */
  append(by: string, said: readonly SaidOfTrace[]): void;
}

export type JournalSources = {
  readonly workspace: Workspace;
  readonly log: Log;
  readonly now: () => Date;
  /** People who changed their names. */
  readonly reviewers: () => readonly Reviewer[];
  /** Says which of our traces has an export's own id; another `generation` where that may have changed. */
  readonly traces: { generation(): string; idOf(nativeId: string): string | undefined };
};

/** Clocks of two machines differ by a little. */
const clockLeewayMs = 120_000;

/** Of the names in a sentence. */
const mostNamed = 3;

const shortName = (name: string): string => printableLine(oneLine(name, 60));

/** The first millisecond after an event; 0 where there is none. */
const behind = (event: LabelEvent | undefined): number => (event === undefined ? 0 : Date.parse(event.at) + 1 || 0);

/** Behind a file or folder; systems say it in codes. */
function whyUnreadable(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'EISDIR': return 'is a folder and not a file';
    case 'ENOTDIR': return 'is a file and not a folder';
    case 'EACCES': case 'EPERM': return 'may not be read by you';
    default: return `cannot be read (${code ?? messageOf(error)})`;
  }
}

export function createJournals({ workspace, log, now, reviewers, traces }: JournalSources): Journals {
  let files = new Map<string, JournalFile>();
  let folds: LabelFolds = createLabelFolds();
  let names: readonly Reviewer[] = [];
  let nameOf = currentNames(names);
  /** As of when exports' own ids were looked up. */
  let resolvedAt = '';
  const nextId = monotonicFactory();
  let lastAt = 0;
  let trouble: string | null = null;
  const reported = new Set<string>();

  function open(name: string): JournalFile {
    const path = join(workspace.labels, name);
    return createJournalFile(path, (text) => {
      const read = readJournalLine(text, now());
      return read.event ? { ...read, event: underCurrentNames(read.event, nameOf) } : read;
    });
  }

  /** In the log once: journals are looked at with every list. */
  function report(level: 'warn' | 'error', sentence: string, key: string): void {
    if (reported.has(key)) return;
    reported.add(key);
    log[level](sentence);
  }

  function unreadable(sentence: string): void {
    trouble = sentence;
    report('error', sentence, sentence);
  }

  function changeOf(name: string): void {
    const path = join(workspace.labels, name);
    const file = files.get(name) ?? open(name);
    try {
      const change = file.refresh(statSync(path));
      files.set(name, file);
      for (const event of change?.removed ?? []) folds.remove(event);
      for (const event of change?.added ?? []) folds.add(event);
      if (change) explainNames(name, change.added);
    } catch (error) {
      unreadable(`${workspace.display(path)} ${whyUnreadable(error)}; its labels are missing.`);
    }
  }

  function explainNames(file: string, events: readonly LabelEvent[]): void {
    const owner = nameOf(reviewerOfJournal(file));
    const others = [...new Set(events.map((event) => event.by))].filter((by) => by !== owner && !reported.has(`${file} ${by}`)).sort();
    for (const by of others) reported.add(`${file} ${by}`);
    if (others.length === 0) return;
    const names = others.slice(0, mostNamed).map(shortName);
    const said = others.length > mostNamed ? `${names.join(', ')} and ${others.length - mostNamed} more` : names.join(', ');
    log.warn(`${workspace.display(join(workspace.labels, file))} holds events of ${said}; they count as ${others.length === 1 ? `${said}'s` : 'theirs'}. If that is ${owner} under an earlier name, list it in casebook/config.yaml: reviewers: [{name: ${owner}, was: [${names[0]}]}].`);
  }

  /** Reads again what has changed on disk. */
  function refresh(): void {
    if (reviewers() !== names) {
      names = reviewers();
      nameOf = currentNames(names);
      files = new Map();
      folds = createLabelFolds();
      resolvedAt = '';
    }
    const present = journalFiles();
    for (const [name, file] of files) {
      if (present.includes(name)) continue;
      for (const event of file.events()) folds.remove(event);
      files.delete(name);
    }
    for (const name of present) changeOf(name);
    const current = folds.foreign() === 0 ? '' : `${folds.foreign()} ${traces.generation()}`;
    if (current !== resolvedAt) folds.rename(traces.idOf);
    resolvedAt = current;
    if (trouble !== null) return;
    trouble = leftOut();
    if (trouble !== null) report('warn', trouble, trouble);
  }

  function leftOut(): string | null {
    const found = [...files].flatMap(([name, file]) => file.findings().map(({ line, message }) => `${workspace.display(join(workspace.labels, name))} line ${line} ${message}`));
    const [first, ...more] = found;
    if (first === undefined) return null;
    return more.length === 0 ? first : `${first} There ${more.length === 1 ? 'is' : 'are'} ${plural(more.length, 'more such line')}; casebook validate lists them.`;
  }

  function journalFiles(): readonly string[] {
    trouble = null;
    try {
      return readdirSync(workspace.labels).filter((name) => name.endsWith('.jsonl')).sort();
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'ENOENT') return [];
      unreadable(`${workspace.display(workspace.labels)} ${whyUnreadable(error)}; all labels are missing.`);
      return [];
    }
  }

  return {
    labels() {
      refresh();
      return folds.labels();
    },
    traceLabels() {
      refresh();
      return folds.traces();
    },
    trouble: () => trouble,
    spoken(by) {
      refresh();
      return folds.spoken(by);
    },
    reviewer(by) {
      const safe = reviewerFrom(by);
      refresh();
      const name = nameOf(safe);
      const why = whyNoReviewer(safe) ?? whyNoReviewer(name);
      if (why !== null) throw new UserError('bad-reviewer', `"${shortName(by)}" cannot be a reviewer's name: ${why}.`, 'Give a name such as jonas.');
      return name;
    },
    append(by, said) {
      refresh();
      // Each request has a time of its own, behind all events that are there, so that it is undone as one and counts last.
      const spoken = folds.spoken(by);
      const present = new Date(now().getTime() + clockLeewayMs).toISOString();
      lastAt = Math.max(lastAt + 1, now().getTime(), behind(spoken.events.findLast((event) => event.at <= present)));
      // One event of a clock that was years ahead must not put all that follows there: only what is said of its own trace has to stand behind it.
      const about = new Set(said.map(({ trace }) => trace.id));
      const time = Math.max(lastAt, behind(spoken.events.findLast((event) => about.has(event.trace.id) || about.has(spoken.traceOf(event.trace.id)))));
      const at = new Date(time).toISOString();
      const events = said.flatMap(({ trace, bodies }) => bodies.map((body) => ({ v: 1, id: nextId(time), at, by, trace, ...body }) satisfies LabelEvent as LabelEvent));
      if (events.length === 0) return;
      const name = journalName(by);
      const file = files.get(name) ?? open(name);
      if (!files.has(name)) letGitJoin(workspace.labels);
      const written = appendLines(join(workspace.labels, name), events.map((event) => JSON.stringify(event)));
      if (!file.extend(written, events)) return;
      files.set(name, file);
      for (const event of events) folds.add(event);
    },
  };
}
