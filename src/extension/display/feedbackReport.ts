import { formatCount, plural } from '../../core/display/numbers.ts';
import { redactionWords } from '../../core/display/redactions.ts';
import type { FeedbackReport } from '../../protocol/labelApi.ts';
import { plain } from './markdown.ts';

export function hasFeedbackDetails({ unmatched, unknownColumns, warningCount, undatedCount }: FeedbackReport): boolean {
  return unmatched.length > 0 || unknownColumns.length > 0 || warningCount + undatedCount > 0;
}

/** "Added 12 rows to casebook/feedback/ratings.jsonl, 10 of imported traces. 3 rows were there already". */
export function feedbackSentence({ file, rows, added, known, matched, warningCount, undatedCount, redactions }: FeedbackReport): string {
  const read = added + known;
  if (read === 0) return rows === 0 ? 'There is no feedback in the file' : `No feedback could be read: ${plural(warningCount, 'warning')}`;
  const head = added === 0 ? `Nothing new: ${read === 1 ? 'the row of feedback was' : `all ${plural(read, 'row')} of feedback were`} in ${file} already` : `Added ${plural(added, 'row')} of feedback to ${file}`;
  const parts = [
    `${head}, ${matched === read ? (read === 1 ? 'of an imported trace' : 'all of imported traces') : `${formatCount(matched)} of imported traces`}`,
    added > 0 && known > 0 ? `${plural(known, 'row')} ${known === 1 ? 'was' : 'were'} there already` : '',
    warningCount > 0 ? plural(warningCount, 'warning') : '',
    undatedCount > 0 ? `${plural(undatedCount, 'row')} ${undatedCount === 1 ? 'counts' : 'count'} without a time` : '',
    ...redactionWords(redactions),
  ];
  return parts.filter(Boolean).join('. ');
}

/** The rest, as markdown; what comes from the file is escaped. */
export function feedbackDetails(report: FeedbackReport): string {
  const { unmatched, unknownColumns, warnings, warningCount, undated, undatedCount } = report;
  const list = (items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n');
  const places = (some: FeedbackReport['warnings'], count: number): string =>
    list([...some.map(({ line, message }) => `Line ${formatCount(line)}: ${plain(message)}`), ...(count > some.length ? [`and ${formatCount(count - some.length)} more`] : [])]);
  return [
    '# Feedback',
    plain(feedbackSentence(report)),
    ...(unmatched.length > 0 ? ['## Ids that no imported trace has', 'Their feedback is kept, and joins when the trace is imported.', list(unmatched.map(plain))] : []),
    ...(unknownColumns.length > 0 ? ['## Columns that were not used', list(unknownColumns.map(plain))] : []),
    ...(warningCount > 0 ? ['## Warnings', places(warnings, warningCount)] : []),
    ...(undatedCount > 0 ? ['## Times that cannot be meant', places(undated, undatedCount)] : []),
  ].join('\n\n');
}
