import { namedShareWords } from '../../src/core/display/namedShare.ts';
import { formatCount, formatPercent, plural } from '../../src/core/display/numbers.ts';
import type { SliceCoverage } from '../../src/core/model/coverage.ts';
import type { SliceName } from '../../src/protocol/coveragePage.ts';
import type { CoverageModel } from './model.ts';
import { Bar, Part } from './Part.tsx';

/** One way to divide live traffic, and which parts of it active cases name. */
export function Slice(props: { model: CoverageModel; by: Exclude<SliceName, 'failure'>; title: string; slice: SliceCoverage; traces: number }) {
  const { model, by, title, slice, traces } = props;
  const { values, share, without } = slice;
  const lines = [
    namedShareWords(title.toLowerCase().slice(0, -1), slice),
    ...(share !== null && without > 0 ? [`${formatCount(without)} of ${plural(traces, 'trace')} ${without === 1 ? 'has' : 'have'} none.`] : []),
  ];
  return (
    <Part
      model={model} id={by} title={title} lines={lines}
      rows={values.map((each) => (
        <li class="coverageRow" key={each.value}>
          <div class="rowHead">
            <span class="rowName cut" title={each.value}><span class="strong">{each.value}</span>{each.active === 0 && each.traces > 0 && <span class="rowWhy"> no active case</span>}</span>
            <Bar share={each.share ?? 0} guarded={each.active > 0} />
            <span class="rowNumbers">
              {each.traces > 0
                ? <button type="button" class="linkButton" onClick={() => model.showTraces(by, each.value)}>{plural(each.traces, 'trace')}{each.share === null ? '' : `, ${formatPercent(each.share)}`}</button>
                : <span class="dim">{share === null ? 'Not recorded' : 'In no trace'}</span>}
              {each.cases > 0
                ? <button type="button" class="linkButton" onClick={() => model.showCases(by, each.value)}>{`${plural(each.cases, 'case')}, ${formatCount(each.active)} active`}</button>
                : <span class="dim">No case</span>}
            </span>
          </div>
        </li>
      ))}
    />
  );
}
