import { formatCount, formatPercent, plural } from '../../../src/core/display/numbers.ts';
import type { Agreement, Alpha, PairAgreement } from '../../../src/core/model/agreement.ts';

const number = (value: number | null): string => (value === null ? 'n/a' : value.toFixed(2).replace('-', '−'));

/** Of each two reviewers, and of all together. */
export function Pairs(props: { agreement: Agreement }) {
  const { pairs, alpha } = props.agreement;
  return (
    <section class="pairs" aria-label="Agreement between reviewers">
      <div class="tableBox" role="region" aria-label="Pairs of reviewers" tabIndex={0}>
        <table class="plainTable">
          <thead><tr><th scope="col">Reviewers</th><th scope="col">About</th><th scope="col" class="right">Traces</th><th scope="col" class="right">Same</th><th scope="col" class="right" title="Cohen's kappa: agreement beyond chance. It falls where nearly all pass.">Kappa</th><th scope="col" class="right" title="Gwet's AC1: agreement beyond chance that holds where nearly all pass.">AC1</th><th scope="col">95 % interval of AC1</th></tr></thead>
          <tbody>
            {pairs.flatMap(({ a, b, verdict, class: value }) => [
              <PairRow key={`${a} ${b} verdict`} who={`${a}, ${b}`} about="Pass or fail" of={verdict} />,
              ...(value.n === 0 ? [] : [<PairRow key={`${a} ${b} class`} who="" about="Class" of={value} />]),
            ])}
          </tbody>
        </table>
      </div>
      <p>Krippendorff's alpha over all reviewers: <AlphaWords about="pass or fail" of={alpha.verdict} />{alpha.class.traces > 0 && <>, <AlphaWords about="class" of={alpha.class} /></>}</p>
      <p class="dim small">Same is shown and decides nothing: where nearly all pass it is high by chance. Each reviewer counts by what they said themselves, whatever was decided later.</p>
    </section>
  );
}

function PairRow(props: { who: string; about: string; of: PairAgreement }) {
  const { n, same, kappa, ac1, ac1Interval } = props.of;
  const interval = ac1Interval === null ? null : `${number(ac1Interval.low)} to ${number(ac1Interval.high)}`;
  return <tr><td class="who">{props.who}</td><td>{props.about}</td><td class="right number">{formatCount(n)}</td><td class="right number">{formatPercent(same / n)}</td><td class="right number">{number(kappa)}</td><td class="right number strong">{number(ac1)}{interval !== null && <span class="underValue dim small" aria-hidden="true">{interval}</span>}</td><td class="number">{interval ?? <span class="dim">n/a</span>}</td></tr>;
}

function AlphaWords(props: { about: string; of: Alpha }) {
  const { alpha, traces, ratings } = props.of;
  return <><strong class="number">{number(alpha)}</strong> on {props.about} <span class="dim noWrap">({plural(traces, 'trace')}, {plural(ratings, 'rating')})</span></>;
}
