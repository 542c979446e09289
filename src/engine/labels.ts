import { outOfOrder } from '../core/display/stepOrder.ts';
import type { FailureClass } from '../core/model/failureClass.ts';
import type { Label, LabelChange, LabelEvent, Stratum } from '../core/model/label.ts';
import type { RedactionRules } from '../core/redaction/redactor.ts';
import { eventsFor, withImpliedVerdict } from '../core/review/labels.ts';
import type { StepNames } from '../core/review/labels.ts';
import { lastChange, lastUndoing } from '../core/review/requests.ts';
import { UserError } from '../core/support/errors.ts';
import type { EngineApi } from '../protocol/engineApi.ts';
import type { BulkLabelReport, LabelReport, UndoReport } from '../protocol/labelApi.ts';
import type { Store } from '../store/openStore.ts';
import type { Journals, SaidOfTrace } from './journals.ts';
import type { BlindReading } from './review/blindReading.ts';
import type { Labelled } from './review/labelled.ts';
import { namedClass } from './review/namedClass.ts';
import type { Queues } from './review/queues.ts';
import { withoutSecrets, withWordsOfAnswer } from './labelTexts.ts';

/** The queue that a verdict was given in, if in any, and why the trace was to be reviewed. */
type Met = { readonly queue?: string; readonly stratum?: Stratum };

/** What labels stand on. */
export type LabelSources = {
  readonly store: Store;
  readonly journals: Journals;
  readonly labelled: Labelled;
  /** What a reader may know of them. */
  readonly blind: BlindReading;
  /** By which classes are named that are to be written, and those that are shown. */
  readonly classes: () => readonly FailureClass[];
  readonly shownClasses: () => readonly FailureClass[];
  readonly redaction: () => RedactionRules;
  /** Our id for what a person typed. */
  readonly resolve: (ref: string) => string;
  /** Why a trace is in a queue. */
  readonly stratum: Queues['stratum'];
};

