import { randomBytes } from 'node:crypto';
import { isAbsolute, join } from 'node:path';
import type { EvaluatorOptions } from '../../core/evaluators/evaluator.ts';
import type { TrialLine } from '../../core/model/result.ts';
import { readResultLines } from '../../core/runs/readResults.ts';
import { shardOf } from '../../core/runs/shards.ts';
import { UserError } from '../../core/support/errors.ts';
import type { RunReport, RunRequest } from '../../protocol/runApi.ts';
import { canonicalHash } from '../canonicalHash.ts';
import type { EngineContext } from '../context.ts';
import { runOptionsOf } from '../evaluatorOptions.ts';
import { planRun, type RunItem } from '../planRun.ts';
import { newRunId, wholeLines } from '../runFiles.ts';
import { findRun } from './findRun.ts';
import { holderOf, readManifest, type ManifestItem, type RunManifest } from './runManifest.ts';
import { targetFingerprint } from './targetFingerprint.ts';
import { triesOf } from './tries.ts';

/** A run that may begin, or go on. Nothing has been written. */
export type PlannedRun = {
  readonly manifest: RunManifest;
  readonly folder: string;
  /** In the order of the files. */
  readonly items: readonly RunItem[];
  readonly options: EvaluatorOptions;
  readonly leftOut: RunReport['leftOut'];
  /** Trials that are done, of a run that goes on; undefined for a new one. */
  readonly done: readonly TrialLine[] | undefined;
};

type Circumstances = Pick<RunManifest, 'judgedBy' | 'targets'>;

function circumstances(items: readonly RunItem[], options: EvaluatorOptions, { config, workspace }: EngineContext): Circumstances {
  const known = config();
  const names = new Set(items.flatMap(({ target, targetName }) => (target ? [targetName] : [])));
  return {
    judgedBy: canonicalHash({ ...options, tools: [...(options.tools ?? [])], facts: known.facts ?? null }),
    targets: Object.fromEntries([...names].sort().map((name) => [name, targetFingerprint(name, known, workspace.folder).sha256])),
  };
}

function manifestItems(items: readonly RunItem[], { workspace }: EngineContext): readonly ManifestItem[] {
  return items.map((item) => ({ case: item.position, caseId: item.caseId, file: workspace.display(item.file), target: item.targetName, sha256: item.sha256, tries: triesOf(item).length }));
}

function planNew(request: RunRequest, context: EngineContext): PlannedRun {
  const { workspace, now, version } = context;
  const { cases, target, trials, cache, shard, out } = request;
  const { items: all, leftOut } = planRun(request, context);
  const options = runOptionsOf(context);
  const whole = manifestItems(all, context);
  const about = circumstances(all, options, context);
  const items = shard === undefined ? all : all.filter(({ caseId }) => shardOf(caseId, shard.of) === shard.index);
  const mine = new Set(items.map(({ position }) => position));
  const started = now();
  const runId = newRunId(started, randomBytes(2).toString('hex'));
  return {
    manifest: {
      casebook: version, runId, at: started.toISOString(),
      request: { ids: cases.filter((each) => !isAbsolute(each)), files: cases.filter((each) => isAbsolute(each)).map((each) => workspace.display(each)), ...(target === undefined ? {} : { target }), ...(trials === undefined ? {} : { trials }), ...(cache === undefined ? {} : { cache }) },
      ...(shard === undefined ? {} : { shard }),
      whole: { cases: all.length, sha256: canonicalHash({ ...about, items: whole }) },
      leftOut, ...about,
      items: whole.filter((each) => mine.has(each.case)),
    },
    folder: out === undefined ? join(workspace.runs, runId) : workspace.resolve(out),
    items, options, done: undefined,
    leftOut: { ...leftOut, skipped: items.filter((item) => item.skipped !== null).length, ...(shard === undefined ? {} : { otherShards: all.length - items.length }) },
  };
}

