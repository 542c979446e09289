import { mkdirSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Agreement } from '../../src/core/model/agreement.ts';
import { TemporaryFolder } from './casebook.ts';

const row = (id: string) => JSON.stringify({ id, messages: [{ role: 'user', content: `Where is order ${id}?` }, { role: 'assistant', content: 'It was delivered.' }] });

/** A journal in which somebody gave these runs pass, or fail with a class. */
const journal = (by: string, minute: number, said: Readonly<Record<string, 'pass' | 'fail'>>) => Object.entries(said).flatMap(([id, value], at) => {
  const event = { v: 1, at: `2026-02-03T09:${minute}:0${at}.000Z`, by, trace: { id, sha256: '' } };
  return [{ ...event, id: `${by}${at}a`, kind: 'verdict', value }, ...(value === 'fail' ? [{ ...event, id: `${by}${at}b`, kind: 'class', value: { class: 'tool_selection' } }] : [])];
}).map((event) => `${JSON.stringify(event)}\n`).join('');

test('report labels: who said what, how far reviewers agree, and where they do not', async () => {
  await using folder = new TemporaryFolder();
  writeFileSync(folder.file('runs.jsonl'), ['one', 'two', 'three', 'four', 'five', 'six'].map(row).join('\n'));
  await folder.run(['import', 'runs.jsonl']);
  expect((await folder.run(['report', 'labels'])).stdout).toContain('Nobody has labelled yet. Agreement needs two reviewers on the same traces.');
  mkdirSync(folder.file('casebook', 'labels'), { recursive: true });
  writeFileSync(folder.file('casebook', 'labels', 'ana.jsonl'), journal('ana', 10, { one: 'fail', two: 'fail', three: 'pass', four: 'pass', five: 'pass', six: 'pass' }));
  expect((await folder.run(['report', 'labels'])).stdout).toContain('Only ana has labelled. Agreement needs two reviewers on the same traces: 0 traces have pass or fail from two.');
  writeFileSync(folder.file('casebook', 'labels', 'ben.jsonl'), journal('ben', 20, { one: 'fail', two: 'pass', three: 'pass', four: 'pass', five: 'pass' }));

  const { code, stdout } = await folder.run(['report', 'labels']);
  expect(code).toBe(0);
  expect(stdout.replaceAll(/tr_[0-9a-f]{12}/g, 'tr_…').replaceAll(/ +$/gm, '')).toMatchInlineSnapshot(`
    "Labels
      6 traces are labelled, 5 of them by two reviewers or more.
      Reviewer  Pass  Fail  Deferred  No verdict
      ana          4     2         0           0
      ben          4     1         0           0

    Failures by class
      Counted by the label in force; the columns of reviewers by their own.
      Class        Failures  ana  ben
      Tool choice         1    2    1

    How the traces were chosen
      Random sample 0, chosen because something showed 0, neither or not recorded 6 (n = 6).
      Rates are computed from the random sample alone: 0 of 6 drawn are reviewed, 0 %.

    Agreement
      Krippendorff's alpha over all reviewers, on pass or fail: 0.57 (5 traces, 10 ratings).
      Krippendorff's alpha over all reviewers, on the class: n/a (1 trace, 2 ratings).
      Same is shown, and gates nothing: where nearly all pass it is high by chance.
      Reviewers  About         Traces   Same  Kappa  AC1   AC1, 95 %
      ana, ben   pass or fail       5   80 %  0.55   0.66  -0.40 to 1.00
                 class              1  100 %  n/a    n/a

    Disagreements
      1 trace waits for a decision: in the tab Agreement of Review Traces, or with casebook label TRACE --adjudicate pass (or fail, with --class).
      Trace            Query                Who says what
      tr_…  Where is order two?  ana: fail, Tool choice; ben: pass
    "
  `);
  const json = JSON.parse((await folder.run(['report', 'labels', '--json'])).stdout) as Agreement;
  expect(json).toMatchObject({ traces: 6, shared: 5, pairs: [{ a: 'ana', b: 'ben', verdict: { n: 5, same: 4 } }], open: [{ about: 'verdict' }] });
  expect((await folder.run(['report', 'labels', '--md'])).stdout).toContain('# What the labels say');
  expect(await folder.run(['report', 'labels', '--html', 'labels.html'])).toMatchObject({ code: 0 });
  expect(folder.read('labels.html')).toContain('Where is order two?');
});
