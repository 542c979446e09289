import { severityOf } from '../cases/severity.ts';
import { plural } from '../display/numbers.ts';
import type { LabelEvent } from '../model/label.ts';
import type { Problem, TextRange } from '../model/problem.ts';
import { linesIn, readJournalLine } from './journalLine.ts';
import type { NameOf } from './reviewerNames.ts';
import { groupBy } from '../support/groupBy.ts';

/** A journal by the name of its reviewer, which is that of the file. */
export type JournalText = { readonly file: string; readonly reviewer: string; readonly text: string };

type Placed = { readonly event: LabelEvent; readonly file: string; readonly range: TextRange };

/** What is wrong with journals, or needs a word, one list a journal. Nothing of it keeps the other lines from counting. */
export function journalProblems(journals: readonly JournalText[], nameOf: NameOf, now: Date): readonly (readonly Problem[])[] {
  const first = new Map<string, Placed & { readonly said: string }>();
  return journals.map(({ file, reviewer, text }) => {
    const problems: Problem[] = [];
    const add = (code: string, message: string, range: TextRange, more: Partial<Problem> = {}) => problems.push({ code, severity: severityOf(code), message, range, ...more });
    const placed: Placed[] = [];
    for (const { line, range } of linesIn(text)) {
      const { event, finding } = readJournalLine(line, now);
      if (finding) add(finding.code, `This line ${finding.message}`, range);
      if (event) placed.push({ event, file, range });
    }

    for (const [by, theirs] of groupBy(placed, ({ event }) => nameOf(event.by))) {
      if (by === nameOf(reviewer)) continue;
      add('CJ107', `${plural(theirs.length, 'event')} of this journal ${theirs.length === 1 ? 'is' : 'are'} by ${by} and count${theirs.length === 1 ? 's' : ''} as ${by}'s. If that is ${reviewer} under an earlier name, list it in config.yaml: reviewers: [{name: ${reviewer}, was: [${by}]}].`, theirs[0]!.range);
    }
    const behind = placed.filter(({ event }, n) => n > 0 && event.at < placed[n - 1]!.event.at);
    if (behind[0]) add('CJ108', `This event is of ${behind[0].event.at}, before the one above it${behind.length > 1 ? `, and so are ${behind.length - 1} more` : ''}. Events count in the order of their times, wherever they stand.`, behind[0].range);
    for (const each of placed) {
      const said = JSON.stringify(Object.entries(each.event).toSorted(([a], [b]) => (a < b ? -1 : 1)));
      const other = first.get(each.event.id);
      if (!other) first.set(each.event.id, { ...each, said });
      else if (other.said !== said) add('CJ105', 'This event stands elsewhere in another wording. The same one of them counts everywhere; take the other out.', each.range, { related: [{ file: other.file, range: other.range, message: 'The other wording.' }] });
    }
    return problems.sort((a, b) => a.range.start - b.range.start);
  });
}
