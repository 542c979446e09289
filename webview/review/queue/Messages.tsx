import { plural } from '../../../src/core/display/numbers.ts';
import { formatTimeOfDay } from '../../../src/core/display/time.ts';
import { visibleText } from '../../../src/core/display/visibleText.ts';
import type { TraceSummary } from '../../../src/core/model/trajectory.ts';
import { Icon } from '../../shared/Icon.tsx';
import { MarkIcon } from '../../shared/MarkIcon.tsx';
import { NotRecorded } from '../../shared/NotRecorded.tsx';
import { aboveSteps, MessageBody } from '../../trajectory/details/MessageBody.tsx';
import type { TrajectoryModel } from '../../trajectory/model.ts';

/** The question of the user above the steps, the answer and what the user said of it below. */

type Props = { model: TrajectoryModel; summary: TraceSummary };

function Said(props: Props & { text: string; answer?: boolean }) {
  const { model, summary, text } = props;
  const said = props.answer && summary.answerStep !== undefined ? model.insights.said.value.get(summary.answerStep) ?? [] : [];
  return (
    <>
      <MessageBody model={model} text={text} path={[]} format={undefined} otherwise="markdown" system={false} answer={props.answer ? text : undefined} values={said.length === 1 ? said[0]!.values : []} {...(props.answer ? {} : { fold: aboveSteps })} />
      {summary.textsCut === true && <span class="dim small">The beginning; the whole is in the thread of the step.</span>}
    </>
  );
}

export function Asked(props: Props) {
  const { model, summary } = props;
  return (
    <article class="message asked">
      <h3 class="messageHead"><Icon name="account" />{summary.userId === null ? 'User' : visibleText(summary.userId)}{summary.userTurns > 1 && <span class="dim">first of {plural(summary.userTurns, 'turn')}; the thread of a step has all up to it</span>}</h3>
      {summary.query === null ? <NotRecorded /> : <Said model={model} summary={summary} text={summary.query} />}
    </article>
  );
}

export function Answered(props: Props) {
  const { model, summary } = props;
  const step = summary.answerStep;
  return (
    <article class="message answered">
      <h3 class="messageHead">
        <Icon name="sparkle" />{visibleText(summary.agent ?? summary.app ?? 'Agent')}
        {step !== undefined && <button type="button" class="linkButton" onClick={() => model.navigation.goTo(step)}>step {step}</button>}
      </h3>
      {summary.answer === null ? <p class="dim">No answer recorded</p> : <Said model={model} summary={summary} text={summary.answer} answer />}
    </article>
  );
}

const feedbackWords = { accepted: 'accepted the answer', rejected: 'rejected the answer', edited: 'edited the answer' } as const;

/** What the user made of the answer, where that is known. */
export function UserSaid(props: Props) {
  const { feedback, feedbackSaid } = props.summary;
  if (feedback === null) return null;
  const at = feedbackSaid?.at === undefined ? Number.NaN : Date.parse(feedbackSaid.at) * 1000;
  return (
    <article class="message asked">
      <h3 class="messageHead">
        <Icon name="account" />{visibleText(feedbackSaid?.by ?? 'User')}<MarkIcon mark={feedback === 'accepted' ? 'pass' : feedback === 'rejected' ? 'fail' : 'warning'} quiet />
        <span class="feedbackWords">{(feedbackWords as Readonly<Record<string, string>>)[feedback] ?? feedback}{Number.isNaN(at) ? '' : `, ${formatTimeOfDay(at)}`}</span>
      </h3>
      {feedbackSaid?.note !== undefined && <p class="userNote">{visibleText(feedbackSaid.note)}</p>}
    </article>
  );
}
