import { useMemo, useState } from 'preact/hooks';
import { Icon } from '../shared/Icon.tsx';
import { MarkIcon } from '../shared/MarkIcon.tsx';
import { NotRecorded } from '../shared/NotRecorded.tsx';
import type { TrajectoryModel } from './model.ts';
import { questionsOf } from '../../src/core/display/questions.ts';
import type { Question } from '../../src/core/display/questions.ts';

export function Questions(props: { model: TrajectoryModel; foldable: boolean }) {
  const { skeleton, navigation } = props.model;
  const summary = skeleton.value?.summary;
  const steps = navigation.steps.value;
  const insights = props.model.insights.insights.value;
  const [open, setOpen] = useState(false);
  const questions = useMemo(() => (summary ? questionsOf(summary, steps, insights) : []), [summary, steps, insights]);
  const missing = questions.filter((question) => question.answer === null).length;
  return (
    <section aria-label="Six questions" class="questionsArea">
      {props.foldable && (
        <button type="button" class="questionsFold" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name={open ? 'chevron-down' : 'chevron-right'} small />Six questions
          {missing > 0 && <span class="dim">{missing} not recorded</span>}
        </button>
      )}
      {(open || !props.foldable) && (
        <ul class="questions">
          {questions.map((question) => <Cell key={question.name} question={question} model={props.model} />)}
        </ul>
      )}
    </section>
  );
}

function show(model: TrajectoryModel, step: number, question: Question): void {
  model.navigation.tab.value = question.tab;
  model.navigation.goTo(step);
}

function Cell(props: { question: Question; model: TrajectoryModel }) {
  const { question } = props;
  const { step } = question;
  const missing = question.missing === undefined ? null : <NotRecorded what={question.missing} />;
  const content = (
    <>
      <span class="caption">{question.name}</span>
      <span class="questionAnswer">
        {question.mark && <MarkIcon mark={question.mark} quiet />}
        {question.answer === null ? <NotRecorded /> : <span class="cut">{question.answer}</span>}
      </span>
      <span class={question.warning ? 'questionMore warn' : 'questionMore'}>
        {missing}
        {question.warning && <MarkIcon mark="warning" quiet />}
        {question.more !== null && <span class="cut">{question.more}</span>}
      </span>
    </>
  );
  return (
    <li class="question" title={question.whole ?? undefined}>
      {step === null
        ? <div class="questionCell">{content}</div>
        : <button type="button" class="questionCell" onClick={() => show(props.model, step, question)}>{content}<span class="srOnly">, go to step {step}</span></button>}
    </li>
  );
}
