import { plural } from '../../../src/core/display/numbers.ts';
import { kinds } from '../../../src/core/display/outcome.ts';
import { visibleText } from '../../../src/core/display/visibleText.ts';
import { whyText } from '../../../src/core/display/textArguments.ts';
import type { StepDetail } from '../../../src/core/model/trajectory.ts';
import { Icon } from '../../shared/Icon.tsx';
import { CopyButton } from '../../shared/CopyButton.tsx';
import { JsonOrText } from '../../shared/JsonOrText.tsx';
import { LongText } from '../../shared/LongText.tsx';
import { NotRecorded } from '../../shared/NotRecorded.tsx';
import type { PayloadPath } from '../../shared/payload.ts';
import type { TrajectoryModel } from '../model.ts';
import { exactText, problemsByPath, standingOf } from './calls.ts';
import { CallStandingWords } from './CallStandingWords.tsx';
import { SameCall } from './SameCall.tsx';
import { StepLink } from './StepLink.tsx';

/** Lines of JSON that a card shows at first: the focused step's own, and those of others around it. */
const linesAtFirst = { current: 150, other: 16 };

/** A tool call and its result in one frame: what was asked, what is wrong with that, what came back, and whether it was asked before. */
export function CallCard(props: { model: TrajectoryModel; call: StepDetail['calls'][number]; path: PayloadPath; documents?: number; current?: boolean; error?: string | null; explain?: boolean }) {
  const { call, model, path } = props;
  const kind = (call.step === null ? undefined : model.navigation.byNumber.value.get(call.step)?.kind) ?? 'tool';
  const standing = standingOf(model.insights, call);
  const found = props.documents === undefined || props.documents === 0 ? null : <span>{plural(props.documents, 'document')}</span>;
  const failed = call.status === 'error' || call.status === 'blocked';
  const atFirst = props.current === true ? linesAtFirst.current : linesAtFirst.other;
  const given = call.arguments ?? call.argumentsText;
  const isQuery = kind === 'retrieval' && (given === undefined || typeof given === 'string');
  const isDeep = call.arguments === undefined && call.argumentsText !== undefined && whyText(call.argumentsText) !== 'not JSON';
  const givenPath = [...path, call.arguments === undefined ? 'argumentsText' : 'arguments'];
  return (
    <article class={`callCard ${props.current === true ? 'current' : ''}`} aria-label={`Call of ${call.name}`}>
      <header class="callHead">
        <Icon name={kinds[kind].codicon} class={`kind ${kind}`} />
        <span class="strong cut">{visibleText(call.name)}</span>
        {call.step !== null && <StepLink model={model} n={call.step} />}
        {standing?.offered === false && <span class="tag warn" title="The model was offered other tools, and not this one">Not offered</span>}
        <span class="grow" />
        {call.callId !== null && <span class="dim mono cut callId" title={call.callId}>{call.callId}</span>}
        <CopyButton text={() => JSON.stringify({ name: call.name, id: call.callId, arguments: given, result: call.result })} what="the call" path={path} onCopy={model.copy} />
      </header>
      <div class="callRow">
        <div class="callLabel">{isQuery ? 'Query' : 'Arguments'}{call.arguments === undefined && call.argumentsText !== undefined ? <TextArguments text={call.argumentsText} /> : <CallStandingWords standing={standing} explain={props.explain === true} />}</div>
        <div class="callValue">
          {given === undefined ? <NotRecorded /> : isDeep ? <LongText text={call.argumentsText!} mono room="result" path={givenPath} title={`Arguments of ${call.name}.json`} /> : <JsonOrText value={given} label={`${isQuery ? 'Query' : 'Arguments'} of ${call.name}`} path={givenPath} atFirst={atFirst} problems={problemsByPath(standing)} />}
          {standing?.problems && standing.problemCount > standing.problems.length && <div class="bad callError">{plural(standing.problemCount - standing.problems.length, 'more problem')}</div>}
        </div>
        {given !== undefined && <CopyButton class="quietCopy" text={() => exactText(given)} what={`the arguments of ${call.name}`} path={givenPath} onCopy={model.copy} />}
      </div>
      <div class="callRow">
        <div class="callLabel">Result{failed && <span class="bad">{call.status}</span>}</div>
        <div class="callValue">
          {call.result === undefined ? (found ?? <NotRecorded />) : <JsonOrText value={call.result} label={`Result of ${call.name}`} path={[...path, 'result']} atFirst={atFirst} />}
          {props.error !== null && props.error !== undefined && !saysTheSame(call.result, props.error) && <div class="bad callError"><LongText text={props.error} room="result" /></div>}
        </div>
        {call.result !== undefined && <CopyButton class="quietCopy" text={() => exactText(call.result ?? null)} what={`the result of ${call.name}`} path={[...path, 'result']} onCopy={model.copy} />}
      </div>
      {standing?.sameAs && <SameCall model={model} call={call} before={standing.sameAs} />}
    </article>
  );
}

/** Not a tree: what the model wrote is no JSON, or more of it than a tree can show, which is no fault of the model's. */
function TextArguments(props: { text: string }) {
  const why = whyText(props.text);
  return <span class={why === 'not JSON' ? 'bad' : 'dim'}>{why}</span>;
}

/** An error is often the result itself, or its beginning. */
function saysTheSame(result: StepDetail['calls'][number]['result'], error: string): boolean {
  const start = error.trim().replace(/…$/u, '');
  return typeof result === 'string' && (start === '' || result.trimStart().startsWith(start));
}