/** Labels are events in the reviewer's journal; the index is not asked to keep them. */
export function createLabels({ store, journals, labelled, blind, classes, shownClasses, redaction, resolve, stratum }: LabelSources): Pick<EngineApi, 'listLabels' | 'readLabels' | 'labelTrace' | 'labelTraces' | 'redoLabel' | 'undoLabel' | 'failureClasses'> {
  const isGone = (id: string): boolean => store.listedRow(id) === undefined;

  /** Labels outlive their traces: those of one that is gone are found by what was written of it. */
  function labelledId(ref: string): string {
    const labelledIds = journals.traceLabels();
    if (labelledIds.has(ref) && isGone(ref)) return ref;
    if (ref === '' || store.findNamed(ref).length > 0) return resolve(ref);
    const begun = [...labelledIds.keys()].filter((id) => id.startsWith(ref) && isGone(id));
    if (begun.length > 1) throw new UserError('ambiguous-trace', `${ref} could be any of ${begun.length} labelled traces that are not imported: ${begun.slice(0, 10).join(', ')}${begun.length > 10 ? ', …' : ''}.`, 'Type more of the id.');
    return begun[0] ?? resolve(ref);
  }

  async function metIn(queue: string | undefined, id: string, reviewer: string, signal: AbortSignal): Promise<Met> {
    const why = await stratum(queue, id, reviewer, signal);
    return { ...(queue === undefined ? {} : { queue }), ...(why === null ? {} : { stratum: why }) };
  }

  /** How an event names a step, where the trace has it. */
  function namesIn(id: string): (n: number) => StepNames {
    return (n) => {
      const { nativeId = id } = store.readSummary(id) ?? {};
      const steps = store.readSkeleton(id)?.steps;
      if (steps === undefined) throw new UserError('no-such-step', `${nativeId} is not imported, so it has no steps to mark.`, 'Import its export again, or say in a note where it went wrong.');
      const step = steps.find((each) => each.n === n);
      if (step) return { span: step.spanId, name: step.name };
      const shown = steps.filter(({ noise }) => !noise).length;
      const more = shown === steps.length ? '' : `; ${shown + 1} to ${steps.length} carry the others over the wire and are shown only when asked for`;
      throw new UserError('no-such-step', `Trace ${nativeId} has no step ${n}; its steps are 1 to ${shown}${more}.`, 'Open the trajectory to see the numbers.');
    };
  }

  /** What a change says of a trace, as events without what the journal adds. */
  function saidOf(reviewer: string, id: string, change: LabelChange, rules: RedactionRules, met?: Met): { readonly said: SaidOfTrace; readonly replaced: number } {
    const checked: LabelChange = change.class ? { ...change, class: namedClass(change.class, classes()) } : change;
    const own = journals.traceLabels().get(id)?.own.find((label) => label.by === reviewer);
    const implied = withImpliedVerdict(checked, own);
    const { change: clean, replaced } = withoutSecrets(withWordsOfAnswer(implied, store, id, rules), rules);
    const bodies = eventsFor(clean, namesIn(id)).map((body) => (body.kind === 'verdict' ? { ...body, ...met } : body));
    if (bodies.length === 0) throw new UserError('nothing-to-label', 'Nothing was said about the trace.', 'Give a verdict, a class, a note or a step.');
    checkOrder(clean, own);
    return { said: { trace: { id, sha256: store.readSummary(id)?.sha256 ?? '' }, bodies }, replaced };
  }

  function labelOne(reviewer: string, id: string, change: LabelChange, met?: Met): LabelReport {
    const { said, replaced } = saidOf(reviewer, id, change, redaction(), met);
    journals.append(reviewer, [said]);
    const { label: seen } = blind.labels(reviewer, id, isGone(id)).labels;
    const label = seen ?? { by: reviewer, at: new Date().toISOString(), verdict: null, class: null, firstWrong: null, lastGood: null, note: '', cause: '', fix: '', correction: '', wrongWords: '', owner: '', status: null };
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
    const { labels: { label }, hidden } = blind.labels(reviewer, trace, isGone(trace));
    return { trace, traces, undone: [...new Set(about.map(({ kind }) => words[kind]))].join(', '), label, hidden };
  }

  return {
    readLabels({ trace: ref, reader }) {
      const trace = labelledId(ref);
      const orphan = isGone(trace);
      return { trace, orphan, ...blind.labels(reader, trace, orphan) };
    },

    listLabels({ orphans, reader }) {
      const all = labelled.all();
      const warning = journals.trouble();
      return { labelled: (orphans === undefined ? all : all.filter(({ orphan }) => orphan === orphans)).map(blind.labelled(reader)), ...(warning === null ? {} : { warning }) };
    },

    labelTrace({ trace: ref, by, change, queue }, { signal }) {
      const reviewer = journals.reviewer(by);
      const id = labelledId(ref);
      return isPlain(change, queue) ? labelOne(reviewer, id, change) : metIn(queue, id, reviewer, signal).then((met) => labelOne(reviewer, id, change, met));
    },

    labelTraces({ traces, by, change, queue }, { signal }) {
      const reviewer = journals.reviewer(by);
      const ids = [...new Set(traces.map(labelledId))];
      return isPlain(change, queue) ? labelMany(reviewer, ids, change) : Promise.all(ids.map((id) => metIn(queue, id, reviewer, signal))).then((met) => labelMany(reviewer, ids, change, met));
    },

    undoLabel({ by, trace: ref }) {
      const reviewer = journals.reviewer(by);
      return takeBack(reviewer, lastChange(journals.spoken(reviewer), ref === undefined ? undefined : labelledId(ref)));
    },

    redoLabel({ by, trace: ref }) {
      const reviewer = journals.reviewer(by);
      const spoken = journals.spoken(reviewer);
      const undoing = lastUndoing(spoken, ref === undefined ? undefined : labelledId(ref));
      const undone = new Set(undoing.flatMap((event) => (event.kind === 'undo' ? [event.undoes] : [])));
      return takeBack(reviewer, undoing, spoken.events.filter(({ id }) => undone.has(id)));
    },

    failureClasses: () => shownClasses(),
  };
}

/** What is good comes before what is wrong, by what the reviewer said before and says now. */
function checkOrder({ firstWrongStep, lastGoodStep }: LabelChange, own: Label | undefined): void {
  const marked = typeof firstWrongStep === 'number' ? 'firstWrong' : 'lastGood';
  const steps = { firstWrong: firstWrongStep === undefined ? own?.firstWrong?.step : firstWrongStep, lastGood: lastGoodStep === undefined ? own?.lastGood?.step : lastGoodStep };
  const why = typeof firstWrongStep === 'number' || typeof lastGoodStep === 'number' ? outOfOrder(marked, steps) : null;
  if (why !== null) throw new UserError('bad-order', `Step ${steps[marked]} is not marked: ${why}.`, 'Mark both at once, or take the other mark back first.');
}

/** Neither met in a queue nor a verdict, which says whether the trace was drawn; a class implies one. */
const isPlain = ({ verdict, class: value }: LabelChange, queue: string | undefined): boolean => queue === undefined && verdict === undefined && value === undefined;

const words = {
  verdict: 'verdict', class: 'class', anchor: 'marked step', note: 'note', cause: 'root cause', fix: 'fix', status: 'status',
  correction: 'correction', span: 'wrong words', owner: 'owner', undo: 'undo', adjudicate: 'adjudication', relabel: 'class',
} as const;
