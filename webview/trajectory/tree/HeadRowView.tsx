import { plural } from '../../../src/core/display/numbers.ts';
import { Icon } from '../../shared/Icon.tsx';
import { MarkIcon } from '../../shared/MarkIcon.tsx';
import type { TrajectoryModel } from '../model.ts';
import { GroupLines } from './GroupLines.tsx';
import { placedRow } from './placedRow.ts';
import type { RowPlace } from './placedRow.ts';
import type { GroupRow, RepeatRow } from './rows.ts';
import { Twistie } from './Twistie.tsx';

const repeatIcons = { retry: 'debug-restart', loop: 'sync', repeat: 'sync' } as const;

/** What the rows of a bracket have in common. */
export function headWords(row: GroupRow | RepeatRow): string {
  if (row.type === 'repeat') return row.repeat.words;
  return row.kind === 'calls' ? `${plural(row.count, 'call')} in one turn` : `${plural(row.count, 'step')} side by side`;
}

/** The head of calls that ran side by side, or of what repeats. */
export function HeadRowView(props: { row: GroupRow | RepeatRow; place: RowPlace; model: TrajectoryModel }) {
  const { row, place, model } = props;
  const { navigation } = model;
  return (
    <div {...placedRow(row, place, navigation, row.type === 'group' ? 'groupHead' : 'repeatHead')} style={{ transform: `translateY(${place.top}px)`, '--depth': row.depth + 1 }}>
      <GroupLines lines={row.lines} />
      <span role="gridcell" class="cellNumber" />
      <span role="gridcell" class="cellName" aria-colspan={place.columns - 1} title={headWords(row)}>
        <Twistie folded={row.folded} onClick={() => navigation.setFolded([row.key], !row.folded)} />
        <Icon name={row.type === 'group' ? 'split-horizontal' : repeatIcons[row.repeat.kind]} small />
        <span class="cut">{headWords(row)}</span>
        {row.folded && row.failed && <MarkIcon mark="failedBelow" />}
      </span>
    </div>
  );
}
