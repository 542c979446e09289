import { useState } from 'preact/hooks';
import { fieldWords } from '../../src/core/display/completeness.ts';
import type { Advice } from '../../src/core/doctor/advice.ts';
import { CopyButton } from '../shared/CopyButton.tsx';
import { Icon } from '../shared/Icon.tsx';
import type { ReportModel } from './model.ts';

/** What to switch on for the next export. Asked for when it is unfolded. */
export function AdviceFold(props: { model: ReportModel; number: number; complete: boolean }) {
  const { model, number } = props;
  const [open, setOpen] = useState(false);
  if (props.complete) return null;
  const state = model.advice.value.get(number);
  return (
    <div class="advice">
      <button
        type="button"
        class="quietButton"
        aria-expanded={open}
        onClick={() => {
          setOpen(!open);
          if (!open) void model.loadAdvice(number);
        }}
      >
        <Icon name={open ? 'chevron-down' : 'chevron-right'} small />What to switch on
      </button>
      {open && state === 'loading' && <p class="dim">Looking at the traces</p>}
      {open && state !== undefined && state !== 'loading' && 'failure' in state && <p class="bad">{state.failure.message}</p>}
      {open && state !== undefined && state !== 'loading' && 'advice' in state && (state.advice.length === 0
        ? <p class="dim">Nothing is known that would add what is missing.</p>
        : state.advice.map((each) => <FrameworkAdvice key={each.framework} advice={each} model={model} />))}
    </div>
  );
}

function FrameworkAdvice(props: { advice: Advice; model: ReportModel }) {
  const { advice, model } = props;
  return (
    <div class="framework">
      <h4><span class="strong">{advice.title}</span>{advice.because !== null && <span class="dim small">{advice.because}</span>}</h4>
      {advice.settings.map((setting, index) => (
        <div class="setting" key={setting.set}>
          <p>{String(advice.settings[index - 1]?.adds) === String(setting.adds) ? 'Or' : `For ${fieldWords(setting.adds)}`}</p>
          <div class="settingCode"><pre tabIndex={0}>{setting.set}</pre><CopyButton text={setting.set} what="the setting" onCopy={model.copy} /></div>
          <p class="dim small">{setting.words}</p>
        </div>
      ))}
      {advice.never.map((each) => (
        <div class="setting" key={each.words}>
          <p>No setting adds {fieldWords(each.fields)}</p>
          <p class="dim small">{each.words}</p>
        </div>
      ))}
    </div>
  );
}
