import { plural } from '../../../src/core/display/numbers.ts';
import { kinds } from '../../../src/core/display/outcome.ts';
import { Icon } from '../../shared/Icon.tsx';
import { CopyButton } from '../../shared/CopyButton.tsx';
import { JsonOrText } from '../../shared/JsonOrText.tsx';
import { NotRecorded } from '../../shared/NotRecorded.tsx';
import type { TrajectoryModel } from '../model.ts';
import { StepLink } from './StepLink.tsx';
import { completed, isComplete } from './callSteps.ts';
import type { CallView } from './joinCalls.ts';
import { useStep } from './useStep.ts';

const statusWords = { ok: 'ok', error: 'error', blocked: 'blocked' } as const;

type CallCardProps = { model: TrajectoryModel; call: CallView; current?: boolean; error?: string | null };

/** A call as a conversation tells it. What that leaves out its own step may have, which is read when the card is shown. */
export function CallInThread(props: CallCardProps) {
  const { call, model } = props;
  const step = useStep(model.loader, isComplete(call) ? null : call.step, model.generation.value);
  const waiting = !isComplete(call) && call.step !== null && !step.detail && !step.failure;
  return <CallCard {...props} call={step.detail ? completed(call, step.detail) : call} documents={step.detail?.documents.length ?? 0} waiting={waiting} />;
}

/** A tool call and its result in one frame: what was asked, what came back. */
export function CallCard(props: CallCardProps & { documents?: number; waiting?: boolean }) {
  const { call, model } = props;
  const kind = (call.step === null ? undefined : model.navigation.byNumber.value.get(call.step)?.kind) ?? 'tool';
  const absent = props.waiting === true ? <span class="dim">…</span> : <NotRecorded />;
  const found = props.documents === undefined || props.documents === 0 ? null : <span>{plural(props.documents, 'document')}</span>;
  const failed = call.status === 'error' || call.status === 'blocked';
  return (
    <article class={`callCard ${props.current === true ? 'current' : ''}`} aria-label={`Call of ${call.name}`}>
      <header class="callHead">
        <Icon name={kinds[kind].codicon} class={`kind ${kind}`} />
        <span class="strong cut">{call.name}</span>
        {call.step !== null && <StepLink model={model} n={call.step} />}
        <span class="grow" />
        {call.callId !== null && <span class="dim mono cut callId" title={call.callId}>{call.callId}</span>}
        <CopyButton text={JSON.stringify({ name: call.name, id: call.callId, arguments: call.arguments ?? call.argumentsText, result: call.result }, null, 2)} what="the call" onCopy={model.copy} />
      </header>
      <div class="callRow">
        <div class="callLabel">Arguments{call.arguments === undefined && call.argumentsText !== undefined && <span class="bad">not JSON</span>}</div>
        <div class="callValue">
          {call.arguments !== undefined && <JsonOrText value={call.arguments} label={`Arguments of ${call.name}`} />}
          {call.arguments === undefined && call.argumentsText !== undefined && <JsonOrText value={call.argumentsText} label={`Arguments of ${call.name}`} />}
          {call.arguments === undefined && call.argumentsText === undefined && absent}
        </div>
      </div>
      <div class="callRow">
        <div class="callLabel">Result{call.status !== null && <span class={failed ? 'bad' : 'dim'}>{statusWords[call.status]}</span>}</div>
        <div class="callValue">
          {call.result === undefined ? (found ?? absent) : <JsonOrText value={call.result} label={`Result of ${call.name}`} />}
          {props.error !== null && props.error !== undefined && <div class="bad callError">{props.error}</div>}
        </div>
      </div>
    </article>
  );
}
