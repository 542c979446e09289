import { healthRows, levelWords, recurrenceWords } from '../display/goldenSet.ts';
import { namedShareWords } from '../display/namedShare.ts';
import { formatCount, formatPercent, plural } from '../display/numbers.ts';
import type { ReportSection } from '../display/reportSections.ts';
import type { BackTest, CaseCounts, ClassCoverage, Coverage, MissedFailure, SliceCoverage } from '../model/coverage.ts';

const mostRows = 20;

/** Coverage as people read it, in a terminal or as Markdown. Texts of traces and cases are as they were written: whoever prints makes them safe. */
export function coverageSections({ cases, health, traces, classes, unclassified, tools, useCases, tags, roles, stale, duplicates, backTest }: Coverage): readonly ReportSection[] {
  return [
    { title: 'Cases', lines: caseLines(cases) },
    {
      title: 'Golden set', lines: health.levels.map(levelWords),
      ...table(['Measure', 'Value', 'Of what'], healthRows(health, duplicates.pairs.length + duplicates.more, backTest).map(({ name, value, more }) => [name, value, more])),
    },
    { title: 'Would they have caught it?', lines: backTestLines(backTest) },
    classSection(classes, unclassified),
    {
      title: 'Classes that came back', lines: health.recurrence.length === 0 ? ['Not measured: no failure class has a proven case.'] : [],
      ...table(['Class', 'First proof', 'Failed again'], health.recurrence.map((each) => [each.id, each.since.slice(0, 10), recurrenceWords(each)])),
    },
    sliceSection('Tools', 'tool', tools, traces),
    sliceSection('Use cases', 'use case', useCases, traces),
    sliceSection('Tags', 'tag', tags, traces),
    sliceSection('Roles', 'role', roles, traces),
    {
      title: 'Stale cases', lines: stale.length === 0 ? ['None: no trace, recording or proof has changed, and no review is older than 90 days.'] : [],
      ...table(['Case', 'Why'], stale.map(({ caseId, reasons }) => [caseId, reasons.map(({ said }) => said).join('; ')])),
    },
    {
      title: 'Cases that ask the same', lines: duplicates.pairs.length === 0 ? ['None.'] : duplicates.more === 0 ? [] : [`And ${plural(duplicates.more, 'more pair')}.`],
      ...table(['Case', 'Case', 'Alike', 'Query'], duplicates.pairs.map(({ a, b, similarity }) => [a.caseId, b.caseId, similarity.toFixed(2), a.query])),
    },
    ...(backTest.missed.length === 0 ? [] : [{ title: 'Failures that nothing would have caught', lines: [], ...table(['Trace', 'Class', 'Why', 'Query'], backTest.missed.map((each) => [each.trace, each.class ?? 'none', missedWords(each), each.query])) }]),
  ];
}

function caseLines({ all, active, drafts, quarantined, archived, broken }: CaseCounts): readonly string[] {
  if (all + broken === 0) return ['There is none yet. Make one from a trace: casebook make <trace>.'];
  const states = [[active, 'active'], [drafts, 'draft'], [quarantined, 'quarantined'], [archived, 'archived']] as const;
  return [
    `${plural(all, 'case')}: ${states.flatMap(([count, word]) => (count > 0 ? [`${formatCount(count)} ${word}`] : [])).join(', ') || 'none decides'}.`,
    ...(broken === 0 ? [] : [`${plural(broken, 'case')} cannot be read: casebook validate says why.`]),
  ];
}

function backTestLines({ failures, caught, own, asked, withCase, share, notImported, withoutQuery }: BackTest): readonly string[] {
  const apart = [
    ...(notImported === 0 ? [] : [`${plural(notImported, 'more labelled failure')} ${notImported === 1 ? 'is' : 'are'} of traces that are not imported here.`]),
    ...(withoutQuery === 0 ? [] : [`${plural(withoutQuery, 'more labelled failure')} ${withoutQuery === 1 ? 'has' : 'have'} no recorded query.`]),
  ];
  if (share === null) return ['Not measured: no trace here is labelled as failed.', ...apart];
  return [
    `Of ${plural(failures, 'labelled failure')} the active cases of today would have caught ${formatCount(caught)}: ${formatPercent(share)} (n = ${formatCount(failures)}).`,
    ...(caught === 0 ? [] : [`${formatCount(own)} of them by a case made from the trace itself, ${formatCount(caught - own)} by one that asks nearly the same.`]),
    `${formatCount(failures - asked)} of ${formatCount(failures)} are of a kind that no active case asks about; from ${formatCount(withCase)} a case was made.`,
    ...apart,
  ];
}

function classSection(classes: readonly ClassCoverage[], unclassified: number): ReportSection {
  const rows = classes.filter((each) => each.failures > 0 || each.cases > 0);
  const others = classes.filter((each) => each.failures === 0 && each.cases === 0);
  return {
    title: 'Failure classes',
    lines: [
      ...(unclassified === 0 ? [] : [`${plural(unclassified, 'labelled failure')} ${unclassified === 1 ? 'names' : 'name'} no class in use.`]),
      ...(others.length === 0 ? [] : [`Without a failure and without a case: ${others.map(({ id }) => id).join(', ')}.`]),
    ],
    ...table(['Class', 'Failures', 'Cases', 'Active', 'Proven', ''], rows.flatMap(({ id, failures, cases, active, proven, unguarded, modes }) => [
      [id, ...[failures, cases, active, proven].map(formatCount), unguarded ? 'no guarding case' : ''],
      ...modes.filter((mode) => mode.failures > 0 || mode.cases > 0).map((mode) => [`  ${mode.id}`, ...[mode.failures, mode.cases, mode.active].map(formatCount), '', mode.unguarded ? 'no guarding case' : '']),
    ])),
  };
}

function sliceSection(title: string, word: string, slice: SliceCoverage, traces: number): ReportSection {
  const { values, share, without } = slice;
  const shown = values.slice(0, mostRows);
  return {
    title,
    lines: [
      namedShareWords(word, slice),
      ...(without > 0 && share !== null ? [`${formatCount(without)} of ${plural(traces, 'trace')} ${without === 1 ? 'has' : 'have'} none.`] : []),
      ...(values.length > shown.length ? [`And ${formatCount(values.length - shown.length)} more; --json has all.`] : []),
    ],
    ...table([title, 'Traces', 'Share', 'Cases', 'Active'], shown.map((each) => [each.value, share === null ? '' : formatCount(each.traces), each.share === null || share === null ? '' : formatPercent(each.share), formatCount(each.cases), formatCount(each.active)])),
  };
}

const table = (columns: readonly string[], rows: readonly (readonly string[])[]): Pick<ReportSection, 'table'> => (rows.length === 0 ? {} : { table: { columns, rows } });

function missedWords({ why, nearest }: MissedFailure): string {
  const like = nearest === null ? '' : ` (nearest: ${nearest.caseId}, ${nearest.undecided === null ? '' : `${nearest.undecided}, `}${nearest.similarity.toFixed(2)})`;
  return { unasked: `no active case asks this${like}`, passed: `the checks of ${nearest?.caseId ?? 'the case'} pass on it`, unmeasured: `the checks of ${nearest?.caseId ?? 'the case'} cannot be measured on it` }[why];
}
