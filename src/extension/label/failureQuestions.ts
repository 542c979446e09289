import { kinds } from '../../core/display/outcome.ts';
import { oneLine } from '../../core/display/truncate.ts';
import type { FailureClass } from '../../core/model/failureClass.ts';
import type { LabelChange } from '../../core/model/label.ts';
import type { TrajectorySkeleton, TrajectoryStep } from '../../core/model/trajectory.ts';
import { askText, chooseOne, type Answer, type Option, type Place } from '../services/questions.ts';
import { askInTurn, type StepAnswer } from '../services/steps.ts';
import { plainItem } from '../services/plainItem.ts';

/** A quick pick of more rows than this is no longer quick; the panel has all of them. */
const mostSteps = 1000;

function classOptions(classes: readonly FailureClass[]): readonly Option<string | null>[] {
  return [...classes.map((each) => plainItem({ label: each.name ?? each.id, detail: each.definition ?? '', value: each.id })), { label: 'Skip', description: 'decide the class later', value: null }];
}

function modeOptions(failureClass: FailureClass): readonly Option<string | null>[] {
  return [...(failureClass.modes ?? []).map((each) => plainItem({ label: each.name ?? each.id, detail: each.definition ?? '', value: each.id })), { label: 'Skip', description: 'none of these', value: null }];
}

function stepOptions(steps: readonly TrajectoryStep[]): readonly Option<number | null>[] {
  const readable = steps.filter((step) => !step.noise).slice(0, mostSteps);
  const options = readable.map((step) => plainItem({
    label: `${step.n}  ${oneLine(step.name, 60)}`,
    description: [step.failed ? 'failed' : '', step.detail ? oneLine(step.detail, 80) : ''].filter(Boolean).join(' · '),
    value: step.n,
  }, kinds[step.kind].codicon));
  return [{ label: 'Skip', description: 'the run as a whole is wrong, or it is not clear where', value: null }, ...options];
}

/** Where the first wrong step probably is: marked before, else the first that failed. */
function likelyStep({ summary, steps }: TrajectorySkeleton): number | null {
  return summary.label?.firstWrong?.step ?? steps.find((step) => step.failed && !step.noise)?.n ?? null;
}

function next<State, T>(answer: Answer<T>, withValue: (value: T) => State): StepAnswer<State> {
  return answer.kind === 'chosen' ? { kind: 'next', state: withValue(answer.value) } : answer;
}

/** Asks what went wrong, where, and for a note; each can be skipped. Undefined when it was put away: nothing is recorded then. */
export function askFailure(skeleton: TrajectorySkeleton, classes: readonly FailureClass[]): Promise<LabelChange | undefined> {
  const { label, query } = skeleton.summary;
  const place = (step: number): Place => ({ title: `Label failure: ${oneLine(query ?? skeleton.summary.id, 60)}`, step, steps: 4 });
  const chosenClass = (change: LabelChange): FailureClass | undefined => classes.find((each) => each.id === change.class?.class);

  return askInTurn<LabelChange>([
    async (change) => next(
      await chooseOne(place(1), 'What kind of failure is it?', classOptions(classes), (id) => id !== null && id === label?.class?.class),
      (id) => (id === null ? change : { ...change, class: { class: id } }),
    ),
    async (change) => {
      const failureClass = chosenClass(change);
      if (!failureClass?.modes?.length) return { kind: 'skip' };
      return next(
        await chooseOne(place(2), `Which mode of ${failureClass.name ?? failureClass.id}?`, modeOptions(failureClass), (id) => id !== null && id === label?.class?.mode),
        (id) => (id === null ? change : { ...change, class: { class: failureClass.id, mode: id } }),
      );
    },
    async (change) => next(
      await chooseOne(place(3), 'Which step is the first wrong one?', stepOptions(skeleton.steps), (n) => n === likelyStep(skeleton)),
      (n) => (n === null ? change : { ...change, firstWrongStep: n }),
    ),
    async (change) => next(
      await askText(place(4), 'What went wrong, in a sentence? Enter saves the label, with or without a note.', label?.note ?? ''),
      (note) => (note === (label?.note ?? '') ? change : { ...change, note }),
    ),
  ], { verdict: 'fail' });
}
