import { plural } from '../../src/core/display/numbers.ts';
import type { OthersSaid } from '../../src/core/model/queue.ts';
import { formatDay } from '../../src/core/display/time.ts';
import { MarkIcon } from '../shared/MarkIcon.tsx';
import { Notice } from '../shared/Notice.tsx';
import type { TrajectoryModel } from '../trajectory/model.ts';
import { droppedWords, labelFile } from './labelling.ts';

/** Whose label this is, and where the last press went. */
export function SaveState(props: { model: TrajectoryModel }) {
  const { labelling } = props.model;
  const notice = labelling.notice.value;
  const label = labelling.label.value;
  const undo = <button type="button" class="linkButton" onClick={() => void labelling.undo()}>Undo</button>;
  if (labelling.saving.value) return <span class="saveState dim">Saving…</span>;
  if (notice?.kind === 'failed') return <span class="saveState bad"><MarkIcon mark="failed" quiet />Not saved</span>;
  if (notice?.kind === 'info' || notice?.kind === 'cancelled' || notice?.kind === 'replaced') return <span class="saveState dim"><span>{notice.text}</span></span>;
  if (notice?.kind === 'saved' && label) return <span class="saveState dim" title={notice.text}><SavedIn file={labelFile(label.by)} />{undo}</span>;
  const others = othersWords(labelling.others.value);
  if (label) return <span class="saveState dim" title={others}><span>{[`Labelled by ${label.by}, ${formatDay(Date.parse(label.at) * 1000)}`, others].filter(Boolean).join(' · ')}</span>{label.by === labelling.reviewer.value && undo}</span>;
  const reviewer = labelling.reviewer.value;
  return <span class="saveState dim" title={others}><span>{[reviewer === null ? 'Not reviewed' : `Not reviewed, you are ${reviewer}`, others].filter(Boolean).join(' · ')}</span></span>;
}

/** Such as `bob: Fail`; '' where nobody else says anything. */
function othersWords({ seen, hidden }: OthersSaid): string {
  const words = { pass: 'Pass', fail: 'Fail', defer: 'Deferred' } as const;
  return [...seen.map(({ by, verdict }) => `${by}: ${words[verdict]}`), ...(hidden === 0 ? [] : [`${plural(hidden, 'label')} hidden until you judge it (blind review)`])].join(', ');
}

/** Why a label was not written, whole, and what to do about it. */
export function SaveFailure(props: { model: TrajectoryModel }) {
  const { notice } = props.model.labelling;
  if (notice.value?.kind !== 'failed') return null;
  const { failure: { message, hint }, dropped } = notice.value;
  return (
    <Notice kind="error" onClose={() => (notice.value = null)}>
      Not saved: {[message, hint, droppedWords(dropped)].filter(Boolean).join(' ')}
    </Notice>
  );
}

/** Where room is short the end of the path stays: it says whose file it is. */
function SavedIn(props: { file: string }) {
  return <span class="savedIn">{'Saved in '}<span class="pathEnd cut"><bdi>{props.file}</bdi></span></span>;
}
