import { describe, expect, test } from 'vitest';
import type { Completeness } from '../../src/core/doctor/completeness.ts';
import { lookedFor } from '../../src/core/doctor/completeness.ts';
import type { ImportedFile, ImportReport } from '../../src/protocol/importApi.ts';
import { hasDetails, importDetails, importSentence } from '../../src/extension/display/importReport.ts';

function file(changes: Partial<ImportedFile> = {}): ImportedFile {
  return { path: '/w/week.jsonl', format: 'otlp', why: 'resourceSpans', error: null, traces: 24, spans: 200, messages: 90, toolCalls: 40, new: 24, updated: 0, unchanged: 0, warnings: [], warningCount: 0, redactions: {}, cut: 0, completeness: null, ...changes };
}

function report(files: readonly ImportedFile[], changes: Partial<ImportReport> = {}): ImportReport {
  return { files, traces: files.reduce((sum, each) => sum + each.traces, 0), spans: 0, failing: 6, cancelled: false, ...changes };
}

const everything = Object.fromEntries(Object.keys(lookedFor).map((field) => [field, { have: 24, of: 24 }])) as Completeness;
const unread = file({ path: '/w/notes.txt', format: null, why: null, error: 'notes.txt is no trace export. Name its format.', traces: 0, new: 0 });

describe('the sentence after an import', () => {
  test.each<readonly [string, ImportReport, string]>([
    ['all new', report([file()]), 'Imported 24 traces, 6 failing'],
    ['one', report([file({ traces: 1, new: 1 })], { failing: 0 }), 'Imported 1 trace, 0 failing'],
    ['again', report([file({ new: 0, unchanged: 24 })]), 'Nothing new: all 24 traces were here already'],
    ['partly known', report([file({ new: 4, unchanged: 20 })]), 'Imported 24 traces, 6 failing. 20 unchanged'],
    ['with warnings', report([file({ warningCount: 2 })]), 'Imported 24 traces, 6 failing. 2 warnings'],
    ['with one warning', report([file({ warningCount: 1, warnings: [{ line: 41, message: 'cut in the middle' }] })]), 'Imported 24 traces, 6 failing. Line 41: cut in the middle'],
    ['with a file of another kind', report([file(), unread]), 'Imported 24 traces, 6 failing. 1 file not read'],
    ['nothing but that', report([unread], { failing: 0 }), 'notes.txt is no trace export. Name its format.'],
    ['one whose refusal names no file', report([file({ ...unread, error: 'It holds no JSON. `casebook formats` lists what it reads.' })], { failing: 0 }), 'notes.txt was not imported: It holds no JSON. Casebook reads over 40 formats: OpenTelemetry, Langfuse, LangSmith, coding agents and more; the README lists them.'],
    ['several of them', report([unread, unread], { failing: 0 }), 'None of the 2 files could be imported'],
    ['an empty folder', report([], { failing: 0 }), 'No trace was found in there'],
    ['cancelled early', report([], { failing: 0, cancelled: true }), 'Import cancelled before the first trace'],
    ['cancelled late', report([file({ traces: 3, new: 3 })], { failing: 1, cancelled: true }), 'Import cancelled. Kept 3 traces, 1 failing'],
  ])('%s', (_, given, sentence) => expect(importSentence(given)).toBe(sentence));
});

describe('the report', () => {
  test('names line and reason of each warning, escaped, and counts the rest', () => {
    const text = importDetails(report([file({ warningCount: 6, warnings: [{ line: 41, message: 'cut in the middle <b>' }, { line: 97, message: 'Line 97 is not JSON' }, { line: null, message: 'no times' }] })]));
    expect(text).toContain(String.raw`- Line 41: cut in the middle \<b\>`);
    expect(text).toContain('- Line 97 is not JSON\n- no times');
    expect(text).toContain('- and 3 more');
  });

  test('puts a file that was not read first, and says how often secrets were replaced', () => {
    const text = importDetails(report([file({ redactions: { 'aws-key': 2 } }), unread]));
    expect(text.indexOf('notes')).toBeLessThan(text.indexOf('week'));
    expect(text).toContain('2 aws-key');
  });

  test('says how far the six questions are answered, and what is missing', () => {
    const some = { ...everything, feedback: { have: 3, of: 24 }, cost: { have: 0, of: 40 } };
    const text = importDetails(report([file({ completeness: some })]));
    expect(text).toContain('5 of 6 questions answered:\n\n- What did the user ask? answered: 24 of 24');
    expect(text).toContain(String.raw`- Did the user accept, edit or reject it? partly answered: 3 of 24`);
    expect(text).toContain('Not recorded: the user\'s verdict in 21 of 24 traces, cost in all 40 model calls');
    expect(importDetails(report([file({ completeness: everything })]))).toContain('Nothing that was looked for is missing');
  });

  test('is offered wherever a file was met', () => {
    expect(hasDetails(report([file()]))).toBe(true);
    expect(hasDetails(report([unread]))).toBe(true);
    expect(hasDetails(report([]))).toBe(false);
  });

  test('call a format by its title', () => {
    expect(importDetails(report([file({ format: 'claudeCode', formatTitle: 'Claude Code sessions', why: 'sessionId on line 1' })]))).toContain('Read as Claude Code sessions: sessionId on line 1');
  });
});
