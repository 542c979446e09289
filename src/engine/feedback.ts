import { readdirSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import type { FeedbackState } from '../core/model/feedback.ts';
import type { FeedbackEvent } from '../core/model/feedback.ts';
import type { RedactionRules } from '../core/redaction/redactor.ts';
import { createRedactor } from '../core/redaction/redactor.ts';
import { plural } from '../core/display/numbers.ts';
import { foldFeedback, readFeedbackRow } from '../core/review/feedback.ts';
import { readFeedbackLine } from '../core/review/feedbackLine.ts';
import { messageOf, UserError } from '../core/support/errors.ts';
import type { Log } from '../core/support/log.ts';
import { reviewerFrom } from '../core/support/reviewerName.ts';
import type { EngineApi } from '../protocol/engineApi.ts';
import type { FeedbackReport } from '../protocol/labelApi.ts';
import { cleanName } from './cleanSpans.ts';
import { readFeedbackFile } from './feedbackFile.ts';
import { letGitJoin } from './journalFile.ts';
import type { Workspace } from './workspace.ts';

/** What users said of runs apart from their traces: text files under version control, joined with the traces when these are read. */
export interface FeedbackJournals extends Pick<EngineApi, 'importFeedback'> {
  /** By the id that the feedback names: the export's own, or ours. The same map as long as no file has changed. */
  said(): ReadonlyMap<string, FeedbackState>;
}

export type FeedbackSources = {
  readonly workspace: Workspace;
  readonly log: Log;
  readonly now: () => Date;
  readonly redaction: () => RedactionRules;
  /** Whether a trace is imported under this id. */
  readonly isKnown: (ref: string) => boolean;
};

/** Warnings that a report repeats in full. */
const mostWarnings = 100;

export function createFeedback({ workspace, log, now, redaction, isKnown }: FeedbackSources): FeedbackJournals {
  const folder = workspace.feedback;
  const files = new Map<string, { readonly stamp: string; readonly events: readonly FeedbackEvent[] }>();
  let saidNow: ReadonlyMap<string, FeedbackState> = new Map();

  function names(): readonly string[] {
    try {
      return readdirSync(folder).filter((name) => name.endsWith('.jsonl')).sort();
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code !== 'ENOENT') log.error(`${workspace.display(folder)} cannot be read; what users said is missing.`, error);
      return [];
    }
  }

  function eventsIn(name: string): readonly FeedbackEvent[] {
    const path = join(folder, name);
    const lines = (workspace.read(path) ?? '').split('\n').map((line, n) => ({ n: n + 1, ...readFeedbackLine(line, now()) }));
    const [first, ...more] = lines.flatMap(({ n, finding }) => (finding === null ? [] : [`${workspace.display(path)} line ${n} ${finding.message}`]));
    if (first !== undefined) log.warn(more.length === 0 ? first : `${first} There ${more.length === 1 ? 'is' : 'are'} ${plural(more.length, 'more such line')}; casebook validate lists them.`);
    return lines.flatMap(({ event }) => event ?? []);
  }

  /** @returns whether anything had changed on disk */
  function refresh(): boolean {
    const found = names();
    let changed = false;
    for (const name of [...files.keys()]) if (!found.includes(name)) changed = files.delete(name) || changed;
    for (const name of found) {
      try {
        const { mtimeMs, size, ino } = statSync(join(folder, name));
        const stamp = `${mtimeMs} ${size} ${ino}`;
        if (files.get(name)?.stamp === stamp) continue;
        files.set(name, { stamp, events: eventsIn(name) });
        changed = true;
      } catch (error) {
        log.error(`${workspace.display(join(folder, name))} cannot be read; what users said is missing: ${messageOf(error)}`, error);
      }
    }
    return changed;
  }

  return {
    said() {
      if (refresh()) {
        const all = [...files.values()].flatMap(({ events }) => events);
        saidNow = new Map([...Map.groupBy(all, ({ trace }) => trace)].map(([trace, events]) => [trace, foldFeedback(events)]));
      }
      return saidNow;
    },

    importFeedback({ path, source }) {
      const redactor = createRedactor(redaction());
      const name = reviewerFrom(source ?? redactor.text(basename(path, extname(path))));
      if (name === '') throw new UserError('bad-source', `"${source ?? basename(path)}" cannot name a source of feedback: it has no letter or digit in it.`, 'Give a name such as zendesk.');
      const { rows, problems } = readFeedbackFile(path);
      const warnings: { line: number; message: string }[] = [...problems];
      const undated: { line: number; message: string }[] = [];
      const unknown = new Set<string>();
      const read = rows.flatMap(({ line, row }) => {
        const result = readFeedbackRow(row, now());
        if ('problem' in result) {
          warnings.push({ line, message: result.problem });
          return [];
        }
        if (result.undated !== null) undated.push({ line, message: result.undated });
        for (const column of result.unknown) unknown.add(column);
        return [{ ...redactor.json(result.event), trace: cleanName(redactor, result.event.trace) }];
      });
      const target = join(folder, `${name}.jsonl`);
      const before = workspace.read(target) ?? '';
      const known = new Set(before.split('\n'));
      const lines = [...new Set(read.map((event) => JSON.stringify(event)))];
      const added = lines.filter((line) => !known.has(line));
      // Two people who import under one name, each on a branch, both add to the end of one file.
      if (added.length > 0) letGitJoin(folder);
      if (added.length > 0) workspace.write(target, `${before === '' || before.endsWith('\n') ? before : `${before}\n`}${added.join('\n')}\n`);
      return {
        file: workspace.display(target), rows: rows.length + problems.length, added: added.length, known: read.length - added.length,
        matched: read.filter((event) => isKnown(event.trace)).length, unmatched: [...new Set(read.filter((event) => !isKnown(event.trace)).map((event) => event.trace))].slice(0, mostWarnings),
        unknownColumns: [...unknown].map((column) => redactor.text(column)), warnings: warnings.slice(0, mostWarnings).map(({ line, message }) => ({ line, message: redactor.text(message) })), warningCount: warnings.length,
        undated: undated.slice(0, mostWarnings).map(({ line, message }) => ({ line, message: redactor.text(message) })), undatedCount: undated.length,
        redactions: { ...redactor.counts },
      } satisfies FeedbackReport;
    },
  };
}
