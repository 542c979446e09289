import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { classesInUse } from '../../../../src/core/model/failureClass.ts';
import { readHeaders } from '../../../../src/core/review/failureLog/headers.ts';
import { importedRows, onlyEdited } from '../../../../src/core/review/failureLog/importedRows.ts';
import { createFailureLogs } from '../../../../src/core/review/failureLog/log.ts';
import { failuresCsv } from '../../../../src/core/review/failureLog/tables.ts';
import type { LabelEventBody } from '../../../../src/core/review/labels.ts';
import { fail, inClass, labelledBy } from '../labelledBy.ts';

// Two classes with a mode of the same name; `gone` is in no taxonomy any more.
const taxonomy = { classes: [{ id: 'one', name: 'One', modes: [{ id: 'other_1', name: 'Other' }] }, { id: 'two', name: 'Two', modes: [{ id: 'other_2', name: 'Other' }] }] };
const classes = classesInUse(taxonomy);

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.array(fc.constantFrom('=', '\'', '"', ',', ';', '\t', '\n', '\r\n', '\r', ' ', '-1', '@', '+', 'ä', '\u202E', '\u001b[31m', '<img>', 'a'), { maxLength: 8 }).map((parts) => parts.join('')),
);
const said = fc.record({
  class: fc.constantFrom(null, inClass('one'), inClass('one', 'other_1'), inClass('two', 'other_2'), inClass('gone'), inClass('gone', 'older'), inClass('tool_selection', 'wrong_tool')),
  cause: text, fix: text, note: text, owner: text, status: fc.constantFrom('open', 'fixing', 'handled'), caseOwner: fc.constantFrom(null, 'risk-team'),
});
const fields = ['cause', 'fix', 'note', 'owner'] as const;

function exported(failures: readonly (typeof said extends fc.Arbitrary<infer T> ? T : never)[]) {
  const traces = failures.map((each, at) => labelledBy(`tr_${at}`, [['ana', fail, ...(each.class ? [each.class] : []), ...fields.map((kind) => ({ kind, value: each[kind] })), { kind: 'status', value: each.status } as LabelEventBody]], {
    orphan: false, nativeId: `run-${at}`, cases: each.caseOwner === null ? [] : [{ id: 'a-case', status: 'active', guards: true, owner: each.caseOwner }],
  }));
  const rows = createFailureLogs()(traces, taxonomy).rows({});
  const [titles, ...lines] = parse(failuresCsv(rows), { columns: false, skip_empty_lines: true }) as readonly (readonly string[])[];
  return { rows, titles: titles!, headers: readHeaders(titles!), lines };
}

const nothing = { class: null, cause: '', fix: '', note: '', owner: '', status: null, unknownType: null, unknownStatus: null };

test('what was exported and not touched says nothing new, whatever it holds', () => {
  fc.assert(fc.property(fc.array(said, { minLength: 1, maxLength: 4 }), (failures) => {
    const { rows, headers, lines } = exported(failures);
    for (const [at, cells] of lines.entries()) expect(importedRows([onlyEdited({ line: at + 2, cells }, headers, rows[at]!, classes)], headers, classes)).toEqual([expect.objectContaining({ ...nothing, run: rows[at]!.nativeId, trace: rows[at]!.id })]);
  }));
});

const edit = fc.oneof(
  fc.record({ title: fc.constantFrom('Root Cause', 'Fix', 'What happened', 'Owner'), typed: fc.constantFrom('Renamed twice', 'say "id", not; name', 'zwei\nZeilen') }),
  fc.record({ title: fc.constant('Status'), typed: fc.constantFrom('Open', 'in progress', 'DONE') }),
  fc.record({ title: fc.constantFrom('Failure Type', 'Class'), typed: fc.constantFrom('Recovery', 'hallucination') }),
);
const fieldOf: Readonly<Record<string, string>> = { 'Root Cause': 'cause', 'Fix': 'fix', 'What happened': 'note', 'Owner': 'owner', 'Status': 'status', 'Failure Type': 'class', 'Class': 'class' };
const read: Readonly<Record<string, unknown>> = { 'Open': 'open', 'in progress': 'fixing', 'DONE': 'handled', 'Recovery': { class: 'recovery_behavior' }, 'hallucination': { class: 'answer_quality', mode: 'hallucination' } };

test('of an edited cell that is all that is read, as it was typed', () => {
  fc.assert(fc.property(said, edit, (failure, { title, typed }) => {
    const { rows, titles, headers, lines } = exported([failure]);
    const cells = lines[0]!.map((cell, at) => (titles[at] === title ? typed : cell));
    const statusNow = failure.status === read[typed];
    const [row] = importedRows([onlyEdited({ line: 2, cells }, headers, rows[0]!, classes)], headers, classes);
    // A status that says the same in other words is for the log to compare.
    expect(row).toMatchObject(statusNow && typed === 'Open' ? nothing : { ...nothing, [fieldOf[title]!]: read[typed] ?? typed });
  }));
});

test('a failure type that is no class goes behind the note that stands there', () => {
  const { rows, titles, headers, lines } = exported([{ class: inClass('one'), cause: 'why', fix: '', note: 'Gave up', owner: '', status: 'open', caseOwner: null }]);
  const cells = lines[0]!.map((cell, at) => (titles[at] === 'Failure Type' ? 'Grumpy' : cell));
  expect(importedRows([onlyEdited({ line: 2, cells }, headers, rows[0]!, classes)], headers, classes)).toEqual([expect.objectContaining({ ...nothing, unknownType: 'Grumpy', note: 'Gave up (failure type: Grumpy)' })]);
});
