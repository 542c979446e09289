import { formatCount } from '../../../src/core/display/numbers.ts';
import type { TrajectoryModel } from '../model.ts';

/** "step 4", which goes there; plain text where it is the focused step already. */
export function StepLink(props: { model: TrajectoryModel; n: number }) {
  const { navigation } = props.model;
  if (navigation.selected.value === props.n) return <span class="dim noWrap">step {formatCount(props.n)}</span>;
  return <button type="button" class="stepLink" onClick={() => navigation.goTo(props.n)}>step {formatCount(props.n)}</button>;
}
