import { formatCount } from '../../../src/core/display/numbers.ts';
import { hintOf } from '../../keys.ts';
import { Icon } from '../../shared/Icon.tsx';
import { IconButton } from '../../shared/IconButton.tsx';
import { KeyCap } from '../../shared/KeyCap.tsx';
import { MarkIcon } from '../../shared/MarkIcon.tsx';
import { FindField } from '../find/FindField.tsx';
import type { TrajectoryModel } from '../model.ts';

const views = [['tree', 'Tree'], ['timeline', 'Timeline']] as const;

/** Above the rows: how they are shown, find, errors, folding. */
export function TreeBar(props: { model: TrajectoryModel }) {
  const { navigation, find } = props.model;
  const failures = navigation.failures.value.length;
  const filters = find.filters.value;
  return (
    <div class="bar treeBar">
      <div class="viewSwitch" role="group" aria-label="Show the steps as">
        {views.map(([view, words]) => (
          <button key={view} type="button" class="viewButton" aria-pressed={navigation.view.value === view} title={`${words} (${hintOf('view')})`} onClick={() => (navigation.view.value = view)}>{words}</button>
        ))}
      </div>
      <FindField model={props.model} />
      <span class="grow" />
      {failures > 0 && (
        <button type="button" class="quietButton" title={`Next failed step (${hintOf('nextError')})`} onClick={() => navigation.nextError(1)}>
          <MarkIcon mark="failed" quiet />
          <span class="noWrap">{formatCount(failures)}<span class="failedWords">{failures === 1 ? ' failed step' : ' failed steps'}</span></span>
          <KeyCap action="nextError" />
        </button>
      )}
      <button
        type="button" class={filters > 0 ? 'iconButton filterButton used' : 'iconButton filterButton'} aria-label={filters > 0 ? `Filter, ${filters} set` : 'Filter'} title="Filter by kind, who said it, tool, or failure"
        aria-expanded={find.filtersOpen.value} aria-controls={find.filtersOpen.value ? 'findFilters' : undefined} onClick={() => (find.filtersOpen.value = !find.filtersOpen.value)}
      ><Icon name={filters > 0 ? 'filter-filled' : 'filter'} /></button>
      {/* Hits do not fold. */}
      {!find.active.value && <>
        <IconButton icon="collapse-all" label="Fold all steps" action="foldAll" onClick={() => navigation.foldAll(true)} />
        <IconButton icon="expand-all" label="Unfold all steps" action="unfoldAll" onClick={() => navigation.foldAll(false)} />
      </>}
    </div>
  );
}
