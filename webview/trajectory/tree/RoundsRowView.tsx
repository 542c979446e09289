import { plural } from '../../../src/core/display/numbers.ts';
import { MarkIcon } from '../../shared/MarkIcon.tsx';
import type { TrajectoryModel } from '../model.ts';
import { GroupLines } from './GroupLines.tsx';
import { placedRow } from './placedRow.ts';
import type { RowPlace } from './placedRow.ts';
import type { RoundsRow } from './rows.ts';

/** In place of the rounds after the third. */
export function RoundsRowView(props: { row: RoundsRow; place: RowPlace; model: TrajectoryModel }) {
  const { row, place, model } = props;
  return (
    <div {...placedRow(row, place, model.navigation, 'rounds')} style={{ transform: `translateY(${place.top}px)`, '--depth': row.depth }}>
      <GroupLines lines={row.lines} />
      <span role="gridcell" class="cellNumber" />
      <span role="gridcell" class="cellName" aria-colspan={place.columns - 1}>
        <span class="cut">{plural(row.count, 'more round')} folded, steps {row.from} to {row.to}</span>
        <button type="button" class="linkButton" tabIndex={-1} onClick={() => model.navigation.setFolded([row.key], false)}>Unfold</button>
        {row.failed && <MarkIcon mark="failedBelow" />}
      </span>
    </div>
  );
}
