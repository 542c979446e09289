import { plural } from '../../../src/core/display/numbers.ts';
import { Icon } from '../../shared/Icon.tsx';
import { MarkIcon } from '../../shared/MarkIcon.tsx';
import { GroupLines } from './GroupLines.tsx';
import type { TrajectoryModel } from '../model.ts';
import type { GroupRow } from './rows.ts';
import type { RowPlace } from './StepRowView.tsx';
import { Twistie } from './Twistie.tsx';

/** The head of calls that ran side by side. */
export function GroupRowView(props: { row: GroupRow; place: RowPlace; model: TrajectoryModel }) {
  const { row, place, model } = props;
  const words = row.kind === 'calls' ? `${plural(row.count, 'call')} in one turn` : `${plural(row.count, 'step')} side by side`;
  return (
    <div
      class={place.focused ? 'treeRow group focused' : 'treeRow group'}
      role="row"
      aria-level={row.depth + 1}
      aria-rowindex={place.index + 2}
      aria-expanded={!row.folded}
      aria-selected={place.focused}
      tabIndex={place.focused ? 0 : -1}
      style={{ '--top': `${place.top}px`, '--depth': row.depth }}
      onClick={() => model.navigation.setCursor(row.key)}
      onDblClick={() => model.navigation.setFolded([row.key], !row.folded)}
    >
      <GroupLines lines={row.lines} />
      <span role="gridcell" class="cellNumber" />
      <span role="gridcell" class="cellName" aria-colspan={5}>
        <Twistie folded={row.folded} onClick={() => model.navigation.setFolded([row.key], !row.folded)} />
        <Icon name="split-horizontal" small />
        <span class="cut">{words}</span>
        {row.folded && row.failed && <MarkIcon mark="failedBelow" />}
      </span>
    </div>
  );
}
