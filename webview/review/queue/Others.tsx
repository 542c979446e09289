import type { Mark } from '../../../src/core/display/outcome.ts';
import { plural } from '../../../src/core/display/numbers.ts';
import { formatDay } from '../../../src/core/display/time.ts';
import { visibleText } from '../../../src/core/display/visibleText.ts';
import type { FailureClass } from '../../../src/core/model/failureClass.ts';
import type { Label, Verdict } from '../../../src/core/model/label.ts';
import { Icon } from '../../shared/Icon.tsx';
import { MarkIcon } from '../../shared/MarkIcon.tsx';
import type { ReviewPageModel } from '../model.ts';
import type { OpenTrace } from './openTraces.ts';

const marks: Readonly<Record<Verdict, Mark>> = { pass: 'pass', fail: 'fail', defer: 'deferred' };
const words: Readonly<Record<Verdict, string>> = { pass: 'Pass', fail: 'Fail', defer: 'Deferred' };

/** What others say of the trace: hidden in a blind review until the reviewer's own verdict is saved. */
export function Others(props: { page: ReviewPageModel; trace: OpenTrace }) {
  const { page, trace } = props;
  const state = trace.standing.value;
  const failure = trace.standingFailure.value;
  if (failure) return <div class="railPart"><p class="bad">Labels of others cannot be read: {failure.message} <button type="button" class="linkButton" onClick={() => void trace.readStanding()}>Try again</button></p></div>;
  if (!state || (state.hidden === 0 && state.others.length === 0 && !state.adjudicated)) return null;
  return (
    <div class="railPart" role="group" aria-label="Others">
      <div class="railCaption"><span class="caption">Others</span></div>
      {state.hidden > 0 && <p class="dim hiddenLabels"><Icon name="eye-closed" small />{plural(state.hidden, 'other label')} hidden until you save (blind review)</p>}
      {state.others.map((label) => <Other key={label.by} label={label} classes={trace.model.labelling.classes.value} />)}
      {state.disagree && !state.adjudicated && <p class="warn hiddenLabels"><MarkIcon mark="warning" quiet /><span>You disagree; <button type="button" class="linkButton" onClick={() => page.goTo('agreement')}>Agreement</button> has what to decide</span></p>}
      {state.adjudicated && <p class="hiddenLabels"><Icon name="law" small /><span>{state.adjudicated.by} decided: {words[state.adjudicated.verdict].toLowerCase()}</span></p>}
    </div>
  );
}

function Other(props: { label: Label; classes: readonly FailureClass[] }) {
  const { label, classes } = props;
  const named = label.class && (classes.find(({ id }) => id === label.class!.class)?.name ?? label.class.class);
  return (
    <div class="otherLabel">
      <MarkIcon mark={label.verdict === null ? 'unlabelled' : marks[label.verdict]} quiet />
      <span><span class="strong">{label.by}</span> {label.verdict === null ? 'no verdict' : words[label.verdict]}{named && `, ${named}`}{label.firstWrong && `, step ${label.firstWrong.step}`} <span class="dim">{formatDay(Date.parse(label.at) * 1000)}</span>{label.note !== '' && <span class="otherNote dim">{visibleText(label.note)}</span>}</span>
    </div>
  );
}
