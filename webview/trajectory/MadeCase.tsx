import { Notice } from '../shared/Notice.tsx';
import type { TrajectoryModel } from './model.ts';

/** What became of "Make case": the sentence of its proof, or why there is none. */
export function MadeCase(props: { model: TrajectoryModel }) {
  const made = props.model.made.value;
  if (!made) return null;
  const close = () => (props.model.made.value = null);
  if ('failure' in made) return <Notice kind="error" onClose={close}>No case was written: {made.failure.message}{made.failure.hint === undefined ? '' : ` ${made.failure.hint}`}</Notice>;
  return <Notice kind="info" onClose={close}>{made.sentence}</Notice>;
}
