import { Button } from '../../controls/Button.tsx';
import { KeyCap } from '../../shared/KeyCap.tsx';
import { MarkIcon } from '../../shared/MarkIcon.tsx';
import { keysOf } from '../keys.ts';
import { Flagged } from './Flagged.tsx';
import type { QueueModel } from './model.ts';
import type { OpenTrace } from './openTraces.ts';
import { Others } from './Others.tsx';
import { RailClasses } from './RailClasses.tsx';
import { RailFields } from './RailFields.tsx';
import { RailNote } from './RailNote.tsx';
import { useAskedField } from './useAskedField.ts';
import { missingVerdictWords, verdicts } from './verdicts.ts';

const keys = keysOf('queue');

/** What the reviewer says of the trace in focus. Every press is written at once. */
export function Rail(props: { model: QueueModel }) {
  const { model } = props;
  const trace = model.current.value;
  const ready = trace !== null && trace.model.status.value.kind === 'open' && trace.id === model.cursor.value;
  return (
    <section class="rail" aria-label="Label" aria-busy={trace !== null && !ready}>
      {trace && ready && <Decision key={trace.id} model={model} trace={trace} />}
      <div class="railFoot">
        <Button kind="primary" disabled={!ready} shortcut={keys.shortcutOf('save')} title={keys.wordsOf('save')} onClick={model.saveAndNext}><span class="buttonText">Save and next<KeyCap text={keys.hintOf('save')} /></span></Button>
      </div>
    </section>
  );
}

function Decision(props: { model: QueueModel; trace: OpenTrace }) {
  const { model, trace } = props;
  useAskedField(model.fieldAsked);
  const { labelling } = trace.model;
  const verdict = labelling.label.value?.verdict ?? null;
  return (
    <div class="railScroll">
      <div class={model.unjudged.value === trace.id ? 'railVerdicts asked' : 'railVerdicts'} role="group" aria-label="Verdict">
        {verdicts.map(({ verdict: each, action, mark, words }) => (
          <button key={each} type="button" class="chip" aria-pressed={verdict === each} aria-keyshortcuts={keys.shortcutOf(action)} title={`${keys.wordsOf(action)} (${keys.hintOf(action)})`} onClick={() => model.verdict(each)}>
            <MarkIcon mark={mark} quiet />{words}<KeyCap text={keys.hintOf(action)} />
          </button>
        ))}
        {model.unjudged.value === trace.id && <p class="verdictMissing" role="alert"><MarkIcon mark="warning" quiet /><span>{missingVerdictWords()}</span></p>}
      </div>
      <RailNote trace={trace} />
      <RailClasses model={model} trace={trace} />
      <RailFields model={model} trace={trace} />
      <Flagged trace={trace} />
      <Others page={model.page} trace={trace} />
    </div>
  );
}