/** A file may hold two cases of one id; the second of them is told from the first. */
function keyed<T extends { readonly file: string; readonly caseId: string; readonly target: string }>(items: readonly T[]): ReadonlyMap<string, T> {
  const seen = new Map<string, number>();
  return new Map(items.map((item) => {
    const key = JSON.stringify([item.file, item.caseId, item.target]);
    const nth = (seen.get(key) ?? 0) + 1;
    seen.set(key, nth);
    return [`${key}${nth}`, item];
  }));
}

const mostNamed = 3;
const named = (names: readonly string[]): string => `${names.slice(0, mostNamed).join(', ')}${names.length > mostNamed ? ` and ${names.length - mostNamed} more` : ''}`;

function refuse(runId: string, what: string): never {
  throw new UserError('run-changed', `The run ${runId} cannot be gone on with: ${what}. Its results would not be of one thing.`, 'Take the change back, or start a new run: casebook run without --resume.');
}

/** What a run that was cut off has done. Its last line may be half of one. */
function doneLines(folder: string, runId: string): readonly TrialLine[] {
  const file = join(folder, 'results.jsonl');
  const { lines, broken } = readResultLines(wholeLines(file));
  if (broken.length > 0) throw new UserError('broken-run', `Line ${broken[0] ?? 0} of ${file} cannot be read.`, 'Restore the file, or start a new run.');
  if (lines.some((line) => line.runId !== runId)) throw new UserError('broken-run', `${file} holds results of another run than ${runId}.`, 'Restore the file, or start a new run.');
  return lines;
}

function planResumed(run: string, context: EngineContext): PlannedRun {
  const { workspace } = context;
  const folder = findRun(workspace, run);
  const manifest = readManifest(workspace, folder);
  const { runId, request } = manifest;
  const pid = holderOf(workspace, folder);
  if (pid !== undefined) throw new UserError('run-going-on', `The run ${runId} is still going on, in process ${pid}.`, 'Wait until it ends, or end it.');
  const { ids, files, target, trials } = request;
  const { items: planned, leftOut } = planRun({ cases: [...files.map((file) => workspace.resolve(file)), ...ids], ...(target === undefined ? {} : { target }), ...(trials === undefined ? {} : { trials }) }, context);
  const options = runOptionsOf(context);

  const known = keyed(planned.map((item) => ({ file: workspace.display(item.file), caseId: item.caseId, target: item.targetName, item })));
  const pairs = [...keyed(manifest.items)].map(([key, was]) => ({ was, item: known.get(key)?.item }));
  const gone = pairs.flatMap(({ was, item }) => (item ? [] : [was.caseId]));
  if (gone.length > 0) refuse(runId, `${named(gone)} ${gone.length === 1 ? 'is' : 'are'} not among its cases any more`);
  const items = pairs.flatMap(({ was, item }) => (item ? [{ ...item, position: was.case }] : []));
  const changed = pairs.flatMap(({ was, item }) => (item && (item.sha256 !== was.sha256 || triesOf(item).length !== was.tries) ? [was.caseId] : []));
  if (changed.length > 0) refuse(runId, `${named(changed)} ${changed.length === 1 ? 'has' : 'have'} changed since`);
  const about = circumstances(items, options, context);
  const otherTargets = Object.keys(about.targets).filter((name) => about.targets[name] !== manifest.targets[name] && manifest.targets[name] !== undefined);
  if (otherTargets.length > 0) refuse(runId, `the target ${named(otherTargets)} has changed since, in config.yaml or in the files its command names`);
  if (about.judgedBy !== manifest.judgedBy) refuse(runId, 'evaluators, tools or facts in config.yaml have changed since');

  return { manifest, folder, items, options, leftOut: { ...leftOut, skipped: items.filter((item) => item.skipped !== null).length }, done: doneLines(folder, runId) };
}

export const plannedRun = (request: RunRequest, context: EngineContext): PlannedRun => (request.resume === undefined ? planNew(request, context) : planResumed(request.resume, context));
