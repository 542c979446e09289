import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { CaseResult } from '../core/model/result.ts';
import { readResults } from '../core/runs/readResults.ts';
import type { Workspace } from './workspace.ts';

/** Older ones are not looked at: their summaries would have to be read as well. */
const mostLookedAt = 20;

const Summary = z.object({ cases: z.array(z.object({ caseId: z.string(), target: z.string() })) });

export type EarlierRun = { readonly runId: string; readonly results: readonly CaseResult[] };

function keysOf(text: string | undefined): ReadonlySet<string> {
  try {
    return new Set(Summary.parse(JSON.parse(text ?? '')).cases.map(({ caseId, target }) => `${caseId}\0${target}`));
  } catch {
    return new Set(); // a run that has not ended, or was written by something else
  }
}

/** The run before this one that tells most of its cases against the same targets, of several the newest; undefined where none tells of any. */
export function earlierRun({ runs, read }: Pick<Workspace, 'runs' | 'read'>, runId: string, results: readonly CaseResult[]): EarlierRun | undefined {
  if (!existsSync(runs)) return undefined;
  const wanted = [...new Set(results.map(({ caseId, target }) => `${caseId}\0${target}`))];
  const names = readdirSync(runs).filter((name) => name !== runId).sort().reverse().slice(0, mostLookedAt);
  let best: { readonly name: string; readonly shared: number } | undefined;
  for (const name of names) {
    const keys = keysOf(read(join(runs, name, 'summary.json')));
    const shared = wanted.filter((key) => keys.has(key)).length;
    if (shared > (best?.shared ?? 0)) best = { name, shared };
  }
  const text = best && read(join(runs, best.name, 'results.jsonl'));
  return best && text !== undefined ? { runId: best.name, results: readResults(text).results } : undefined;
}
