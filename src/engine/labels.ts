import { didYouMean } from '../core/cases/words.ts';
import type { FailureClass } from '../core/model/failureClass.ts';
import type { ClassValue, LabelChange, LabelEvent, Stratum } from '../core/model/label.ts';
import type { RedactionRules } from '../core/redaction/redactor.ts';
import { eventsFor } from '../core/review/labels.ts';
import { lastChange, lastUndoing } from '../core/review/requests.ts';
import { UserError } from '../core/support/errors.ts';
import { nearest } from '../core/support/nearest.ts';
import type { EngineApi } from '../protocol/engineApi.ts';
import type { BulkLabelReport, LabelReport, UndoReport } from '../protocol/labelApi.ts';
import type { Store } from '../store/openStore.ts';
import type { Journals, SaidOfTrace } from './journals.ts';
import type { Labelled } from './review/labelled.ts';
import type { Queues } from './review/queues.ts';
import { withoutSecrets, withWordsOfAnswer } from './labelTexts.ts';

/** The queue that a verdict was given in. */
type Met = { readonly queue: string; readonly stratum?: Stratum };

/** What labels stand on. */
export type LabelSources = {
  readonly store: Store;
  readonly journals: Journals;
  readonly labelled: Labelled;
  readonly classes: () => readonly FailureClass[];
  readonly redaction: () => RedactionRules;
  /** Our id for what a person typed. */
  readonly resolve: (ref: string) => string;
  /** Why a trace is in a queue. */
  readonly stratum: Queues['stratum'];
};

/** Labels are events in the reviewer's journal; the index is not asked to keep them. */
export function createLabels({ store, journals, labelled, classes, redaction, resolve, stratum }: LabelSources): Pick<EngineApi, 'listLabels' | 'labelTrace' | 'labelTraces' | 'redoLabel' | 'undoLabel' | 'failureClasses'> {
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

  async function metIn(queue: string, id: string, reviewer: string, signal: AbortSignal): Promise<Met> {
    const why = await stratum(queue, id, reviewer, signal);
    return { queue, ...(why === null ? {} : { stratum: why }) };
  }

  /** What a change says of a trace, as events without what the journal adds. */
  function saidOf(reviewer: string, id: string, change: LabelChange, rules: RedactionRules, met?: Met): { readonly said: SaidOfTrace; readonly replaced: number } {
    const summary = store.readSummary(id);
    const namesOf = (n: number) => {
      const steps = store.readSkeleton(id)?.steps ?? [];
      const step = steps.find((each) => each.n === n);
      if (!step) throw new UserError('no-such-step', `Trace ${summary?.nativeId ?? id} has no step ${n}; its steps are 1 to ${steps.length}.`, 'Open the trajectory to see the numbers.');
      return { span: step.spanId, name: step.name };
    };
    const checked: LabelChange = change.class ? { ...change, class: checkedClass(change.class) } : change;
    const own = journals.traceLabels().get(id)?.own.find((label) => label.by === reviewer);
    // Whoever names a failure class says that the run failed.
    const implied: LabelChange = checked.class && checked.verdict === undefined && (own?.verdict ?? null) === null ? { verdict: 'fail', ...checked } : checked;
    const { change: clean, replaced } = withoutSecrets(withWordsOfAnswer(implied, store, id, rules), rules);
    const bodies = eventsFor(clean, namesOf).map((body) => (body.kind === 'verdict' ? { ...body, ...met } : body));
    if (bodies.length === 0) throw new UserError('nothing-to-label', 'Nothing was said about the trace.', 'Give a verdict, a class, a note or a step.');
    return { said: { trace: { id, sha256: summary?.sha256 ?? '' }, bodies }, replaced };
  }

  function labelOne(reviewer: string, id: string, change: LabelChange, met?: Met): LabelReport {
    const { said, replaced } = saidOf(reviewer, id, change, redaction(), met);
    journals.append(reviewer, [said]);
    const label = journals.labels().get(id) ?? { by: reviewer, at: new Date().toISOString(), verdict: null, class: null, firstWrong: null, lastGood: null, note: '', cause: '', fix: '', correction: '', wrongWords: '', owner: '', status: null };
    return replaced === 0 ? label : { ...label, replaced };
  }

  function labelMany(reviewer: string, ids: readonly string[], change: LabelChange, met?: readonly Met[]): BulkLabelReport {
    const rules = redaction();
    const each = ids.map((id, at) => saidOf(reviewer, id, change, rules, met?.[at]));
    journals.append(reviewer, each.map(({ said }) => said));
    return { traces: each.length, replaced: each[0]?.replaced ?? 0 };
  }

  /** @param about the events whose effect ends or comes back; default: those that are undone */
  function takeBack(reviewer: string, events: readonly LabelEvent[], about = events): UndoReport {
    const [first] = events;
    if (!first) return null;
    const { traceOf } = journals.spoken(reviewer);
    // Under the id that the event itself names: an undo belongs to it.
    const byTrace = [...Map.groupBy(events, ({ trace }) => trace.id).values()];
    journals.append(reviewer, byTrace.map((ofTrace) => ({ trace: ofTrace[0]!.trace, bodies: ofTrace.map(({ id }) => ({ kind: 'undo', undoes: id })) })));
    const traces = [...new Set(byTrace.map((ofTrace) => traceOf(ofTrace[0]!.trace.id)))];
    const trace = traceOf(first.trace.id);
    return { trace, traces, undone: [...new Set(about.map(({ kind }) => words[kind]))].join(', '), label: journals.labels().get(trace) ?? null };
  }

  return {
    listLabels({ orphans }) {
      const all = labelled.all();
      const warning = journals.trouble();
      return { labelled: orphans === undefined ? all : all.filter(({ orphan }) => orphan === orphans), ...(warning === null ? {} : { warning }) };
    },

    labelTrace({ trace: ref, by, change, queue }, { signal }) {
      const reviewer = journals.reviewer(by);
      const id = resolve(ref);
      return queue === undefined ? labelOne(reviewer, id, change) : metIn(queue, id, reviewer, signal).then((met) => labelOne(reviewer, id, change, met));
    },

    labelTraces({ traces, by, change, queue }, { signal }) {
      const reviewer = journals.reviewer(by);
      const ids = [...new Set(traces.map(resolve))];
      return queue === undefined ? labelMany(reviewer, ids, change) : Promise.all(ids.map((id) => metIn(queue, id, reviewer, signal))).then((met) => labelMany(reviewer, ids, change, met));
    },

    undoLabel({ by, trace: ref }) {
      const reviewer = journals.reviewer(by);
      return takeBack(reviewer, lastChange(journals.spoken(reviewer), ref === undefined ? undefined : resolve(ref)));
    },

    redoLabel({ by, trace: ref }) {
      const reviewer = journals.reviewer(by);
      const spoken = journals.spoken(reviewer);
      const undoing = lastUndoing(spoken, ref === undefined ? undefined : resolve(ref));
      const undone = new Set(undoing.flatMap((event) => (event.kind === 'undo' ? [event.undoes] : [])));
      return takeBack(reviewer, undoing, spoken.events.filter(({ id }) => undone.has(id)));
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
