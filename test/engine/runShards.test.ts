import { rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CaseResult } from '../../src/core/model/result.ts';
import { readResults } from '../../src/core/runs/readResults.ts';
import { shardOf } from '../../src/core/runs/shards.ts';
import { seeded } from '../../src/core/statistics/random.ts';
import { createRuns } from '../../src/engine/run.ts';
import type { MergeRequest, RunProgress, RunReport, RunRequest } from '../../src/protocol/runApi.ts';
import { callContext, RunWorkspace } from './runWorkspace.ts';

/** Cases with recordings, every third of which calls another tool than it should; the ids are any. */
function recorded(ids: readonly string[]): RunWorkspace {
  const workspace = new RunWorkspace();
  workspace.write('casebook/cases/a.case.yaml', `defaults: {kind: capability}\ncases:\n${ids.map((id, at) => `  - {id: ${id}, query: q, expectedTool: a${at % 7 === 6 ? ', skip: slow' : ''}}\n`).join('')}`);
  ids.forEach((id, at) => workspace.record(id, { calls: [at % 3 === 0 ? 'b' : 'a'], output: 'x' }));
  return workspace;
}
const run = async (workspace: RunWorkspace, request: Partial<RunRequest> = {}): Promise<RunReport> => createRuns(workspace.context).runCases({ cases: [], target: 'replay', ...request }, callContext<RunProgress>());
const merge = async (workspace: RunWorkspace, runs: readonly RunReport[], more: Partial<MergeRequest> = {}): Promise<RunReport> => createRuns(workspace.context).mergeRuns({ runs: runs.map(({ folder }) => folder ?? ''), ...more }, callContext());
const shards = async (workspace: RunWorkspace, of: number): Promise<readonly RunReport[]> => {
  const reports: RunReport[] = [];
  for (let index = 1; index <= of; index++) reports.push(await run(workspace, { shard: { index, of } }));
  return reports;
};
const ids = (count: number, prefix = 'case'): readonly string[] => Array.from({ length: count }, (_, at) => `${prefix}-${at}`);

/** What does not differ from run to run. */
const lasting = ({ runId: _run, trials, ...result }: CaseResult): unknown => ({ ...result, trials: trials.map(({ durationMs: _duration, ...trial }) => trial) });

test('a case belongs to one part by its id alone, and the parts are about as large', () => {
  const counts = [1, 2, 3, 4].map((index) => ids(4000).filter((id) => shardOf(id, 4) === index).length);
  expect(counts.reduce((sum, count) => sum + count)).toBe(4000);
  expect(counts.filter((count) => count < 900 || count > 1100)).toEqual([]);
});

test('whatever the cases and however many parts: merged, they are the run that was not cut up', async () => {
  const random = seeded(7);
  for (const of of [1, 2, 3, 5, 8]) {
    using workspace = recorded(ids(1 + Math.floor(random() * 25), `p${Math.floor(random() * 1e6)}`));
    const whole = await run(workspace);
    const parts = (await shards(workspace, of)).toSorted(() => random() - 0.5);
    const merged = await merge(workspace, parts);
    expect(merged.results.map(lasting)).toEqual(whole.results.map(lasting));
    expect([merged.counts, merged.leftOut]).toEqual([whole.counts, whole.leftOut]);
    const { metrics: _a, ...of1 } = merged.statistics.targets[0] ?? { metrics: [] };
    const { metrics: _b, ...of2 } = whole.statistics.targets[0] ?? { metrics: [] };
    expect(of1).toEqual(of2);
    const kept = readResults(workspace.read(join('.casebook/runs', basename(merged.folder ?? ''), 'results.jsonl')));
    expect([kept.results.length, kept.broken, new Set(kept.results.map(({ runId }) => runId))]).toEqual([whole.results.length, [], new Set([merged.runId])]);
  }
});

describe('what cannot be put together', () => {
  test('says which part is missing, twice there, cut off, or of something else', async () => {
    using workspace = recorded(ids(12));
    const [one, two, three] = (await shards(workspace, 3)) as [RunReport, RunReport, RunReport];
    expect(one).toMatchObject({ shard: { index: 1, of: 3 }, leftOut: { otherShards: 12 - one.results.length } });
    await expect(merge(workspace, [one, three])).rejects.toThrow('Shard 2/3 is missing.');
    await expect(merge(workspace, [one, two, three, one])).rejects.toThrow(`${one.runId} (shard 1/3) and ${one.runId} (shard 1/3) are the same part.`);
    const whole = await run(workspace);
    await expect(merge(workspace, [one, whole])).rejects.toThrow(`${whole.runId} is a whole run and no part of one.`);
    const other = await run(workspace, { shard: { index: 2, of: 4 } });
    await expect(merge(workspace, [one, other])).rejects.toThrow(/are not parts of the same number/);

    const file = join('.casebook/runs', two.runId, 'results.jsonl');
    workspace.write(file, workspace.read(file).split('\n').slice(1).join('\n'));
    await expect(merge(workspace, [one, two, three])).rejects.toThrow(`${two.runId} (shard 2/3) was cut off: ${two.results.length - 1} of ${two.results.length} trials are done.`);
    expect((await merge(workspace, [one, two, three], { partial: true })).results).toHaveLength(11);
    expect((await merge(workspace, [one], { partial: true })).results).toHaveLength(one.results.length);

    workspace.write('casebook/cases/b.case.yaml', 'id: one-more\nkind: capability\nquery: q\nexpectedTool: a\n');
    const later = await run(workspace, { shard: { index: 2, of: 3 } });
    await expect(merge(workspace, [one, later], { partial: true })).rejects.toThrow(/were not run on the same: cases, targets or evaluators differ/);
  });

  test('a part to which no case falls is a part all the same', async () => {
    using workspace = recorded(['only']);
    const parts = await shards(workspace, 4);
    expect(parts.map(({ results }) => results.length).toSorted()).toEqual([0, 0, 0, 1]);
    expect((await merge(workspace, parts)).results.map(({ caseId }) => caseId)).toEqual(['only']);
  });

  test('a part without its run.json', async () => {
    using workspace = recorded(['only']);
    const [part] = await shards(workspace, 1);
    rmSync(join(part?.folder ?? '', 'run.json'));
    await expect(merge(workspace, [part as RunReport])).rejects.toThrow('it has no run.json');
  });
});
