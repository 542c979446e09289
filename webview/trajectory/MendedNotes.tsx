import { useState } from 'preact/hooks';
import { Icon } from '../shared/Icon.tsx';
import type { TrajectoryModel } from './model.ts';

/** What the tree had to mend: one quiet line that opens, and can be put away. */
export function MendedNotes(props: { model: TrajectoryModel }) {
  const [shown, setShown] = useState<'line' | 'all' | 'none'>('line');
  const notes = props.model.skeleton.value?.notes ?? [];
  if (shown === 'none') return null;
  const all = shown === 'all';
  return (
    <div class="mended">
      <Icon name="info" small />
      <div class={all ? 'mendedText' : 'mendedText cut'}>
        {(all ? notes : notes.slice(0, 1)).map((note) => <div key={`${note.spanId} ${note.message}`} class={all ? undefined : 'cut'}>{note.message}</div>)}
      </div>
      {notes.length > 1 && (
        <button type="button" class="linkButton" aria-expanded={all} onClick={() => setShown(all ? 'line' : 'all')}>{all ? 'Fold' : `Show all ${notes.length}`}</button>
      )}
      <button type="button" class="iconButton" aria-label="Close the notes" onClick={() => setShown('none')}><Icon name="close" /></button>
    </div>
  );
}
