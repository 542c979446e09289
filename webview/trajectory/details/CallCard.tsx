import type { StepDetail } from '../../../src/core/model/trajectory.ts';
import { plural } from '../../../src/core/display/numbers.ts';
import { kinds } from '../../../src/core/display/outcome.ts';
import { Icon } from '../../shared/Icon.tsx';
import { CopyButton } from '../../shared/CopyButton.tsx';
import { JsonOrText } from '../../shared/JsonOrText.tsx';
import { NotRecorded } from '../../shared/NotRecorded.tsx';
import type { TrajectoryModel } from '../model.ts';
import { StepLink } from './StepLink.tsx';

const statusWords = { ok: 'ok', error: 'error', blocked: 'blocked' } as const;

/** A tool call and its result in one frame: what was asked, what came back. */
export function CallCard(props: { model: TrajectoryModel; call: StepDetail['calls'][number]; documents?: number; current?: boolean; error?: string | null }) {
  const { call, model } = props;
  const kind = (call.step === null ? undefined : model.navigation.byNumber.value.get(call.step)?.kind) ?? 'tool';
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
          {call.arguments === undefined && call.argumentsText === undefined && <NotRecorded />}
        </div>
      </div>
      <div class="callRow">
        <div class="callLabel">Result{call.status !== null && <span class={failed ? 'bad' : 'dim'}>{statusWords[call.status]}</span>}</div>
        <div class="callValue">
          {call.result === undefined ? (found ?? <NotRecorded />) : <JsonOrText value={call.result} label={`Result of ${call.name}`} />}
          {props.error !== null && props.error !== undefined && props.error.trim() !== String(call.result).trim() && <div class="bad callError">{props.error}</div>}
        </div>
      </div>
    </article>
  );
}
