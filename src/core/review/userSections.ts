import { flagKindsInWords, flagStepWords } from '../display/flaggedWords.ts';
import { formatCount, formatPercent, plural } from '../display/numbers.ts';
import type { ReportSection } from '../display/reportSections.ts';
import { formatDay, formatDuration } from '../display/time.ts';
import { oneLine } from '../display/truncate.ts';
import type { Closing, Spread, UsersReport } from '../model/users.ts';

const mostRows = 50;
const mostNames = 12;

/** How far the loop from users to fixes is closed, for whoever runs the review. */
export function userSections({ users, unnamed, withoutChannel, closing, timezone }: UsersReport): readonly ReportSection[] {
  const day = (ms: number | null): string => (ms === null ? '' : formatDay(ms * 1000, { timeZone: timezone }));
  return [usersSection(users, unnamed, withoutChannel), flaggedSection(closing, day), overdueSection(closing, day), guardSection(closing, day), burdenSection(closing)];
}

const age = (ms: number | null): string => (ms === null ? 'n/a' : formatDuration(Math.round(ms / 60_000) * 60_000));
const spreadWords = ({ n, median, p90 }: Spread): string => (n === 0 ? 'n/a' : `median ${age(median)}, p90 ${age(p90)} (n = ${formatCount(n)})`);

function usersSection(users: UsersReport['users'], unnamed: UsersReport['unnamed'], withoutChannel: readonly string[]): ReportSection {
  const rows = users.map(({ user, role, runs, accepted, edited, rejected, workedAround, reviewed, outputs, channel }) => {
    const open = outputs.filter(({ standing }) => standing === 'waiting' || standing === 'known' || standing === 'fixing').length;
    return [user, role ?? '', ...[runs, accepted, edited, rejected, workedAround, reviewed, outputs.length, open, outputs.filter(({ standing }) => standing === 'changed').length].map(formatCount), channel ?? 'none'];
  });
  return {
    title: 'Users',
    lines: [
      ...(users.length === 0 ? ['No trace says who asked, and release.yaml names no users.'] : []),
      ...(withoutChannel.length === 0 ? [] : [`Without a feedback channel in release.yaml: ${withoutChannel.slice(0, mostNames).join(', ')}${withoutChannel.length > mostNames ? ` and ${formatCount(withoutChannel.length - mostNames)} more` : ''}.`]),
      ...(unnamed.runs === 0 ? [] : [`${plural(unnamed.runs, 'run')} ${unnamed.runs === 1 ? 'does' : 'do'} not say who asked; ${formatCount(unnamed.flagged)} of them flagged.`]),
    ],
    ...(users.length === 0 ? {} : { table: { columns: ['User', 'Role', 'Runs', 'Accepted', 'Edited', 'Rejected', 'Worked around', 'Looked at', 'Flagged', 'Open', 'Changed', 'Channel'], rows } }),
  };
}

function flaggedSection({ flagged, toLabel, toGuard }: Closing, day: (ms: number | null) => string): ReportSection {
  if (flagged.length === 0) return { title: 'Flagged by users', lines: ['No user rejected, edited or worked around an answer, or wrote of one.'] };
  const done = flagged.filter(({ next }) => next === 'done' || next === 'none').length;
  return {
    title: 'Flagged by users',
    lines: [
      `${plural(flagged.length, 'output')}, ${formatCount(done)} of them closed (${formatPercent(done / flagged.length)}).`,
      `From flag to label: ${spreadWords(toLabel)}. From the failing run to a proven case: ${spreadWords(toGuard)}.`,
      ...(flagged.length > mostRows ? [`The newest ${formatCount(mostRows)} of ${formatCount(flagged.length)}; --json has all.`] : []),
    ],
    table: {
      columns: ['Trace', 'User', 'Flagged', 'How', 'Query', 'Reviewed', 'Case', 'Handled', 'Next'],
      rows: flagged.slice(0, mostRows).map(({ trace, user, flaggedMs, kinds, title, reviewedMs, verdict, cases, handledMs, status, next }) => [
        trace, user ?? 'Not recorded', flaggedMs === null ? 'Not recorded' : day(flaggedMs), flagKindsInWords(kinds), oneLine(title, 48),
        reviewedMs === null ? '' : `${day(reviewedMs)}${verdict === null ? '' : `, ${verdict}`}`,
        cases.map(({ id, guards, status: of }) => `${id} (${guards ? 'guards' : of})`).join(', '), status === 'handled' ? day(handledMs) || 'yes' : status === 'fixing' ? 'in review' : '', flagStepWords[next],
      ]),
    },
  };
}

