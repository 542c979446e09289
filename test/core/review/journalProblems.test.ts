import { expect, test } from 'vitest';
import { journalProblems } from '../../../src/core/review/journalProblems.ts';
import { currentNames } from '../../../src/core/review/reviewerNames.ts';

const event = (more: object) => JSON.stringify({ v: 1, id: '01', at: '2026-11-19T10:00:00.000Z', by: 'mei', trace: { id: 'tr_1', sha256: '' }, kind: 'verdict', value: 'fail', ...more });
const problemsOf = (files: Readonly<Record<string, readonly string[]>>, reviewers: Parameters<typeof currentNames>[0] = []) => {
  const texts = Object.entries(files).map(([reviewer, lines]) => ({ file: `${reviewer}.jsonl`, reviewer, text: `${lines.join('\n')}\n` }));
  return journalProblems(texts, currentNames(reviewers), new Date('2026-11-20T10:00:00Z')).map((problems, n) => problems.map(({ code, severity, message, range }) => [texts[n]!.text.slice(0, range.start).split('\n').length, code, severity, message]));
};

test('a whole journal has no problems, with blank lines, those of Windows, and lines twice', () => {
  expect(problemsOf({ mei: [event({}), '', `${event({ id: '02', at: '2026-11-19T10:00:01.000Z' })}\r`], copy: [] })).toEqual([[], []]);
  expect(problemsOf({ mei: [event({}), event({})] })).toEqual([[]]);
});

test('what is left out is told by its line, and so is what counts although it looks odd', () => {
  expect(problemsOf({ mei: ['{"v":1,"id":', event({ kind: 'dance' }), event({ v: 3 }), '<<<<<<< HEAD', event({}), '=======', event({ id: '02' }), '>>>>>>> other', event({ id: '03', at: '2030-01-01T00:00:00.000Z' }), event({ id: '04', at: '2026-11-18T00:00:00.000Z' })] })).toEqual([[
    [1, 'CJ101', 'warning', 'This line is not JSON and is left out.'],
    [2, 'CJ102', 'warning', expect.stringMatching(/^This line is no label event that Casebook knows and is left out: .*\.$/)],
    [3, 'CJ103', 'warning', 'This line was written by a newer Casebook (v: 3) and is left out.'],
    [4, 'CJ104', 'error', 'This line is a mark of a merge conflict. The lines of both sides count; take out the marks.'],
    [6, 'CJ104', 'error', expect.any(String)],
    [8, 'CJ104', 'error', expect.any(String)],
    [9, 'CJ106', 'warning', expect.stringContaining('2030-01-01 00:00')],
    [10, 'CJ108', 'hint', expect.stringContaining('2026-11-18T00:00:00.000Z')],
  ]]);
});

test('a line that names nobody or no trace, or a time that no clock shows, is no label', () => {
  const [only] = problemsOf({ mei: [event({ by: '' }), event({ by: ' \u202e@' }), event({ trace: { id: ' ', sha256: '' } }), event({ at: '+275760-01-01T00:00:00.000Z' }), event({ at: '-000001-01-01T00:00:00.000Z' })] });
  expect(only).toEqual([
    [1, 'CJ102', 'warning', 'This line is left out: by is "", which names no reviewer.'],
    [2, 'CJ102', 'warning', expect.stringContaining('which names no reviewer')],
    [3, 'CJ102', 'warning', 'This line is left out: trace.id is empty.'],
    [4, 'CJ102', 'warning', 'This line is left out: at is "+275760-01-01T00:00:00.000Z", which is no time.'],
    [5, 'CJ102', 'warning', expect.stringContaining('which is no time')],
  ]);
});

test('one event in two wordings is told at the later one', () => {
  expect(problemsOf({ mei: [event({})], old: [event({ value: 'pass' })] })).toEqual([[], [[1, 'CJ107', 'hint', expect.any(String)], [1, 'CJ105', 'warning', expect.any(String)]]]);
});

test('events under another name than the journal\'s are explained, unless config.yaml says whose name it was', () => {
  const files = { meilin: [event({}), event({ id: '02', by: 'meilin' }), event({ id: '03' })] };
  expect(problemsOf(files)).toEqual([[[1, 'CJ107', 'hint', expect.stringMatching(/^2 events of this journal are by mei and count as mei's\. .*reviewers: \[\{name: meilin, was: \[mei\]\}\]\.$/)]]]);
  expect(problemsOf(files, [{ name: 'Meilin', was: ['Mei'] }])).toEqual([[]]);
});
