import { formatDuration } from '../../../src/core/display/time.ts';
import { Icon } from '../../shared/Icon.tsx';
import type { TrajectoryModel } from '../model.ts';
import { GroupLines } from './GroupLines.tsx';
import { placedRow } from './placedRow.ts';
import type { RowPlace } from './placedRow.ts';
import type { Idle, IdleRow } from './rows.ts';

export function idleWords({ us, cause, certain }: Idle): string {
  const long = `${certain ? 'idle' : 'nothing recorded for'} ${formatDuration(us / 1000)}`;
  if (cause === undefined) return long;
  return cause === null ? (certain ? `${long}, cause not recorded` : long) : `${long}, ${cause}`;
}

/** Nothing ran. Where the timeline folds it, it can be shown as long as it was. */
export function IdleRowView(props: { row: IdleRow; place: RowPlace; model: TrajectoryModel }) {
  const { row, place, model } = props;
  const { navigation } = model;
  const canStretch = navigation.view.value === 'timeline' && navigation.isStretchable(row);
  const isStretched = navigation.opened.value.has(row.key);
  return (
    <div {...placedRow(row, place, navigation, 'idle')} aria-expanded={canStretch ? isStretched : undefined} style={{ transform: `translateY(${place.top}px)`, '--depth': row.depth }}>
      <GroupLines lines={row.lines} />
      <span role="gridcell" class="cellNumber" />
      <span role="gridcell" class="cellName" aria-colspan={place.columns - 1}>
        {canStretch && <Icon name={isStretched ? 'unfold' : 'fold'} small />}
        <span class="cut">{idleWords(row.idle)}</span>
        {canStretch && (
          <button type="button" class="linkButton" tabIndex={-1} onClick={() => navigation.setFolded([row.key], isStretched)}>{isStretched ? 'Fold' : 'Show to scale'}</button>
        )}
      </span>
    </div>
  );
}
