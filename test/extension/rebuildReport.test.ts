import { expect, test } from 'vitest';
import type { RebuildReport } from '../../src/protocol/importApi.ts';
import type { FeedbackReport } from '../../src/protocol/labelApi.ts';
import { feedbackDetails, feedbackSentence, hasFeedbackDetails } from '../../src/extension/display/feedbackReport.ts';
import { rebuildSentence } from '../../src/extension/display/rebuildReport.ts';

const read = { path: 'a.jsonl', format: 'otlp', why: '', error: null, traces: 3, spans: 0, messages: 0, toolCalls: 0, new: 0, updated: 0, unchanged: 3, warnings: [], warningCount: 0, undated: [], undatedCount: 0, redactions: {}, cut: 0, completeness: null };
const rebuilt = (changes: Partial<RebuildReport> = {}): string => rebuildSentence({ files: [read], traces: 3, spans: 9, failing: 1, cancelled: false, gone: [], removed: 0, kept: 0, ...changes });

test.each<[Partial<RebuildReport>, string]>([
  [{}, 'Rebuilt the index from 1 file: 3 traces, 1 failing'],
  [{ gone: [{ path: 'b.jsonl', traces: 1 }] }, 'Rebuilt the index from 1 file: 3 traces, 1 failing. b.jsonl is not there any more; its trace is kept as imported'],
  [{ gone: [{ path: 'b.jsonl', traces: 1 }, { path: 'c.jsonl', traces: 4 }] }, 'Rebuilt the index from 1 file: 3 traces, 1 failing. 2 files are not there any more; their 5 traces are kept as imported'],
  [{ files: [read, { ...read, format: null, error: 'No.' }], removed: 1, kept: 2 }, 'Rebuilt the index from 1 file: 3 traces, 1 failing. 1 file could not be read. 1 trace was removed, as no file holds it now. 2 traces that no file holds now were kept because of a label'],
  [{ files: [], traces: 0 }, 'There is nothing to rebuild: no file has been imported'],
  [{ cancelled: true }, 'Stopped rebuilding after 3 traces. Nothing was taken away; what was not read yet is read by the next import of its file'],
])('%j', (changes, sentence) => expect(rebuilt(changes)).toBe(sentence));

const feedback = (changes: Partial<FeedbackReport> = {}): FeedbackReport => ({ file: 'casebook/feedback/ratings.jsonl', rows: 12, added: 12, known: 0, matched: 12, unmatched: [], unknownColumns: [], warnings: [], warningCount: 0, undated: [], undatedCount: 0, redactions: {}, ...changes });

test.each<[Partial<FeedbackReport>, string]>([
  [{}, 'Added 12 rows of feedback to casebook/feedback/ratings.jsonl, all of imported traces'],
  [{ added: 10, known: 1, matched: 9, warningCount: 1, redactions: { jwt: 2, email: 1 } }, 'Added 10 rows of feedback to casebook/feedback/ratings.jsonl, 9 of imported traces. 1 row was there already. 1 warning. 2 likely secrets replaced: 2 jwt. 1 piece of personal data replaced: 1 email'],
  [{ undatedCount: 2 }, 'Added 12 rows of feedback to casebook/feedback/ratings.jsonl, all of imported traces. 2 rows count without a time'],
  [{ undatedCount: 1 }, 'Added 12 rows of feedback to casebook/feedback/ratings.jsonl, all of imported traces. 1 row counts without a time'],
  [{ added: 0, known: 12 }, 'Nothing new: all 12 rows of feedback were in casebook/feedback/ratings.jsonl already, all of imported traces'],
  [{ added: 0, warningCount: 12 }, 'No feedback could be read: 12 warnings'],
  [{ rows: 0, added: 0 }, 'There is no feedback in the file'],
])('%j', (changes, sentence) => expect(feedbackSentence(feedback(changes))).toBe(sentence));

test('what no trace has is listed, as text', () => {
  const report = feedback({ unmatched: ['<b>run</b>'], warnings: [{ line: 3, message: 'No [verdict](x)' }], warningCount: 2 });
  expect([hasFeedbackDetails(feedback()), hasFeedbackDetails(report)]).toEqual([false, true]);
  expect(feedbackDetails(report)).toContain('- \\<b\\>run\\<\\/b\\>');
  const undated = feedback({ undated: [{ line: 7, message: 'It counts without a time: at is *soon*, which is no time.' }], undatedCount: 3 });
  expect([hasFeedbackDetails(undated), feedbackDetails(undated)]).toEqual([true, expect.stringMatching(/## Times that cannot be meant\n\n- Line 7: It counts [^]*\\\*soon[^]*- and 2 more/)]);
  expect(feedbackDetails(report)).toMatch(/- Line 3: No \\\[verdict[^]*- and 1 more/);
});
