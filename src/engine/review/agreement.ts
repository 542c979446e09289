import { agreementOf } from '../../core/review/agreement.ts';
import { isReviewed } from '../../core/review/labels.ts';
import { sampleCoverage } from '../../core/review/sampleCoverage.ts';
import type { Agreement } from '../../core/model/agreement.ts';
import type { FailureClass } from '../../core/model/failureClass.ts';
import type { LabelEvent } from '../../core/model/label.ts';
import type { LabelledTrace } from '../../core/model/review.ts';
import { isDisagreed } from '../../core/review/labels.ts';
import { UserError } from '../../core/support/errors.ts';
import type { AgreementApi } from '../../protocol/agreementApi.ts';
import type { Journals } from '../journals.ts';
import type { OpenedTraces } from '../openedTrace.ts';
import type { Drawn, Draws } from './draws.ts';
import type { Labelled } from './labelled.ts';
import { namedClass } from './namedClass.ts';

export type AgreementSources = {
  readonly labelled: Labelled;
  readonly journals: Journals;
  readonly draws: Draws;
  readonly inTurns: OpenedTraces['inTurns'];
  readonly classes: () => readonly FailureClass[];
  /** How an event names a trace. */
  readonly named: (trace: string) => LabelEvent['trace'];
};

/** Whether reviewers agree, counted anew when a label is another. */
export function createAgreement({ labelled, journals, draws, inTurns, classes, named }: AgreementSources): AgreementApi {
  let last: { readonly of: readonly LabelledTrace[]; readonly drawn: Drawn; readonly agreement: Omit<Agreement, 'warnings'> } | undefined;
  return {
    async agreement(_request, { signal }) {
      const drawn = await inTurns(draws.read(), signal);
      const all = labelled.all();
      if (last?.of !== all || last.drawn !== drawn) last = { of: all, drawn, agreement: { ...agreementOf(all), coverage: sampleCoverage(all.filter(({ labels: { label } }) => isReviewed(label)), drawn) } };
      const sentence = journals.trouble();
      return { ...last.agreement, warnings: sentence === null ? [] : [sentence] };
    },

    adjudicate({ trace, by, verdict, class: value }) {
      const reviewer = journals.reviewer(by);
      const { own = [], adjudicated } = journals.traceLabels().get(trace) ?? {};
      const of = own.flatMap((label) => (label.verdict === null ? [] : [label.by]));
      if (of.length < 2) throw new UserError('nothing-to-decide', `There is nothing to decide about ${trace}: ${of.length === 0 ? 'nobody' : `only ${of[0]}`} has judged it.`, 'Label it instead.');
      // What is decided can be decided otherwise.
      if (!isDisagreed(own) && (adjudicated ?? null) === null) throw new UserError('nothing-to-decide', `There is nothing to decide about ${trace}: ${of.join(' and ')} do not differ on pass or fail, nor on the class.`, 'Label it instead.');
      const inUse = classes();
      const decided = verdict === 'pass' ? null : value && namedClass(value, inUse);
      journals.append(reviewer, [{ trace: named(trace), bodies: [{ kind: 'adjudicate', value: { verdict, of, ...(decided === undefined ? {} : { class: decided }) } }] }]);
      return { said: `Decided: ${verdict}${decided ? `, ${inUse.find(({ id }) => id === decided.class)?.name ?? decided.class}` : ''}` };
    },
  };
}
