import { copyFileSync, existsSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { formatCount, plural } from '../../core/display/numbers.ts';
import type { TrialLine } from '../../core/model/result.ts';
import { readResultLines } from '../../core/runs/readResults.ts';
import { gatherTrials } from '../../core/runs/trialLines.ts';
import { spanOfTrials } from '../../core/runs/trials.ts';
import { UserError } from '../../core/support/errors.ts';
import type { MergeRequest, RunReport } from '../../protocol/runApi.ts';
import type { EngineContext } from '../context.ts';
import { DiskRefusals } from '../diskRefusals.ts';
import { newRunId, openRunFiles, wholeLines } from '../runFiles.ts';
import { makeFolder, refuseWrite } from '../writing.ts';
import { findRun } from './findRun.ts';
import { readManifest, type RunManifest } from './runManifest.ts';
import { cachedOf, reportOf, summaryOf } from './runReport.ts';

type Part = { readonly folder: string; readonly manifest: RunManifest; readonly lines: readonly TrialLine[] };

const nameOf = ({ manifest: { runId, shard } }: Part): string => `${runId}${shard ? ` (shard ${shard.index}/${shard.of})` : ''}`;

function readPart(run: string, { workspace }: EngineContext): Part {
  const folder = findRun(workspace, run);
  const manifest = readManifest(workspace, folder);
  const { lines } = readResultLines(wholeLines(join(folder, 'results.jsonl')));
  const mine = new Set(manifest.items.map((item) => item.case));
  return { folder, manifest, lines: [...new Map(lines.filter(({ place }) => mine.has(place.case)).map((line) => [`${line.place.case}/${line.place.try}`, line])).values()] };
}

/** Parts of one whole, each of them once. */
function checkBelonging(first: Part, others: readonly Part[]): number {
  const parts = [first, ...others];
  const whole = parts.find(({ manifest }) => manifest.shard === undefined);
  if (!first.manifest.shard || whole) throw new UserError('not-a-shard', `${nameOf(whole ?? first)} is a whole run and no part of one.`, 'Merge runs that were made with --shard.');
  const { of } = first.manifest.shard;
  const otherCount = others.find(({ manifest }) => manifest.shard?.of !== of);
  if (otherCount) throw new UserError('other-shards', `${nameOf(first)} and ${nameOf(otherCount)} are not parts of the same number.`, 'Merge the shards of one run.');
  const other = others.find(({ manifest }) => manifest.whole.sha256 !== first.manifest.whole.sha256);
  if (other) throw new UserError('other-cases', `${nameOf(first)} and ${nameOf(other)} were not run on the same: cases, targets or evaluators differ between them.`, 'Run all shards on one commit, with the same options.');
  const twice = [...Map.groupBy(parts, ({ manifest }) => manifest.shard?.index)].find(([, same]) => same.length > 1);
  if (twice) throw new UserError('same-shard', `${twice[1].map(nameOf).join(' and ')} are the same part.`, 'Name each shard once.');
  return of;
}

function checkWhole(parts: readonly Part[], of: number): void {
  const there = new Set(parts.map(({ manifest }) => manifest.shard?.index));
  const missing = Array.from({ length: of }, (_, at) => at + 1).filter((index) => !there.has(index));
  if (missing.length > 0) throw new UserError('missing-shard', `${missing.length === 1 ? 'Shard' : 'Shards'} ${missing.map((index) => `${index}/${of}`).join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing.`, 'Name their folders too, or merge what is there with --partial.');
  for (const part of parts) {
    const tries = part.manifest.items.reduce((sum, item) => sum + item.tries, 0);
    if (part.lines.length < tries) throw new UserError('unfinished-shard', `${nameOf(part)} was cut off: ${formatCount(part.lines.length)} of ${plural(tries, 'trial')} are done.`, `casebook run --resume ${part.manifest.runId} goes on with it; --partial merges what is there.`);
  }
}

function copyTraces({ folder, lines }: Part, into: string): void {
  for (const { traceRef } of lines) {
    const from = traceRef && join(folder, traceRef.file);
    if (!from || !/^traces\/[\w.-]+$/.test(traceRef.file) || !existsSync(from)) continue;
    const to = join(into, traceRef.file);
    try {
      makeFolder(join(into, 'traces'));
      copyFileSync(from, to);
    } catch (error) {
      refuseWrite('A trace was not copied', to, error);
    }
  }
}

/** The parts of a sharded run as one run with an id of its own: what the run would be that had not been cut into parts. */
export function mergeRuns({ runs, out, partial = false }: MergeRequest, context: EngineContext): RunReport {
  const { workspace, index, log, now, version } = context;
  const [first, ...others] = runs.map((run) => readPart(run, context));
  if (!first) throw new UserError('no-such-run', 'No run is named.', 'Name the shards to merge.');
  const parts = [first, ...others];
  const of = checkBelonging(first, others);
  if (!partial) checkWhole(parts, of);
  const started = now();
  const runId = newRunId(started, randomBytes(2).toString('hex'));
  const lines = parts.flatMap((part) => part.lines).toSorted((a, b) => a.place.case - b.place.case || a.place.try - b.place.try).map((line): TrialLine => ({ ...line, runId }));
  const disk = new DiskRefusals(log);
  const { shard: _shard, ...about } = first.manifest;
  const folder = out === undefined ? join(workspace.runs, runId) : workspace.resolve(out);
  const files = openRunFiles(workspace, folder, { ...about, runId, at: started.toISOString(), items: parts.flatMap((part) => part.manifest.items).toSorted((a, b) => a.case - b.case) }, false, disk);
  try {
    for (const line of lines) disk.try(() => files.append(line));
    for (const part of parts) disk.try(() => copyTraces(part, folder));
    const results = gatherTrials(lines).results.map((result) => ({ ...result, file: workspace.resolve(result.file) }));
    disk.try(() => index.saveResults(results));
    const cached = about.request.cache ? { cached: cachedOf(lines) } : {};
    const report = reportOf({ runId, folder, results, leftOut: about.leftOut, cancelled: false, ...cached });
    disk.try(() => files.finish(summaryOf(report, { at: started.toISOString(), durationMs: spanOfTrials(lines), casebook: version }, workspace), report.results));
    return { ...report, ...(disk.said === undefined ? {} : { notKept: disk.said }) };
  } finally {
    files.close();
  }
}
