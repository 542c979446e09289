import { formatCount, plural } from '../../../src/core/display/numbers.ts';
import { Icon } from '../../shared/Icon.tsx';
import { KeyCap } from '../../shared/KeyCap.tsx';
import type { TrajectoryModel } from '../model.ts';

const spans = (count: number) => plural(count, 'HTTP, queue or framework span', 'HTTP, queue or framework spans');

/** What is not among the rows, and how to see it. */
export function TreeFoot(props: { model: TrajectoryModel }) {
  const { navigation } = props.model;
  const { hidden } = navigation.rows.value;
  return (
    <>
      <RangeFoot model={props.model} />
      {hidden > 0 && (
        <div class="treeFoot">
          <Icon name={navigation.noise.value ? 'eye' : 'eye-closed'} small />
          <span>{navigation.noise.value ? `${spans(hidden)} shown, numbered after all others` : `${spans(hidden)} hidden`}</span>
          <button type="button" class="linkButton" onClick={() => navigation.toggleNoise()}>{navigation.noise.value ? 'Hide' : 'Show'}</button>
          <KeyCap action="noise" />
        </div>
      )}
    </>
  );
}

function RangeFoot(props: { model: TrajectoryModel }) {
  const { navigation } = props.model;
  if (navigation.range.range.value === null) return null;
  const all = navigation.steps.value.length - (navigation.noise.value ? 0 : navigation.rows.value.hidden);
  const numbers = navigation.inRange.value?.numbers ?? null;
  const words = numbers === null ? `No step of ${formatCount(all)} ran in this range.` : `${numbers.from === numbers.to ? `Step ${formatCount(numbers.from)}` : `Steps ${formatCount(numbers.from)} to ${formatCount(numbers.to)}`} of ${formatCount(all)}.`;
  return (
    <div class="treeFoot">
      <span>{words} Drag in the overview above to move the range.</span>
      <button type="button" class="linkButton" onClick={() => navigation.showAll()}>Show all</button>
      <KeyCap action="leave" />
    </div>
  );
}
