import type { QueueAction } from '../../../src/core/display/reviewKeys.ts';
import { droppedWords } from '../../label/labelling.ts';
import { KeyCap } from '../../shared/KeyCap.tsx';
import { MarkIcon } from '../../shared/MarkIcon.tsx';
import { Notice } from '../../shared/Notice.tsx';
import { keysOf } from '../keys.ts';
import type { QueueModel } from './model.ts';

const keys = keysOf('queue');
const hints: readonly (readonly [readonly QueueAction[], string])[] = [[['nextTrace', 'previousTrace'], 'trace'], [['previousStep', 'nextStep'], 'step'], [['nextUnreviewed'], 'next not reviewed'], [['nextError'], 'next error'], [['undo'], 'undo']];

/** Where the last press went, and the keys. */
export function Foot(props: { model: QueueModel }) {
  const { model } = props;
  const labelling = model.current.value?.model.labelling;
  const notice = labelling?.notice.value ?? null;
  return (
    <footer class="queueFoot">
      {notice?.kind === 'failed' && <Notice kind="error" onClose={() => (labelling!.notice.value = null)}>Not saved: {[notice.failure.message, notice.failure.hint, droppedWords(notice.dropped)].filter(Boolean).join(' ')}</Notice>}
      <div class="keyBar">
        {hints.map(([actions, words]) => <span key={words} class="keyHint">{actions.map((action) => <KeyCap key={action} text={keys.hintOf(action)} />)}{words}</span>)}
        <span class="footEnd">
          <SaveLine model={model} />
          <button type="button" class="quietButton" aria-haspopup="dialog" aria-keyshortcuts={keys.shortcutOf('sheet')} onClick={() => (model.page.sheetOpen.value = true)}><KeyCap text={keys.hintOf('sheet')} />Keys</button>
        </span>
      </div>
    </footer>
  );
}

/** What became of the last press, on whichever trace it was. */
function SaveLine(props: { model: QueueModel }) {
  const { current, lastSaved } = props.model;
  const labelling = current.value?.model.labelling;
  const notice = labelling?.notice.value ?? null;
  if (labelling?.saving.value) return <span class="saveLine dim">Saving…</span>;
  if (notice?.kind === 'failed') return <span class="saveLine bad"><MarkIcon mark="failed" quiet />Not saved</span>;
  if (notice?.kind === 'info' || notice?.kind === 'cancelled') return <span class="saveLine dim cut">{notice.text}</span>;
  if (lastSaved.value !== null) return <span class="saveLine dim"><MarkIcon mark="pass" quiet /><span class="cut" title={lastSaved.value}>{lastSaved.value}</span></span>;
  return null;
}
