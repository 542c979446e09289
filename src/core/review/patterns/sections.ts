import { formatCount, plural } from '../../display/numbers.ts';
import { accuracyWords, bothSteps, casesWords, causeNames, chanceWords, changeWords, countOf, sideNames, standsOut, tooFewToCompare, weekChange } from '../../display/patternWords.ts';
import type { ReportSection } from '../../display/reportSections.ts';
import { biasWords, coverageWords } from '../../display/sampleWords.ts';
import { formatDay } from '../../display/time.ts';
import type { CoOccurrence, Patterns, PerceptionView, ToolLint, ToolSelection, TransitionMatrix } from '../../model/patterns.ts';

const most = { rows: 16, columns: 8, weeks: 8, together: 16, findings: 12 } as const;

/** What patterns say, as a report; `--json` has all of it. */
export function patternSections(patterns: Patterns, lint: ToolLint): readonly ReportSection[] {
  if (patterns.reviewed === 0) return [{ title: 'Where runs go wrong', lines: ['Nothing is reviewed yet: label traces as passed or failed, and mark the last good and the first wrong step of failures.'] }];
  return [
    matrixSection(patterns), weeksSection(patterns), togetherSection(patterns.together),
    perceptionSection(patterns.perception), toolsSection(lint), selectionSection(patterns.toolSelection),
  ];
}

function matrixSection({ matrix, reviewed }: Patterns): ReportSection {
  const columns = mostOf(matrix.columns, most.columns);
  const rows = mostOf(matrix.rows, most.rows);
  const left = [leftOut(matrix.rows.length - rows.length, 'last good step'), leftOut(matrix.columns.length - columns.length, 'first wrong step')].filter((each) => each !== '');
  return {
    title: 'Last good step against first wrong step',
    lines: [`${bothSteps(matrix)}, of ${plural(reviewed, 'reviewed trace')}.`, ...(left.length === 0 ? [] : [`Left out: ${left.join(', ')}; --json has all.`])],
    ...(rows.length === 0 ? {} : {
      table: {
        columns: ['Last good step', ...columns.map(({ name }) => name), 'All'],
        rows: [
          ...rows.map(({ at: row, name, count }) => [name, ...columns.map(({ at: column }) => cellOf(matrix, row, column)), formatCount(count)]),
          ['All', ...columns.map(({ count }) => formatCount(count)), formatCount(matrix.withBoth)],
        ],
      },
    }),
  };
}

const cellOf = ({ cells }: TransitionMatrix, row: number, column: number): string => formatCount(cells.find((cell) => cell.row === row && cell.column === column)?.traces.length ?? 0);

/** The most frequent ones, in the order they stand in. */
function mostOf<Head extends { readonly name: string; readonly count: number }>(heads: readonly Head[], take: number): readonly (Head & { readonly at: number })[] {
  return heads.map((head, at) => ({ ...head, at })).sort((a, b) => b.count - a.count || a.at - b.at).slice(0, take).sort((a, b) => a.at - b.at);
}

const leftOut = (count: number, what: string): string => (count === 0 ? '' : plural(count, what));

function weeksSection({ weeks: { weeks, classes }, reviewed, undated, span }: Patterns): ReportSection {
  const from = Math.max(0, weeks.length - most.weeks);
  const shown = weeks.slice(from);
  const few = shown.filter((week) => week.few).map(({ id }) => id);
  const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
  const inShown = sum(shown.map((week) => week.reviewed));
  const before = reviewed - (span === null ? undated : 0) - inShown;
  const rows = classes.map(({ name, counts, change }) => ({ name, counts: counts.slice(from), change })).filter(({ counts }) => sum(counts) > 0);
  return {
    title: 'Failures by class and week',
    lines: [
      ...(few.length === 0 ? [] : [`Fewer than 10 reviewed traces, so no share follows: ${few.join(', ')}.`]),
      ...(shown.at(-1)?.whole === false ? [`${shown.at(-1)!.id} is not over.`] : []),
      ...(before <= 0 ? [] : [`${plural(before, 'reviewed trace')} of weeks before ${shown[0]?.id ?? ''} ${before === 1 ? 'is' : 'are'} not counted here.`]),
      ...(undated === 0 ? [] : [`${plural(undated, 'reviewed trace')} ${undated === 1 ? 'has' : 'have'} no clock, or ${undated === 1 ? 'is' : 'are'} not imported here: in no week.`]),
    ],
    ...(shown.length === 0 ? {} : {
      table: {
        columns: ['Class', ...shown.map(({ id }) => id), plural(shown.length, 'week'), 'Week on week'],
        rows: [...rows.map(({ name, counts, change }) => [name, ...counts.map(formatCount), formatCount(sum(counts)), weekChange(change)]), ['Reviewed', ...shown.map((week) => formatCount(week.reviewed)), formatCount(inShown), '']],
      },
    }),
  };
}

