import { healthRows, levelWords, recurrenceWords } from '../../src/core/display/goldenSet.ts';
import type { Coverage } from '../../src/core/model/coverage.ts';
import { MarkIcon } from '../shared/MarkIcon.tsx';
import type { CoverageModel } from './model.ts';
import { Part } from './Part.tsx';

/** Whether the cases grow with what goes wrong, and which failures came back although a case was proven against them. */
export function GoldenSet(props: { model: CoverageModel; coverage: Coverage }) {
  const { model, coverage: { health, duplicates, backTest } } = props;
  const measures = healthRows(health, duplicates.pairs.length + duplicates.more, backTest).map(({ name, value, more }) => (
    <li class="coverageRow" key={name}>
      <div class="rowHead measureRow"><span class="rowName">{name}</span> <span class="strong number">{value}</span> <span class="dim">{more}</span></div>
    </li>
  ));
  const again = health.recurrence.map((each) => (
    <li class="coverageRow" key={each.id}>
      <button type="button" class="rowHead rowButton" onClick={() => model.showTraces('failure', each.id)}>
        <MarkIcon mark={each.share === null ? 'unlabelled' : each.count > 0 ? 'warning' : 'pass'} words={each.share === null ? 'Not measured' : each.count > 0 ? 'Came back' : 'Did not come back'} />
        <span class="rowName cut strong">{each.name}</span>
        <span class="rowSaid dim">{recurrenceWords(each)}; <span class="number">first proof {each.since.slice(0, 10)}</span></span>
      </button>
    </li>
  ));
  return (
    <>
      <Part model={model} id="goldenSet" title="Golden set" lines={health.levels.map(levelWords)} rows={measures} />
      <Part model={model} id="cameBack" title="Classes that came back" lines={again.length === 0 ? ['Not measured: no failure class has a proven case.'] : []} rows={again} />
    </>
  );
}
