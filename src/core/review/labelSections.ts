import { formatCount, formatPercent, plural } from '../display/numbers.ts';
import type { ReportSection } from '../display/reportSections.ts';
import type { Agreement, Alpha, Disagreement, PairAgreement, SaidOf } from '../model/agreement.ts';
import { biasWords, coverageWords } from '../display/sampleWords.ts';
import { agreementWords } from '../display/agreementWords.ts';

const mostRows = 50;

/** What the labels are worth, as people read it. Texts are as they were written: whoever prints makes them safe. */
export function labelSections(agreement: Agreement, nameOf: (id: string) => string): readonly ReportSection[] {
  const { reviewers, traces, shared, classes, strata, coverage, pairs, alpha, open, decided } = agreement;
  const names = reviewers.map(({ by }) => by);
  const reviewed = strata.random + strata.enriched + strata.none;
  return [
    {
      title: 'Labels', lines: traces === 0 ? ['There is none yet. Label a trace: casebook label <trace> --fail --note TEXT.'] : [`${plural(traces, 'trace')} ${traces === 1 ? 'is' : 'are'} labelled, ${formatCount(shared)} of them by two reviewers or more.`],
      ...table(['Reviewer', 'Pass', 'Fail', 'Deferred', 'No verdict'], reviewers.map(({ by, pass, fail, deferred, without }) => [by, ...[pass, fail, deferred, without].map(formatCount)])),
    },
    {
      title: 'Failures by class', lines: classes.length === 0 ? ['None.'] : ['Counted by the label in force; the columns of reviewers by their own.'],
      ...table(['Class', 'Failures', ...names], classes.map(({ class: id, failures, byReviewer }) => [id === null ? 'no class' : nameOf(id), formatCount(failures), ...names.map((by) => formatCount(Object.hasOwn(byReviewer, by) ? byReviewer[by]! : 0))])),
    },
    {
      title: 'How the traces were chosen',
      lines: reviewed === 0 ? ['Not measured: no trace has pass or fail.'] : [
        `Random sample ${formatCount(strata.random)}, chosen because something showed ${formatCount(strata.enriched)}, neither or not recorded ${formatCount(strata.none)} (n = ${formatCount(reviewed)}).`,
        `Rates are computed from the random sample alone: ${coverageWords(coverage)}.`,
        ...[biasWords(coverage)].filter((words) => words !== ''),
      ],
    },
    {
      title: 'Agreement', lines: pairs.length === 0 ? [agreementWords(agreement)] : [alphaWords('pass or fail', alpha.verdict), alphaWords('the class', alpha.class), 'Same is shown, and gates nothing: where nearly all pass it is high by chance.'],
      ...table(['Reviewers', 'About', 'Traces', 'Same', 'Kappa', 'AC1', 'AC1, 95 %'], pairs.flatMap(({ a, b, verdict, class: value }) => [[`${a}, ${b}`, 'pass or fail', ...measured(verdict)], ...(value.n === 0 ? [] : [['', 'class', ...measured(value)]])])),
    },
    {
      title: 'Disagreements',
      lines: [open.length === 0 ? 'None is open.' : `${plural(open.length, 'trace')} ${open.length === 1 ? 'waits' : 'wait'} for a decision: in the tab Agreement of Review Traces, or with casebook label TRACE --adjudicate pass (or fail, with --class).`, ...(decided.length === 0 ? [] : [`${formatCount(decided.length)} decided.`]), ...(open.length > mostRows ? [`And ${formatCount(open.length - mostRows)} more; --json has all.`] : [])],
      ...table(['Trace', 'Query', 'Who says what'], open.slice(0, mostRows).map((each) => [each.trace, each.title, saidWords(each, nameOf)])),
    },
  ];
}

const number = (value: number | null): string => (value === null ? 'n/a' : value.toFixed(2));

function measured({ n, same, kappa, ac1, ac1Interval }: PairAgreement): readonly string[] {
  return [formatCount(n), n === 0 ? 'n/a' : formatPercent(same / n), number(kappa), number(ac1), ac1Interval === null ? '' : `${number(ac1Interval.low)} to ${number(ac1Interval.high)}`];
}

function alphaWords(about: string, { alpha, traces, ratings }: Alpha): string {
  return `Krippendorff's alpha over all reviewers, on ${about}: ${alpha === null ? 'n/a' : alpha.toFixed(2)} (${plural(traces, 'trace')}, ${plural(ratings, 'rating')}).`;
}

const saidWords = ({ said }: Disagreement, nameOf: (id: string) => string): string => said.map((each) => `${each.by}: ${verdictWords(each, nameOf)}`).join('; ');
const verdictWords = ({ verdict, class: value }: SaidOf, nameOf: (id: string) => string): string => `${verdict ?? 'no verdict'}${value === null ? '' : `, ${nameOf(value.class)}`}`;
const table = (columns: readonly string[], rows: readonly (readonly string[])[]): Pick<ReportSection, 'table'> => (rows.length === 0 ? {} : { table: { columns, rows } });
