import { describe, expect, test } from 'vitest';
import { notReadSentence, standingWords, totalWords } from '../../../../src/core/display/failureWords.ts';
import type { LabelledTrace } from '../../../../src/core/model/review.ts';
import { createFailureLogs } from '../../../../src/core/review/failureLog/log.ts';
import { failuresCsv, failuresMarkdown } from '../../../../src/core/review/failureLog/tables.ts';
import { fail, inClass, labelledBy, note, pass } from '../labelledBy.ts';

const owner = (value: string) => ({ kind: 'owner', value }) as const;
const guard = (id: string, status: 'draft' | 'active' = 'active', guards = true) => [{ id, status, guards, owner: 'risk-team' }];
const run = (id: string, of: readonly Parameters<typeof labelledBy>[1][number][], told: Partial<LabelledTrace> = {}) => labelledBy(id, of, { nativeId: id, orphan: false, ...told });

const traces: readonly LabelledTrace[] = [
  run('cheap-1', [['ana', fail, inClass('recovery_behavior'), note('Third search, then gave up'), owner('support')]], { costUsd: 0.1 }),
  run('cheap-2', [['ana', fail, inClass('recovery_behavior')]], { costUsd: 0.2, cases: guard('no-loop') }),
  run('dear', [['ana', fail, inClass('tool_selection', 'wrong_tool')]], { costUsd: 3, cases: guard('shipment', 'draft', false) }),
  run('unknown-1', [['ana', fail, inClass('tool_selection')]], { costUsd: null }),
  run('free-of-cost', [['ana', fail, inClass('policy_boundary')]], { costUsd: null }),
  run('fine', [['ana', pass]], { costUsd: 99 }),
  run('csv:week 1.csv:0a1b2c3d4e5f', [['ana', fail, note('Agent too slow on Mondays')]], { orphan: true, costUsd: null }),
];
const taxonomy = { classes: [] };
const log = () => createFailureLogs()(traces, taxonomy);
const ids = (filter: string, sort?: Parameters<ReturnType<typeof log>['rows']>[0]['sort']) => log().rows({ filter, sort }).map(({ id }) => id);

describe('the failure log', () => {
  test('is ranked by what a class costs: its failures times the mean of the known costs; unknown is not 0', () => {
    const { rows, totals, all, guarded, classes } = log().read({}, 0, 100);
    expect(totals.map(({ name, failures, known, knownUsd, weightUsd }) => [name, failures, known, knownUsd, weightUsd])).toEqual([
      ['Tool choice', 2, 1, 3, 6],
      ['Recovery', 2, 2, expect.closeTo(0.3), expect.closeTo(0.3)],
      ['Not classified', 1, 0, null, null],
      ['Policy', 1, 0, null, null],
    ]);
    expect(totals.map(totalWords)).toEqual(['2 failures, about $6.00: $3.00 of 1 with a known cost', '2 failures, $0.3000', '1 failure, cost not recorded', '1 failure, cost not recorded']);
    expect(rows.map(({ id }) => id)).toEqual(['dear', 'unknown-1', 'cheap-1', 'cheap-2', 'csv:week 1.csv:0a1b2c3d4e5f', 'free-of-cost']);
    expect([all, guarded, classes]).toEqual([6, 1, 3]);
  });

  test('a row says whose label it is, whether a case guards it, and who owns it by label or by case', () => {
    const [dear, unknown, cheap, guardedRow, ofFile] = log().rows({});
    expect(dear).toMatchObject({ class: 'tool_selection', modeName: 'Wrong tool', case: { id: 'shipment', state: 'draft' }, owner: 'risk-team', ownerFrom: 'case', status: 'open', by: 'ana', run: 'imported' });
    expect(unknown).toMatchObject({ case: null, owner: '', ownerFrom: null, costUsd: null });
    expect(cheap).toMatchObject({ owner: 'support', ownerFrom: 'label' });
    expect(guardedRow).toMatchObject({ case: { id: 'no-loop', state: 'guarded' } });
    expect(ofFile).toMatchObject({ run: 'none', file: 'week 1.csv', className: 'Not classified' });
  });

  test('is filtered by names and words, and says what it does not understand', () => {
    expect(ids('class:recovery')).toEqual(['cheap-1', 'cheap-2']);
    expect(ids('class:"wrong tool" class:policy')).toEqual(['dear', 'free-of-cost']);
    expect(ids('class:none')).toEqual(['csv:week 1.csv:0a1b2c3d4e5f']);
    expect(ids('owner:none guarded:no -class:none')).toEqual(['unknown-1', 'free-of-cost']);
    expect(ids('guarded:yes')).toEqual(['cheap-2']);
    expect(ids('case:draft')).toEqual(['dear']);
    expect(ids('cost:none -run:none')).toEqual(['unknown-1', 'free-of-cost']);
    expect(ids('GAVE "third search"')).toEqual(['cheap-1']);
    expect(ids('https://nowhere')).toEqual([]);
    const { notes, totals } = log().read({ filter: 'ownr:none class:recovery guarded:ye' }, 0, 10);
    expect(notes).toEqual(['Nothing is named ownr: here. Did you mean owner:?', 'guarded: takes yes or no, not ye. Did you mean yes?']);
    expect(totals).toEqual([]);
    expect(log().read({ filter: 'class:nonsense' }, 0, 10).notes).toEqual(['No failure class is called nonsense.']);
    expect(log().read({ filter: 'class:recovry' }, 0, 10).notes).toEqual(['No failure class is called recovry. Did you mean class:Recovery?']);
    expect(log().read({ filter: 'class:none' }, 0, 10).notes).toEqual([]);
    expect(log().read({ filter: 'class:recovery' }, 0, 10).totals).toHaveLength(4);
  });

  test('is sorted by any column, what is not known last in both directions', () => {
    expect(ids('', 'cost').slice(0, 3)).toEqual(['dear', 'cheap-2', 'cheap-1']);
    expect(log().rows({ sort: 'cost', descending: false }).map(({ costUsd }) => costUsd)).toEqual([0.1, 0.2, 3, null, null, null]);
    expect(log().rows({ sort: 'class' }).map(({ className }) => className)).toEqual(['Policy', 'Recovery', 'Recovery', 'Tool choice', 'Tool choice', 'Not classified']);
    expect(log().rows({ sort: 'case' }).at(-1)?.id).toBe('cheap-2');
  });

  test('is made anew only as far as labels changed', () => {
    const logs = createFailureLogs();
    const first = logs(traces, taxonomy);
    expect(logs(traces, taxonomy)).toBe(first);
    const after = logs([...traces.slice(1)], taxonomy);
    expect(after.rows({})[0]).toBe(first.rows({})[0]);
    expect(after.rows({})).toHaveLength(5);
  });
});

