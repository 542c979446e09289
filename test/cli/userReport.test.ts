import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { UsersReport } from '../../src/core/model/users.ts';
import { exportOf, journalOf, rollout, said } from '../fixtures/users/pilot.ts';
import { TemporaryFolder } from './casebook.ts';

/** Five runs of two users, one of nobody; what was said of them, and two reviews. */
async function piloted(): Promise<TemporaryFolder> {
  const folder = new TemporaryFolder();
  writeFileSync(folder.file('runs.json'), exportOf());
  await folder.run(['import', 'runs.json']);
  writeFileSync(folder.file('said.csv'), said);
  expect((await folder.run(['feedback', 'import', 'said.csv'])).code).toBe(0);
  const traces = (await folder.run(['list', '--json'])).stdout.trim().split('\n').map((line) => JSON.parse(line) as { readonly id: string; readonly query: string });
  mkdirSync(folder.file('casebook', 'labels'), { recursive: true });
  writeFileSync(folder.file('casebook', 'labels', 'mara.jsonl'), journalOf((words) => traces.find(({ query }) => query.includes(words))!.id));
  writeFileSync(folder.file('casebook', 'release.yaml'), rollout);
  return folder;
}

const steady = (text: string): string => text.replaceAll(/tr_[0-9a-f]{12}/g, 'tr_…').replaceAll(/\d+ d( \d+ h)?/g, 'N d').replaceAll(/ +$/gm, '').replaceAll(/ {2,}/g, '  ');

test('report users: what each user flagged, how far it came, what is overdue, and who has no channel', async () => {
  await using folder = await piloted();
  const { code, stdout, stderr } = await folder.run(['report', 'users']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(steady(stdout)).toMatchInlineSnapshot(`
    "Users
      Without a feedback channel in release.yaml: ben, zoe.
      1 run does not say who asked; 0 of them flagged.
      User  Role  Runs  Accepted  Edited  Rejected  Worked around  Looked at  Flagged  Open  Changed  Channel
      ana  support_agent  2  1  0  1  1  1  1  1  0  #ask-the-agent in chat
      ben  2  0  1  1  0  1  2  1  0  none
      zoe  support_agent  0  0  0  0  0  0  0  0  0  none

    Flagged by users
      3 outputs, 1 of them closed (33 %).
      From flag to label: median 22 h, p90 N d (n = 2). From the failing run to a proven case: n/a.
      Trace  User  Flagged  How  Query  Reviewed  Case  Handled  Next
      tr_…  ben  5 Feb 2026  edited  Can I return opened headphones?  6 Feb 2026, pass  nothing, reviewed as right
      tr_…  ana  3 Feb 2026  rejected, worked around, wrote  Where is my parcel 1Z7?  4 Feb 2026, fail  in review  make a case
      tr_…  ben  2 Feb 2026  rejected, wrote  Why was I charged twice?  review it

    Overdue reviews
      1 of 1 flagged output without a review waits longer than N d (governance.cadence).
      Age of those without a review: median N d, p90 N d (n = 1).
      Trace  User  Flagged  Waits  Query
      tr_…  ben  2 Feb 2026  N d  Why was I charged twice?

    Time to guard
      From the first failing trace of a class to the first case of it whose proof holds.
      Class  Failures  First seen  Guarded  Took  Case
      Tool choice  1  2 Feb 2026  not yet

    Reviewer burden
      2 reviews on 2 reviewer-days: 1.0 a reviewer-day. 5 runs.
      Review minutes per 100 runs: n/a; too few reviews in a row to tell how long one takes.
    "
  `);
  const report = JSON.parse((await folder.run(['report', 'users', '--json'])).stdout) as UsersReport;
  expect(report.withoutChannel).toEqual(['ben', 'zoe']);
  expect(report.unnamed).toEqual({ runs: 1, flagged: 0 });
  expect(report.closing.flagged.map(({ title, next, overdue }) => [title, next, overdue])).toEqual([
    ['Can I return opened headphones?', 'none', false], ['Where is my parcel 1Z7?', 'makeCase', false], ['Why was I charged twice?', 'review', true],
  ]);
  expect((await folder.run(['report', 'users', '--md'])).stdout).toContain('## Overdue reviews');
});

test('each user gets a page of their own, in plain words, and of nobody else', async () => {
  await using folder = await piloted();
  expect(await folder.run(['report', 'users', '--html', 'pages'])).toMatchObject({ code: 0, stderr: expect.stringContaining('Wrote 3 pages into pages.') as string });
  expect(readdirSync(folder.file('pages')).sort()).toEqual(['ana.html', 'ben.html', 'zoe.html']);
  const ana = folder.read('pages', 'ana.html');
  for (const words of ['Where is my parcel 1Z7?', 'it says delivered, nothing came &lt;img src=x&gt;', '#ask-the-agent', 'A person looked at 1 of the answers', 'A fix is being tried', 'Order status']) expect(ana).toContain(words);
  expect(ana).not.toMatch(/tr_[0-9a-f]{12}|tool_selection|getOrder|mara|ben\b|charged twice|headphones|<script|<img|https?:/);
  const ben = folder.read('pages', 'ben.html');
  for (const words of ['Nobody has looked at it yet', 'found the answer right', 'No way to tell us is set up for you yet', 'write to (left out)']) expect(ben).toContain(words);
  expect(ben).not.toContain('ben@shop.example');
  expect(folder.read('pages', 'zoe.html')).toContain('No question of yours has been recorded yet.');

  expect((await folder.run(['report', 'users', '--html', 'all.html'])).code).toBe(0);
  expect(folder.read('all.html').match(/<article/g)).toHaveLength(3);
  expect(folder.read('all.html')).not.toContain('for ana alone');
  expect(existsSync(folder.file('all.html', 'ana.html'))).toBe(false);

  // A token as a user's name.
  writeFileSync(folder.file('casebook', 'release.yaml'), rollout.replace('zoe', 'x'.repeat(300)));
  expect(await folder.run(['report', 'users', '--html', 'long'])).toMatchObject({ code: 0 });
  expect(readdirSync(folder.file('long')).sort()).toEqual(['ana.html', 'ben.html', expect.stringMatching(/^x{48}-[0-9a-f]{8}\.html$/)]);

  await using nobody = new TemporaryFolder();
  writeFileSync(nobody.file('runs.jsonl'), '{"id":"1","messages":[{"role":"user","content":"Hello?"},{"role":"assistant","content":"Hello."}]}');
  await nobody.run(['import', 'runs.jsonl']);
  expect((await nobody.run(['report', 'users'])).stdout).toContain('No trace says who asked, and release.yaml names no users.');
  expect(await nobody.run(['report', 'users', '--html', 'pages'])).toMatchObject({ code: 2, stderr: expect.stringContaining('There is no page to write') as string });
});
