import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CaseResult } from '../core/model/result.ts';
import { earlierRun } from '../core/runs/earlierRun.ts';
import { readResults } from '../core/runs/readResults.ts';
import { headerOfResults, headerOfSummary, readSummaryText } from '../core/runs/runHeader.ts';
import type { Workspace } from './workspace.ts';

/** Older ones are not looked at: their summaries would have to be read as well. */
const mostLookedAt = 20;

/** The run that a run which has just ended is compared with, with its results; undefined where none has a case in common. */
export function runBefore({ runs, read }: Pick<Workspace, 'runs' | 'read'>, runId: string, results: readonly CaseResult[]): { readonly runId: string; readonly results: readonly CaseResult[] } | undefined {
  if (!existsSync(runs)) return undefined;
  const names = readdirSync(runs).filter((name) => name < runId && existsSync(join(runs, name, 'summary.json'))).sort().reverse().slice(0, mostLookedAt);
  const earlier = names.flatMap((name) => {
    const summary = readSummaryText(read(join(runs, name, 'summary.json')));
    return summary ? [headerOfSummary(name, summary)] : [];
  });
  const found = earlierRun(headerOfResults(runId, { results, unfinished: [] }), earlier);
  const text = found && read(join(runs, found.header.run, 'results.jsonl'));
  return found && text !== undefined ? { runId: found.header.run, results: readResults(text).results } : undefined;
}
