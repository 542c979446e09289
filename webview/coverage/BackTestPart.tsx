import { formatCount, formatPercent, plural } from '../../src/core/display/numbers.ts';
import type { BackTest, MissedFailure } from '../../src/core/model/coverage.ts';
import type { CoverageModel } from './model.ts';
import { Part } from './Part.tsx';

/** How many of the failures that people labelled the cases of today would have caught; each missed one opens. */
export function BackTestPart(props: { model: CoverageModel; backTest: BackTest }) {
  const { model, backTest } = props;
  const rows = backTest.missed.map((each) => (
    <li class="coverageRow" key={each.trace}>
      <button type="button" class="rowHead rowButton" onClick={() => model.openTrace(each.trace)}>
        <span class="rowName cut strong">{each.query}</span>
        <span class="rowSaid dim">{[each.class ?? 'no class', missedWords(each)].join(', ')}</span>
      </button>
    </li>
  ));
  return <Part model={model} id="backTest" title="Would they have caught it?" lines={backTestLines(backTest)} rows={rows} />;
}

function backTestLines({ failures, caught, own, asked, withCase, share, notImported, withoutQuery, missed }: BackTest): readonly string[] {
  const apart = [
    ...(notImported === 0 ? [] : [`${plural(notImported, 'more labelled failure')} ${notImported === 1 ? 'is of a trace that is' : 'are of traces that are'} not imported here.`]),
    ...(withoutQuery === 0 ? [] : [`${plural(withoutQuery, 'more labelled failure')} ${withoutQuery === 1 ? 'has' : 'have'} no recorded query.`]),
  ];
  if (share === null) return ['Not measured: no trace here is labelled as failed.', ...apart];
  return [
    `Active cases would have caught ${formatCount(caught)} of ${plural(failures, 'labelled failure')} (${formatPercent(share)}, n = ${formatCount(failures)}).`,
    ...(caught === 0 ? [] : [`${formatCount(own)} of these by a case made from the trace itself, ${formatCount(caught - own)} by one that asks nearly the same.`]),
    `${formatCount(failures - asked)} of ${formatCount(failures)} are of a kind that no active case asks about; from ${formatCount(withCase)} a case was made.`,
    ...apart,
    ...(missed.length > 0 ? [`Not caught, the newest first${missed.length < failures - caught ? `: ${formatCount(missed.length)} of ${formatCount(failures - caught)}` : ''}`] : []),
  ];
}

function missedWords({ why, nearest }: MissedFailure): string {
  const of = nearest?.caseId ?? 'the case';
  if (why === 'unasked') return nearest === null ? 'no active case asks this' : `no active case asks this; nearest is ${of} (${nearest.undecided === null ? '' : `${nearest.undecided}, `}${nearest.similarity.toFixed(2)})`;
  return why === 'passed' ? `the checks of ${of} pass on it` : `the checks of ${of} cannot be measured on it`;
}