describe('the failure log as text', () => {
  test('columns that an import leaves out are named with where they are read', () => {
    expect(notReadSentence(['Cost', 'Case'])).toBe('Not read, as traces and cases say it themselves: Cost, Case');
    expect(notReadSentence(['Edit minutes'])).toBe('Not read, as traces and cases say it themselves: Edit minutes; minutes of editing are feedback, which casebook feedback import reads from the same file');
  });

  const said = run('@1', [['ana', fail, inClass('tool_selection'), { kind: 'cause', value: '=HYPERLINK("http://x","y")' }, { kind: 'fix', value: 'say "id", not;\nname' }, note('a | b <img src=x> `c`')]]);
  const rows = createFailureLogs()([said], taxonomy).rows({});

  test('CSV begins with the columns of the spreadsheet it replaces, and no cell runs as a formula', () => {
    const [head, ...body] = failuresCsv(rows).split('\r\n');
    expect(head).toMatch(/^Run ID,Failure Type,Root Cause,Fix,What happened,Status,/u);
    expect(body.join('\r\n')).toMatch(/^"'@1",Tool choice,"'=HYPERLINK\(""http:\/\/x"",""y""\)","say ""id"", not;\nname",/u);
  });

  test('the question is in a column of its own, and stands for nothing that nobody wrote', () => {
    const asked = createFailureLogs()([run('r1', [['ana', fail]], { title: 'Where is my order?' }), run('r2', [['ana', fail, note('Gave up')]], { title: 'And mine?' })], taxonomy);
    const [head, ...body] = failuresCsv(asked.rows({})).split('\r\n').map((line) => line.split(','));
    const column = (title: string) => body.slice(0, 2).map((cells) => cells[head!.indexOf(title)]);
    expect([column('What happened'), column('Question')]).toEqual([['', 'Gave up'], ['Where is my order?', 'And mine?']]);
    const [titles, , ...lines] = failuresMarkdown(asked.rows({})).split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
    const cells = (title: string) => lines.slice(0, 2).map((line) => line[titles!.indexOf(title)]);
    expect([cells('What happened'), cells('Question')]).toEqual([['', 'Gave up'], ['Where is my order?', 'And mine?']]);
    expect(asked.rows({ sort: 'what' }).map(({ id }) => id)).toEqual(['r2', 'r1']);
    expect(asked.rows({ sort: 'question' }).map(({ id }) => id)).toEqual(['r2', 'r1']);
  });

  test('Markdown keeps text as text', () => {
    expect(failuresMarkdown(rows).split('\n')[2]).toContain(' | say "id", not; name | a \\| b &lt;img src=x&gt; \\`c\\` | Open |');
  });
});

test('a row says whose verdict it is, and why no trace can be opened from it', () => {
  const words = (trace: LabelledTrace): string => standingWords(createFailureLogs()([trace], { classes: [] }).rows({})[0]!);
  const [here, missing, none] = [labelledBy('tr_1', [['ada', fail]], { orphan: false }), labelledBy('tr_2', [['bob', fail]], { orphan: true }), labelledBy('csv:week\u202e-1.csv:0a1b2c', [['ada', fail]], { orphan: true })];
  expect([here, missing, none].map(words)).toEqual(['ada\'s verdict', 'bob\'s verdict. The trace is not imported; the label is kept', expect.stringMatching(/^ada's verdict\. A row of week(?!\u202e).*-1\.csv that names no run$/u)]);
  expect(createFailureLogs()([here, missing, none], { classes: [] }).read({}, 0, 10)).toMatchObject({ all: 3, notImported: 2 });
});
