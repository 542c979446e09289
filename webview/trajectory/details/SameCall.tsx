import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { CallStanding } from '../../../src/core/model/insights.ts';
import type { StepDetail } from '../../../src/core/model/trajectory.ts';
import { formatDuration } from '../../../src/core/display/time.ts';
import { DiffView } from '../../shared/DiffView.tsx';
import { durationMs } from '../heat.ts';
import type { TrajectoryModel } from '../model.ts';
import { comparedText } from './calls.ts';
import { StepLink } from './StepLink.tsx';
import { useStep } from './useStep.ts';

type Call = StepDetail['calls'][number];
type Before = NonNullable<CallStanding['sameAs']>;

function words({ sameResult }: Before): string {
  if (sameResult === null) return 'Same arguments as';
  return sameResult ? 'Same arguments and same result as' : 'Same arguments, another result than';
}

/** That the same was asked before, and line by line what differs. */
export function SameCall(props: { model: TrajectoryModel; call: Call; before: Before }) {
  const { model, before } = props;
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <div class="sameCall">
      <span class="dim">{words(before)} <StepLink model={model} n={before.step} /></span>
      <button type="button" class="linkButton" aria-expanded={open} aria-controls={open ? id : undefined} onClick={() => setOpen(!open)}>{open ? 'Close' : 'Compare'}</button>
      {open && <div class="sameCallDiff" id={id}><Differences model={model} call={props.call} before={before.step} /></div>}
    </div>
  );
}

function Differences(props: { model: TrajectoryModel; call: Call; before: number }) {
  const { model, call } = props;
  const { detail, failure } = useStep(model.loader, props.before, model.generation.value);
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => element.current?.scrollIntoView({ block: 'nearest' }), [detail]);
  if (failure) return <span class="bad">Step {props.before} cannot be read: {failure.message}</span>;
  if (!detail) return <span class="dim">Reading step {props.before}</span>;
  const earlier = detail.calls.find(({ step }) => step === props.before) ?? detail.calls[0];
  const [then, now] = [comparedText(earlier?.result), comparedText(call.result)];
  const [asked, asks] = [comparedText(earlier?.arguments ?? earlier?.argumentsText), comparedText(call.arguments ?? call.argumentsText)];
  return (
    <div ref={element}>
      <div class="dim">{timesOf(model, props.before, call.step)}</div>
      {asked !== asks && <DiffView before={asked} after={asks} label={`Arguments, against step ${props.before}`} />}
      {then !== now && <DiffView before={then} after={now} label={`Result, against step ${props.before}`} />}
      {asked === asks && then === now && <div>Nothing differs in arguments and result.</div>}
    </div>
  );
}

/** "188 ms then, 203 ms now": repeating a call costs time even where it changes nothing. */
function timesOf(model: TrajectoryModel, before: number, step: number | null): string | null {
  const timeOf = (n: number | null) => {
    const found = n === null ? undefined : model.navigation.byNumber.value.get(n);
    return found ? durationMs(found) : null;
  };
  const [then, now] = [timeOf(before), timeOf(step)];
  return then === null || now === null ? null : `${formatDuration(then)} then, ${formatDuration(now)} now`;
}
