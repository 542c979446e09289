import { didYouMean } from '../core/cases/words.ts';
import type { FailureClass } from '../core/model/failureClass.ts';
import type { ClassValue, LabelChange } from '../core/model/label.ts';
import type { RedactionRules } from '../core/redaction/redactor.ts';
import { eventsFor, lastUndoable } from '../core/review/labels.ts';
import { UserError } from '../core/support/errors.ts';
import { nearest } from '../core/support/nearest.ts';
import type { EngineApi } from '../protocol/engineApi.ts';
import type { Store } from '../store/openStore.ts';
import type { Journals } from './journals.ts';
import { reviewerName } from './journals.ts';
import type { Labelled } from './review/labelled.ts';
import { withoutSecrets, withWordsOfAnswer } from './labelTexts.ts';

/** What labels stand on. */
export type LabelSources = {
  readonly store: Store;
  readonly journals: Journals;
  readonly labelled: Labelled;
  readonly classes: () => readonly FailureClass[];
  readonly redaction: () => RedactionRules;
  /** Our id for what a person typed. */
  readonly resolve: (ref: string) => string;
};

/** Labels are events in the reviewer's journal; the index is not asked to keep them. */
export function createLabels({ store, journals, labelled, classes, redaction, resolve }: LabelSources): Pick<EngineApi, 'listLabels' | 'labelTrace' | 'undoLabel' | 'failureClasses'> {
  /** The class as the taxonomy has it; the id of a mode stands for its class and itself. */
  function checkedClass(value: ClassValue): ClassValue {
    const known = classes();
    const found = known.find((each) => each.id === value.class);
    const parent = found ? undefined : known.find((each) => each.modes?.some((mode) => mode.id === value.class));
    if (parent && value.mode === undefined) return { class: parent.id, mode: value.class };
    if (!found) throw unknownClass(value.class, known);
    if (value.mode !== undefined && !modesOf(found).includes(value.mode)) throw unknownMode(value.mode, found, known);
    return value;
  }

  return {
    listLabels({ orphans }) {
      const wanted = labelled.all().filter(({ orphan }) => orphans === undefined || orphan === orphans);
      const warning = journals.trouble();
      return { labelled: wanted.toSorted((a, b) => (a.id < b.id ? -1 : 1)), ...(warning === null ? {} : { warning }) };
    },

    labelTrace({ trace: ref, by, change }) {
      const reviewer = reviewerName(by);
      const id = resolve(ref);
      const summary = store.readSummary(id);
      const steps = store.readSkeleton(id)?.steps ?? [];
      const namesOf = (n: number) => {
        const step = steps.find((each) => each.n === n);
        if (!step) throw new UserError('no-such-step', `Trace ${summary?.nativeId ?? id} has no step ${n}; its steps are 1 to ${steps.length}.`, 'Open the trajectory to see the numbers.');
        return { span: step.spanId, name: step.name };
      };
      const checked: LabelChange = change.class ? { ...change, class: checkedClass(change.class) } : change;
      const current = journals.labels().get(id) ?? null;
      // Whoever names a failure class says that the run failed.
      const implied: LabelChange = checked.class && checked.verdict === undefined && (current?.verdict ?? null) === null ? { verdict: 'fail', ...checked } : checked;
      const rules = redaction();
      const { change: clean, replaced } = withoutSecrets(withWordsOfAnswer(implied, store, id, rules), rules);
      const events = eventsFor(clean, namesOf);
      if (events.length === 0) throw new UserError('nothing-to-label', 'Nothing was said about the trace.', 'Give a verdict, a class, a note or a step.');
      journals.append(reviewer, { id, sha256: summary?.sha256 ?? '' }, events);
      const label = journals.labels().get(id) ?? { by: reviewer, at: new Date().toISOString(), verdict: null, class: null, firstWrong: null, lastGood: null, note: '', cause: '', fix: '', correction: '', wrongWords: '', owner: '', status: null };
      return replaced === 0 ? label : { ...label, replaced };
    },

    undoLabel({ by, trace: ref }) {
      const reviewer = reviewerName(by);
      const change = lastUndoable(journals.events(), reviewer, ref === undefined ? undefined : resolve(ref));
      const [first] = change;
      if (!first) return null;
      journals.append(reviewer, first.trace, change.map(({ id }) => ({ kind: 'undo', undoes: id })));
      return { trace: first.trace.id, undone: change.map(({ kind }) => words[kind]).join(', '), label: journals.labels().get(first.trace.id) ?? null };
    },

    failureClasses: () => classes(),
  };
}

const words = {
  verdict: 'verdict', class: 'class', anchor: 'marked step', note: 'note', cause: 'root cause', fix: 'fix', status: 'status',
  correction: 'correction', span: 'wrong words', owner: 'owner', undo: 'undo', adjudicate: 'adjudication', relabel: 'class',
} as const;

const modesOf = (each: FailureClass): readonly string[] => (each.modes ?? []).map((mode) => mode.id);

function unknownClass(id: string, known: readonly FailureClass[]): UserError {
  const ids = known.map((each) => each.id);
  return new UserError('no-such-class', `There is no failure class ${id}.${didYouMean(nearest(id, [...ids, ...known.flatMap(modesOf)]))}`, `The classes are ${ids.join(', ')}.`);
}

function unknownMode(id: string, of: FailureClass, known: readonly FailureClass[]): UserError {
  const modes = modesOf(of);
  const hint = modes.length === 0 ? `${of.id} has no modes; leave the mode out.` : `Its modes are ${modes.join(', ')}.`;
  const owner = known.find((each) => modesOf(each).includes(id));
  if (owner) return new UserError('no-such-class', `${id} is a mode of ${owner.id}, not of ${of.id}.`, hint);
  return new UserError('no-such-class', `${of.id} has no mode ${id}.${didYouMean(nearest(id, modes))}`, hint);
}
