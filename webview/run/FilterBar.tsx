import { formatCount, plural } from '../../src/core/display/numbers.ts';
import type { RunView } from '../../src/core/model/runView.ts';
import { Icon } from '../shared/Icon.tsx';
import { places } from './actions.ts';
import { filters, filterWords, isIn } from './filter.ts';
import { withKey } from './keys.ts';
import type { RunModel } from './model.ts';

/** Cases or figures; which cases are shown. A choice that would show none is not offered. */
export function FilterBar(props: { model: RunModel; run: RunView }) {
  const { model, run } = props;
  const view = model.view.value;
  const metrics = run.statistics.targets.reduce((sum, target) => sum + target.metrics.filter(({ value }) => value !== null).length, 0);
  const chips = filters.map((filter) => ({ filter, count: run.rows.filter((row) => isIn(row, filter)).length })).filter(({ filter, count }) => count > 0 || filter === model.filter.value);
  return (
    <section class="runBar" aria-label="What of the run is shown">
      <div class="segments" role="group" aria-label="What is shown">
        <button type="button" class="segment" aria-pressed={view === 'cases'} onClick={() => model.showView('cases')}>{plural(run.rows.length, 'case')}</button>
        <button type="button" class="segment" aria-pressed={view === 'metrics'} onClick={() => model.showView('metrics')}>{plural(metrics, 'metric')}</button>
      </div>
      {view === 'cases' && (
        <>
          <div class="chips" role="group" aria-label="Cases shown">
            {chips.map(({ filter, count }) => (
              <button key={filter} type="button" class="chip" aria-pressed={model.filter.value === filter} onClick={() => model.choose(filter)}>
                {filterWords[filter]} <span class="dim number">{formatCount(count)}</span>
              </button>
            ))}
          </div>
          <label class="filterWords">
            <Icon name="search" small />
            <input id={places.find} type="search" aria-label="Find cases" placeholder={withKey('Find cases', 'find')} value={model.text.value} onInput={(event) => model.find(event.currentTarget.value)} />
          </label>
        </>
      )}
    </section>
  );
}
