import { rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../../core/support/errors.ts';
import type { Workspace } from '../workspace.ts';

const sha256 = z.string();

/** `run.json`, written before anything is run: what the run is of, so that it can be gone on with and put together with others. */
export const RunManifest = z.object({
  casebook: z.string(),
  runId: z.string(),
  at: z.string(),
  /** As it was asked for; files from the workspace folder. */
  request: z.object({ ids: z.array(z.string()), files: z.array(z.string()), target: z.string().optional(), trials: z.number().int().positive().optional(), cache: z.boolean().optional() }),
  shard: z.object({ index: z.number().int().positive(), of: z.number().int().positive() }).optional(),
  /** All cases of the run, those of other shards too. */
  whole: z.object({ cases: z.number().int().nonnegative(), sha256 }),
  /** Of the whole run, too: archived cases that were not named, those that did not fail the last time, those that their file says to skip. */
  leftOut: z.object({ archived: z.number(), notFailing: z.number(), skipped: z.number() }),
  /** What answers are held against beside the case: options of evaluators, tools, facts. */
  judgedBy: sha256,
  targets: z.record(z.string(), sha256),
  /** In the order of the files. `case` is the place among all cases of the run. */
  items: z.array(z.object({ case: z.number().int().nonnegative(), caseId: z.string(), file: z.string(), target: z.string(), sha256, tries: z.number().int().positive() })),
});
export type RunManifest = z.infer<typeof RunManifest>;
export type ManifestItem = RunManifest['items'][number];

const manifestFile = 'run.json';

export const writeManifest = (workspace: Workspace, folder: string, manifest: RunManifest): void => workspace.write(join(folder, manifestFile), `${JSON.stringify(manifest)}\n`);

/** A UserError where there is none: earlier versions wrote none. */
export function readManifest(workspace: Workspace, folder: string): RunManifest {
  const text = workspace.read(join(folder, manifestFile));
  const shown = workspace.display(folder);
  if (text === undefined) throw new UserError('no-such-run', `${shown} holds no run that could be gone on with: it has no ${manifestFile}.`, 'Runs of this version have one. Start a new run.');
  try {
    return RunManifest.parse(JSON.parse(text));
  } catch {
    throw new UserError('broken-run', `${manifestFile} of ${shown} cannot be read.`, 'Start a new run.');
  }
}

const Holder = z.object({ pid: z.number().int().positive(), host: z.string() });
const holderFile = (folder: string): string => join(folder, 'running.json');

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Says who runs it. */
export const holdRun = (workspace: Workspace, folder: string): void => workspace.write(holderFile(folder), `${JSON.stringify({ pid: process.pid, host: hostname() })}\n`);
export const letGoOfRun = (folder: string): void => rmSync(holderFile(folder), { force: true });

/** The process on this machine that still runs it; undefined where it ended, however it did. */
export function holderOf(workspace: Workspace, folder: string): number | undefined {
  const text = workspace.read(holderFile(folder));
  if (text === undefined) return undefined;
  try {
    const { pid, host } = Holder.parse(JSON.parse(text));
    return host === hostname() && isAlive(pid) ? pid : undefined;
  } catch {
    return undefined; // half a file: whoever wrote it was killed meanwhile
  }
}