function togetherSection(together: readonly CoOccurrence[]): ReportSection {
  const clear = together.filter(standsOut);
  const shown = clear.slice(0, most.together);
  return {
    title: 'What failures go together with',
    lines: together.length === 0 ? ['Nothing to compare: fewer than three failures of a class, or all traces have the same.'] : clear.length === 0 ? [`Nothing stands out (${formatCount(together.length)} compared); --json has all.`] : [`${formatCount(clear.length)} of ${plural(together.length, 'comparison')} with all other reviewed traces ${clear.length === 1 ? 'stands' : 'stand'} out; p counts how many there are (Holm). A value is seen beside failures, which does not make it their cause.`],
    ...(shown.length === 0 ? {} : {
      table: { columns: ['Class', 'With', '', 'In the class', 'In all reviewed', 'Lift', 'p'], rows: shown.map((each) => [each.name, sideNames[each.side], each.value, countOf(each.inClass), countOf(each.inAll), each.lift.toFixed(2), chanceWords(each.adjusted)]) },
    }),
  };
}

function perceptionSection({ failures, groups, withoutSignals }: PerceptionView): ReportSection {
  return {
    title: 'Look at perception first',
    lines: [
      `What the agent could not see, of ${plural(failures, 'failure')}; each stands in one group.`,
      ...(withoutSignals === 0 ? [] : [`The signals of ${formatCount(withoutSignals)} are not known yet: they are sorted by their class alone.`]),
    ],
    table: { columns: ['Cause', 'Failures'], rows: groups.flatMap(({ cause, traces, evidence }) => [[causeNames[cause], formatCount(traces.length)], ...evidence.map(({ text, count }) => [`  ${text}`, formatCount(count)])]) },
  };
}

function toolsSection({ tools, nameOnly, findings }: ToolLint): ReportSection {
  const shown = findings.slice(0, most.findings);
  return {
    title: 'Names and descriptions of tools',
    lines: [
      `${plural(findings.length, 'finding')} about ${plural(tools, 'tool')} of the traces.`,
      ...(nameOnly === 0 ? [] : [`Of ${formatCount(nameOnly)} nothing but the name is recorded.`]),
      ...(findings.length > shown.length ? ['casebook lint-tools shows all.'] : []),
    ],
    ...(shown.length === 0 ? {} : { table: { columns: ['Tool', 'Code', 'Finding'], rows: shown.map(({ tool, code, message }) => [tool, code, message]) } }),
  };
}

function selectionSection({ changes, sets, n, notRandom, unknownTools, coverage }: ToolSelection): ReportSection {
  const left = [...(notRandom === 0 ? [] : [`${plural(notRandom, 'reviewed trace')} outside the random sample`]), ...(unknownTools === 0 ? [] : [`${formatCount(unknownTools)} whose tools are not recorded`])];
  const because = left.length === 0 ? '' : ` Left out: ${left.join(', ')}.`;
  const measured = n === 0 ? 'Not measured: no reviewed trace of the random sample says which tools were offered.' : `Of ${plural(n, 'reviewed trace')} of the random sample; ${plural(sets.length, 'tool set')}.`;
  return {
    title: 'Tool choice before and after a change of tools',
    lines: [`${measured}${because}`, `Of the random sample ${coverageWords(coverage)}.`, ...(n === 0 || !coverage.biased ? [] : [biasWords(coverage)]), ...(n > 0 && changes.length === 0 ? ['No tool set took the place of another.'] : []), ...changes.map(casesWords).filter((words) => words !== '')],
    ...(changes.length === 0 ? {} : {
      table: { columns: ['Since', 'Change', 'Before', 'After', coverage.biased ? 'Biased sample' : ''], rows: changes.map((change) => [formatDay(change.atUs, { timeZone: 'UTC' }), changeWords(change), accuracyWords(change.before), accuracyWords(change.after), change.test === null ? 'Not measured' : tooFewToCompare(change) ? 'Too few' : chanceWords(change.test.p)]) },
    }),
  };
}
