import { readdirSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import type { FeedbackState } from '../core/model/feedback.ts';
import { FeedbackEvent } from '../core/model/feedback.ts';
import type { RedactionRules } from '../core/redaction/redactor.ts';
import { createRedactor } from '../core/redaction/redactor.ts';
import { foldFeedback, readFeedbackRow } from '../core/review/feedback.ts';
import { messageOf, UserError } from '../core/support/errors.ts';
import type { Log } from '../core/support/log.ts';
import { reviewerFrom } from '../core/support/reviewerName.ts';
import type { EngineApi } from '../protocol/engineApi.ts';
import type { FeedbackReport } from '../protocol/labelApi.ts';
import { cleanName } from './cleanSpans.ts';
import { readFeedbackFile } from './feedbackFile.ts';
import type { Workspace } from './workspace.ts';

/** What users said of runs apart from their traces: text files under version control, joined with the traces when these are read. */
export interface FeedbackJournals extends Pick<EngineApi, 'importFeedback'> {
  /** By the id that the feedback names: the export's own, or ours. The same map as long as no file has changed. */
  said(): ReadonlyMap<string, FeedbackState>;
}

export type FeedbackSources = {
  readonly workspace: Workspace;
  readonly log: Log;
  readonly redaction: () => RedactionRules;
  /** Whether a trace is imported under this id. */
  readonly isKnown: (ref: string) => boolean;
};

/** Warnings that a report repeats in full. */
const mostWarnings = 100;

export function createFeedback({ workspace, log, redaction, isKnown }: FeedbackSources): FeedbackJournals {
  const folder = join(workspace.casebook, 'feedback');
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
    return (workspace.read(path) ?? '').split('\n').flatMap((line, n) => {
      if (line.trim() === '') return [];
      const event = parseEvent(line);
      if (event === undefined) log.warn(`${workspace.display(path)} line ${n + 1} is no feedback that Casebook knows and is left out.`);
      return event ?? [];
    });
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
      const unknown = new Set<string>();
      const read = rows.flatMap(({ line, row }) => {
        const result = readFeedbackRow(row);
        if ('problem' in result) {
          warnings.push({ line, message: result.problem });
          return [];
        }
        for (const column of result.unknown) unknown.add(column);
        return [{ ...redactor.json(result.event), trace: cleanName(redactor, result.event.trace) }];
      });
      const target = join(folder, `${name}.jsonl`);
      const before = workspace.read(target) ?? '';
      const known = new Set(before.split('\n'));
      const lines = [...new Set(read.map((event) => JSON.stringify(event)))];
      const added = lines.filter((line) => !known.has(line));
      if (added.length > 0) workspace.write(target, `${before === '' || before.endsWith('\n') ? before : `${before}\n`}${added.join('\n')}\n`);
      return {
        file: workspace.display(target), rows: rows.length + problems.length, added: added.length, known: read.length - added.length,
        matched: read.filter((event) => isKnown(event.trace)).length, unmatched: [...new Set(read.filter((event) => !isKnown(event.trace)).map((event) => event.trace))].slice(0, mostWarnings),
        unknownColumns: [...unknown].map((column) => redactor.text(column)), warnings: warnings.slice(0, mostWarnings).map(({ line, message }) => ({ line, message: redactor.text(message) })), warningCount: warnings.length,
        redactions: { ...redactor.counts },
      } satisfies FeedbackReport;
    },
  };
}

function parseEvent(line: string): FeedbackEvent | undefined {
  try {
    return FeedbackEvent.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
