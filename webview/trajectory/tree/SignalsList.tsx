import { useState } from 'preact/hooks';
import { formatCount } from '../../../src/core/display/numbers.ts';
import { signalInWords } from '../../../src/core/display/signalWords.ts';
import type { Signal } from '../../../src/core/model/insights.ts';
import { Badge } from '../../controls/Badge.tsx';
import { Icon } from '../../shared/Icon.tsx';
import { KeyCap } from '../../shared/KeyCap.tsx';
import { MarkIcon } from '../../shared/MarkIcon.tsx';
import { useMedia } from '../../shared/useMedia.ts';
import type { TrajectoryModel } from '../model.ts';
import { roomForSignals, signalsAreOpen } from './signalFocus.ts';

/** Where a signal shows: `7`, `7 to 9`, `3, 7`; `run` for the run as a whole. */
export function stepsInWords(steps: readonly number[]): string {
  const [first] = steps;
  const last = steps.at(-1);
  if (first === undefined || last === undefined) return 'run';
  if (first === last) return formatCount(first);
  return steps.length === 2 && last - first > 1 ? `${formatCount(first)}, ${formatCount(last)}` : `${formatCount(first)} to ${formatCount(last)}`;
}

/** Below the rows: what is worth a look, found without a model. */
export function SignalsList(props: { model: TrajectoryModel }) {
  const { model } = props;
  const { insights, failure } = model.insights;
  const signals = insights.value?.signals ?? [];
  const off = insights.value?.signalsOff ?? [];
  // An editor that is split or widened later changes what there is room for.
  useMedia(roomForSignals);
  const open = signalsAreOpen(model) && signals.length > 0;
  if (failure.value) {
    return (
      <section class="signals" id="signals" aria-label="Signals">
        <p class="signalsNote"><MarkIcon mark="warning" quiet /><span>Signals could not be worked out: {failure.value.message}</span><button type="button" class="linkButton" onClick={() => void model.insights.load()}>Try again</button></p>
      </section>
    );
  }
  if (!insights.value) return null;
  return (
    <section class="signals" id="signals" aria-label="Signals">
      <div class="signalsHead">
        <button type="button" class="signalsFold" aria-expanded={signals.length === 0 ? undefined : open} aria-disabled={signals.length === 0} onClick={() => signals.length > 0 && (model.navigation.signalsOpen.value = !open)}>
          <Icon name={open ? 'chevron-down' : 'chevron-right'} />
          <span class="strong">Signals</span>
          <Badge count={signals.length} />
        </button>
        {signals.length > 0 && <KeyCap action="signals" />}
        <span class="grow" />
        <span class="dim small cut" title={off.length === 0 ? undefined : `Off: ${off.join(', ')}. casebook/config.yaml turns signals on and off, under signals.`}>{signals.length === 0 ? 'none found' : 'found without a model'}{off.length === 0 ? '' : `, ${formatCount(off.length)} off`}</span>
      </div>
      {open && <SignalRows signals={signals} model={model} />}
      {open && insights.value.cut.map((sentence) => <p key={sentence} class="signalsNote">{sentence}</p>)}
    </section>
  );
}

/** One stop for Tab; arrows move between the rows. */
function SignalRows(props: { signals: readonly Signal[]; model: TrajectoryModel }) {
  const { signals, model } = props;
  const [at, setAt] = useState(0);
  const current = Math.min(at, signals.length - 1);
  function onKeyDown(event: KeyboardEvent & { currentTarget: HTMLUListElement }): void {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const next = { ArrowDown: current + 1, ArrowUp: current - 1, Home: 0, End: signals.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const row = Math.max(0, Math.min(signals.length - 1, next));
    setAt(row);
    event.currentTarget.querySelectorAll<HTMLElement>('[data-signal]')[row]?.focus();
  }
  return (
    <ul class="signalRows" style={{ '--longest': Math.max(...signals.map(({ steps }) => stepsInWords(steps).length)) }} onKeyDown={onKeyDown}>
      {signals.map((signal, index) => (
        <li key={`${signal.id} ${signal.steps[0] ?? ''} ${index}`}>
          <button
            type="button" class="signalRow" data-signal={signal.id} tabIndex={index === current ? 0 : -1} title={signalInWords(signal)}
            onFocus={() => setAt(index)} onClick={() => model.navigation.goTo(signal.steps[0] ?? model.navigation.steps.value[0]?.n ?? 1)}
          >
            <span class="srOnly">{signal.steps.length === 0 ? '' : signal.steps.length === 1 ? 'Step ' : 'Steps '}</span>
            <span class="signalSteps">{stepsInWords(signal.steps)}</span>
            <MarkIcon mark={signal.severity === 'error' ? 'failed' : 'warning'} words={signal.severity === 'error' ? 'Error' : 'Warning'} />
            <span class="signalTitle">{signal.title}</span>
            <span class="signalWhy cut">{signal.why}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
