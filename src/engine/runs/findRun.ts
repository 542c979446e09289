import { existsSync, readdirSync, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { nearest } from '../../core/support/nearest.ts';
import { UserError } from '../../core/support/errors.ts';
import type { Workspace } from '../workspace.ts';

const mostListed = 5;

/** Ids of the runs of cases in `.casebook/runs`, newest first. */
export function runIds({ runs }: Workspace): readonly string[] {
  if (!existsSync(runs)) return [];
  return readdirSync(runs, { withFileTypes: true }).filter((entry) => entry.isDirectory() && existsSync(join(runs, entry.name, 'results.jsonl'))).map(({ name }) => name).sort().reverse();
}

/** @param run an id, the beginning of one, an absolute folder, or `last` @returns its folder; a UserError where there is none, or several */
export function findRun(workspace: Workspace, run: string): string {
  if (isAbsolute(run)) {
    if (statSync(run, { throwIfNoEntry: false })?.isDirectory()) return run;
    throw new UserError('no-such-run', `There is no run in ${run}.`, 'Name the folder that holds its results.jsonl.');
  }
  const ids = runIds(workspace);
  const [newest] = ids;
  if (newest === undefined) throw new UserError('no-such-run', `There is no run ${run}: ${workspace.display(workspace.runs)} holds none.`, 'casebook run makes one.');
  if (run === 'last') return join(workspace.runs, newest);
  const found = ids.includes(run) ? [run] : ids.filter((id) => id.startsWith(run));
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) return join(workspace.runs, only);
  if (only !== undefined) throw new UserError('ambiguous-run', `${found.length} runs begin with ${run}: ${found.slice(0, mostListed).join(', ')}${found.length > mostListed ? ', …' : ''}.`, 'Write one out.');
  const near = nearest(run, ids);
  throw new UserError('no-such-run', `There is no run ${run}${near === undefined ? '' : `; did you mean ${near}?`}`, `The newest is ${newest}. Name a run by its id, the beginning of it, its folder, or last.`);
}
