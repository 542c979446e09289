import { describe, expect, test } from 'vitest';
import type { QueueProgress, QueueRow } from '../../src/core/model/queue.ts';
import type { TraceSummary } from '../../src/core/model/trajectory.ts';
import { exampleWorkspace, jsonLines, steady } from './casebook.ts';

describe('the queue in the terminal', () => {
  test('queues, their order with reasons, and progress that follows labels', async () => {
    await using workspace = exampleWorkspace();
    const said = async (...args: string[]) => steady((await workspace.run(args)).stdout, workspace);
    await workspace.run(['import', 'traces/support-2026-11.otlp.jsonl']);

    expect(await said('queue', '--by', 'ana')).toMatchInlineSnapshot(`
      "week        This week, all of it     0 of 24 reviewed  24 left for ana
      all         All traces               0 of 24 reviewed  24 left for ana
      failed      Failed                    0 of 6 reviewed  6 left for ana
      overridden  Overridden by a person    0 of 7 reviewed  7 left for ana
      mine        My share of the week     0 of 24 reviewed  24 left for ana
      sample      Weekly sample            0 of 20 reviewed  20 left for ana
      flagged     Flagged by users          0 of 6 reviewed  6 left for ana
      unreviewed  Reviewed by nobody else  0 of 24 reviewed  24 left for ana
      "
    `);
    expect(await said('queue', 'week', '--by', 'ana', '--limit', '6')).toMatchInlineSnapshot(`
      "·  tr_9e5f6c8cd40a  rejected, handed over    3 Nov 2026, 14:20:27  Where is shipment 12402 now?
      ·  tr_6a01f2e46e2b  rejected, stale context  2 Nov 2026, 11:20:45  How long do I have to return electronics?
      ·  tr_f81410a5930d  rejected, <time>, outlier  4 Nov 2026, 09:09:09  Not 12405, I meant order 12406. What is in it?
      ·  tr_701414ed6ae2  rejected                 2 Nov 2026, 10:05:52  Has order 12388 been delivered yet?
      ·  tr_8c1c39849977  rejected                 2 Nov 2026, 09:12:04  What's the status of order 12345?
      ·  tr_ea8b45420057  rejected                 3 Nov 2026, 08:58:20  Where is my package for order 12390?
      6 of 24 traces; --limit shows more. 0 of 24 reviewed; 24 left for ana
      "
    `);
    const rows = jsonLines<QueueRow & { readonly queue: string }>((await workspace.run(['queue', 'week', '--by', 'ana', '--json'])).stdout);
    expect(rows[0]).toMatchObject({ queue: 'week', verdict: null, others: 0, signals: expect.any(Number) });

    await workspace.run(['label', rows[0]!.id, '--fail', '--by', 'ana']);
    await workspace.run(['label', rows[1]!.id, '--defer', '--by', 'ana']);
    await workspace.run(['label', rows[2]!.id, '--pass', '--by', 'jonas']);
    const left = await workspace.run(['queue', 'week', '--by', 'ana', '--limit', '1']);
    expect(left.stdout).toContain(rows[1]!.id);
    expect(left.stdout).toMatch(/; \d+ left for ana, 1 put off\n$/u);
    const [progress] = jsonLines<QueueProgress>((await workspace.run(['queue', '--by', 'ana', '--json'])).stdout);
    expect(progress).toMatchObject({ id: 'week', reviewed: 2, left: rows.length - 1, deferred: 1, by: [{ name: 'ana', reviewed: 1 }, { name: 'jonas', reviewed: 1 }] });

    const [sampled] = jsonLines<QueueRow>((await workspace.run(['queue', 'sample', '--by', 'mia', '--json'])).stdout);
    const met = await workspace.run(['label', sampled!.id, '--pass', '--by', 'mia', '--queue', 'sample', '--json']);
    expect(JSON.parse(met.stdout)).toMatchObject({ label: { verdict: 'pass', queue: 'sample', stratum: 'random' } });
    expect((await workspace.run(['queue', 'sample', '--by', 'mia'])).stderr).toMatch(/casebook label tr_\w+ --pass --queue sample records that it was met here/u);
    expect((await workspace.run(['label', sampled!.id, '--pass', '--by', 'mia', '--queue', 'sampel'])).stderr).toContain('There is no queue sampel. Did you mean sample?');

    const wrong = await workspace.run(['queue', 'wek', '--by', 'ana']);
    expect(wrong.code).not.toBe(0);
    expect(wrong.stderr).toContain('There is no queue wek. Did you mean week?');

    const shown = jsonLines<TraceSummary>((await workspace.run(['list', '--signal', 'staleContext', '--json'])).stdout);
    expect(shown.length).toBeGreaterThan(0);
    for (const { signals } of shown) expect(signals?.map(({ id }) => id)).toContain('staleContext');
    expect((await workspace.run(['list', '--signal', 'staleContxt'])).stderr).toContain('Did you mean staleContext?');
  });
});
