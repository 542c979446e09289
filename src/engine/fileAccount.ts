import type { Completeness } from '../core/doctor/completeness.ts';
import { unpackCompleteness } from '../core/doctor/completeness.ts';
import { setKey } from '../core/formats/jsonText.ts';
import { formatTitle } from '../core/formats/formatTitle.ts';
import type { Json } from '../core/model/json.ts';
import { createRedactor } from '../core/redaction/redactor.ts';
import type { ImportedFile } from '../protocol/importApi.ts';
import type { ImportedTrace, OwnCounts } from './importTraces.ts';
import { createWarnings } from './importWarnings.ts';

/** How many warnings each line has. */
export function createWarningLines() {
  const counts = new Map<string, number>();
  const keyOf = (line: number, file: string | undefined) => `${file ?? ''} ${line}`;
  return {
    add(line: number | null, file: string | undefined): void {
      if (line !== null) counts.set(keyOf(line, file), (counts.get(keyOf(line, file)) ?? 0) + 1);
    },
    /** Those of a line, once. */
    take(line: number, file: string | undefined): number {
      const count = counts.get(keyOf(line, file)) ?? 0;
      counts.delete(keyOf(line, file));
      return count;
    },
  };
}

/** What an import of one file found so far, as its report tells it. */
export function createFileAccount(shownAs: string, redaction: Parameters<typeof createRedactor>[0]) {
  const warnings = createWarnings();
  const lines = createWarningLines();
  const traces = new Map<string, ImportedTrace>();
  const redactor = createRedactor(redaction);
  /** For words about the file, which quote from it: what they repeat is not counted again. */
  const quiet = createRedactor(redaction);
  const counts = { repeated: 0, cut: 0, removed: 0, keptAway: 0 };
  const elsewhere: Record<string, number> = {};
  let kept: Json | undefined;

  return {
    warnings, traces, redactor, counts,
    /** Of the reader and of the source. */
    report: {
      warn(line: number | null, message: string, file?: string): void {
        warnings.add(line, quiet.text(message), file);
        lines.add(line, file);
      },
      keep(state: Json): void {
        kept = quiet.json(state);
      },
    },
    /** What another thread replaced, by detector. */
    addRedactions(redactions: Readonly<Record<string, number>>): void {
      addCounts(elsewhere, redactions);
    },
    /** Words about the file that quote from it. */
    inWords: (text: string): string => quiet.text(text),
    /** How many warnings there were on a line, once. */
    warningsOn: lines.take,
    /** What the reader kept to go on with. */
    kept: (): Json | undefined => kept,
    /** @param newBytes how many were read, when the others were not */
    told(format: string | null, why: string | null, error: string | null, newBytes?: number): ImportedFile {
      const all = [...traces.values()];
      // What other files told of the same traces is in their reports.
      const sum = (pick: (each: OwnCounts) => number) => all.reduce((total, each) => total + pick(each.own ?? each), 0);
      const count = (state: ImportedTrace['state']) => all.filter((each) => each.state === state).length;
      return {
        path: shownAs, format, ...(format === null ? {} : { formatTitle: formatTitle(format) }), why, error, traces: all.length, spans: sum((each) => each.spans), messages: sum((each) => each.messages), toolCalls: sum((each) => each.toolCalls),
        new: count('new'), updated: count('updated'), unchanged: count('unchanged'), warnings: warnings.shown(), warningCount: warnings.count(), redactions: addCounts({ ...redactor.counts }, elsewhere), cut: counts.cut,
        completeness: completenessOfAll(all),
        ...(counts.repeated > 0 ? { repeated: counts.repeated } : {}),
        ...scoresOfAll(all),
        ...(counts.removed > 0 ? { removed: counts.removed } : {}), ...(counts.keptAway > 0 ? { keptAway: counts.keptAway } : {}), ...(newBytes === undefined ? {} : { newBytes }),
      };
    },
  };
}

function addCounts(to: Record<string, number>, more: Readonly<Record<string, number>>): Record<string, number> {
  for (const [name, count] of Object.entries(more)) setKey(to, name, (Object.hasOwn(to, name) ? (to[name] ?? 0) : 0) + count);
  return to;
}

/** What was looked for in traces, and how much of it was there; null where there is no trace. */
export function completenessOfAll(traces: readonly ImportedTrace[]): Completeness | null {
  if (traces.length === 0) return null;
  const sums: number[] = [];
  for (const { completeness = [] } of traces) for (const [at, count] of completeness.entries()) sums[at] = (sums[at] ?? 0) + count;
  return unpackCompleteness(sums);
}

/** How many traces have a score of each name; nothing where no score came. */
export function scoresOfAll(traces: readonly ImportedTrace[]): Pick<ImportedFile, 'scores'> {
  const scores: Record<string, number> = {};
  for (const { scoreNames = [] } of traces) for (const name of scoreNames) setKey(scores, name, (Object.hasOwn(scores, name) ? (scores[name] ?? 0) : 0) + 1);
  return Object.keys(scores).length === 0 ? {} : { scores };
}
