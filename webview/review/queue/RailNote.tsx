import { KeyCap } from '../../shared/KeyCap.tsx';
import { keysOf } from '../keys.ts';
import { places } from './actions.ts';
import type { OpenTrace } from './openTraces.ts';

const keys = keysOf('queue');

/** The note is asked before the class: what was seen first, what it is called later. It is written when the field is left. */
export function RailNote(props: { trace: OpenTrace }) {
  const { labelling } = props.trace.model;
  const { draft } = labelling;
  const failed = labelling.label.value?.verdict !== 'pass';
  return (
    <div class="railPart">
      <label class="railCaption" for={places.note}><span class="caption">{failed ? 'What was the first thing wrong?' : 'Note'}</span><KeyCap text={keys.hintOf('note')} /></label>
      <textarea
        id={places.note} class="railNote" rows={3} value={draft.fields.value.note} aria-keyshortcuts={keys.shortcutOf('note')}
        onInput={(event) => draft.set('note', event.currentTarget.value)}
        onBlur={() => draft.change.peek() !== null && void labelling.saveFields('note')}
      />
    </div>
  );
}
