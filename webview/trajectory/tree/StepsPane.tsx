import { FindFilters } from '../find/FindFilters.tsx';
import { SearchList } from '../find/SearchList.tsx';
import type { TrajectoryModel } from '../model.ts';
import { IdleOffer } from './IdleOffer.tsx';
import { SignalsList } from './SignalsList.tsx';
import { StepTree } from './StepTree.tsx';
import { TreeBar } from './TreeBar.tsx';

/** The left side: rows as a tree or on a time axis, signals below. A list of search hits takes the place of the rows. */
export function StepsPane(props: { model: TrajectoryModel }) {
  const { model } = props;
  const { find } = model;
  return (
    <section class="pane treePane" id="steps" aria-label="Steps">
      <TreeBar model={model} />
      {find.filtersOpen.value && <FindFilters model={model} />}
      {find.active.value ? <SearchList model={model} /> : (
        <>
          {model.navigation.view.value === 'timeline' && <IdleOffer model={model} />}
          <StepTree model={model} />
        </>
      )}
      <SignalsList model={model} />
    </section>
  );
}
