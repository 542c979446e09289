import type { Mark } from '../../src/core/display/outcome.ts';
import type { Verdict } from '../../src/core/model/label.ts';
import { useState } from 'preact/hooks';
import { hintOf, shortcutOf, wordsOf } from '../keys.ts';
import type { Action } from '../../src/core/display/pageKeys.ts';
import { Icon } from '../shared/Icon.tsx';
import { KeyCap } from '../shared/KeyCap.tsx';
import { MarkIcon } from '../shared/MarkIcon.tsx';
import { useMedia } from '../shared/useMedia.ts';
import type { TrajectoryModel } from '../trajectory/model.ts';
import { SaveState } from './SaveState.tsx';

const verdicts: readonly { readonly verdict: Verdict; readonly action: Action; readonly mark: Mark; readonly words: string }[] = [
  { verdict: 'pass', action: 'pass', mark: 'pass', words: 'Pass' },
  { verdict: 'fail', action: 'fail', mark: 'fail', words: 'Fail' },
  { verdict: 'defer', action: 'defer', mark: 'deferred', words: 'Defer' },
];

const marks = [
  { mark: 'firstWrong', words: 'First wrong step', means: 'first wrong one' },
  { mark: 'lastGood', words: 'Last good step', means: 'last good one' },
] as const;

/** The judgement at a glance: verdict, class, where it broke. Each press is written at once. */
export function LabelBar(props: { model: TrajectoryModel }) {
  const { labelling, navigation, sheetOpen } = props.model;
  const label = labelling.label.value;
  const busy = labelling.saving.value;
  const step = navigation.selected.value;
  const tight = useMedia('(max-height: 480px) and (max-width: 1100px)');
  const [more, setMore] = useState(false);
  const whole = more || !tight;
  return (
    <div class={['labelBar', tight && 'tight', !whole && 'oneRow'].filter(Boolean).join(' ')} aria-busy={busy}>
      <div class="chips verdicts" role="group" aria-label="Verdict">
        {verdicts.map(({ verdict, action, mark, words }) => (
          <button
            key={verdict}
            type="button"
            class="chip"
            aria-pressed={label?.verdict === verdict}
            aria-keyshortcuts={shortcutOf(action)}
            title={`${wordsOf(action)} (${hintOf(action)})`}
            onClick={() => void labelling.verdict(verdict)}
          >
            <MarkIcon mark={mark} quiet />{words}<KeyCap action={action} />
          </button>
        ))}
      </div>
      <span class="rule" aria-hidden="true" />
      {whole && <div class="chips classes" role="group" aria-label="Failure class">
        {labelling.classes.value.map((each, index) => (
          <button
            key={each.id}
            type="button"
            class="chip classChip"
            aria-pressed={label?.class?.class === each.id}
            aria-keyshortcuts={index < 9 ? String(index + 1) : undefined}
            title={[each.name ?? each.id, each.definition].filter(Boolean).join(': ')}
            onClick={() => void labelling.failureClass(each)}
          >
            {index < 9 && <KeyCap text={String(index + 1)} />}
            <span class="className">{each.name ?? each.id}</span>
          </button>
        ))}
      </div>}
      {whole && <span class="rule" aria-hidden="true" />}
      <div class="labelActions">
        {whole && marks.map(({ mark, words, means }) => (
          <button
            key={mark}
            type="button"
            class="quietButton"
            disabled={step === null}
            aria-keyshortcuts={shortcutOf(mark)}
            title={step === null ? undefined : `Step ${step} is the ${means} (${hintOf(mark)})`}
            onClick={() => step !== null && void labelling[mark](step)}
          >
            <KeyCap action={mark} /><span>{words}{label?.[mark] && <> <strong>{label[mark].step}</strong></>}</span>
          </button>
        ))}
        {whole && <button
          type="button"
          class="quietButton"
          aria-expanded={labelling.formOpen.value}
          aria-controls="label-form"
          aria-keyshortcuts={shortcutOf('note')}
          onClick={() => (labelling.formOpen.value ? (labelling.formOpen.value = false) : labelling.openField('note'))}
        >
          <KeyCap action="note" /><span>Note</span><Icon name={labelling.formOpen.value ? 'chevron-down' : 'chevron-up'} small />
        </button>}
        <div class="barEnd">
          <SaveState model={props.model} />
          {tight && (
            <button type="button" class="iconButton" aria-expanded={more} aria-label="Classes, steps and note" title="Classes, steps and note" onClick={() => setMore(!more)}>
              <Icon name={more ? 'chevron-down' : 'chevron-up'} />
            </button>
          )}
          <button type="button" class="quietButton keysButton" aria-haspopup="dialog" title={`Keys (${hintOf('sheet')})`} onClick={() => (sheetOpen.value = true)}>
            <KeyCap action="sheet" /><span class="srOnly">Keys</span>
          </button>
        </div>
      </div>
    </div>
  );
}