function overdueSection({ flagged, cadence, queueAge }: Closing, day: (ms: number | null) => string): ReportSection {
  const overdue = flagged.filter((each) => each.overdue).toSorted((a, b) => (b.ageMs ?? 0) - (a.ageMs ?? 0));
  const waiting = flagged.filter(({ next }) => next === 'review').length;
  const unknown = waiting - queueAge.n;
  if (waiting === 0) return { title: 'Overdue reviews', lines: ['No flagged output waits for a review.'] };
  return {
    title: 'Overdue reviews',
    lines: [
      `${formatCount(overdue.length)} of ${plural(waiting, 'flagged output')} without a review ${overdue.length === 1 ? 'waits' : 'wait'} longer than ${age(cadence.ms)} (${cadence.stated ? 'governance.cadence' : 'release.yaml names no governance.cadence'}).`,
      `Age of those without a review: ${spreadWords(queueAge)}.${unknown === 0 ? '' : ` Of ${formatCount(unknown)} neither the run nor the feedback carries a time that has been.`}`,
    ],
    ...(overdue.length === 0 ? {} : { table: { columns: ['Trace', 'User', 'Flagged', 'Waits', 'Query'], rows: overdue.slice(0, mostRows).map(({ trace, user, flaggedMs, ageMs, title }) => [trace, user ?? 'Not recorded', day(flaggedMs), age(ageMs), oneLine(title, 60)]) } }),
  };
}

function guardSection({ classes }: Closing, day: (ms: number | null) => string): ReportSection {
  if (classes.length === 0) return { title: 'Time to guard', lines: ['No labelled failure has a class.'] };
  return {
    title: 'Time to guard',
    lines: ['From the first failing trace of a class to the first case of it whose proof holds.'],
    table: {
      columns: ['Class', 'Failures', 'First seen', 'Guarded', 'Took', 'Case'],
      rows: classes.map(({ name, failures, firstFailedMs, guardedMs, toGuardMs, case: guard }) => [
        name, formatCount(failures), firstFailedMs === null ? 'Not recorded' : day(firstFailedMs), guardedMs === null ? 'not yet' : day(guardedMs), guardedMs === null ? '' : toGuardMs !== null && toGuardMs < 0 ? 'before it was seen' : age(toGuardMs), guard ?? '',
      ]),
    },
  };
}

function burdenSection({ burden: { reviews, reviewerDays, perReviewerDay, runs, minutesPer100Runs, reviewers, timed } }: Closing): ReportSection {
  if (reviews === 0) return { title: 'Reviewer burden', lines: [`Not measured: nobody has reviewed any of ${plural(runs, 'run')}.`] };
  const decimal = (value: number | null): string => (value === null ? 'n/a' : value.toFixed(1));
  return {
    title: 'Reviewer burden',
    lines: [
      `${plural(reviews, 'review')} on ${plural(reviewerDays, 'reviewer-day')}: ${decimal(perReviewerDay)} a reviewer-day. ${plural(runs, 'run')}.`,
      minutesPer100Runs === null ? 'Review minutes per 100 runs: n/a; too few reviews in a row to tell how long one takes.' : `Review minutes per 100 runs: ${decimal(minutesPer100Runs)}, by the median time between reviews${timed === reviewers ? '' : ` of ${formatCount(timed)} of ${formatCount(reviewers)} reviewers; the others, with too few in a row, count at their pace`}.`,
    ],
  };
}
