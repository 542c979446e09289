import { outOfOrder } from '../display/stepOrder.ts';
import type { Label, LabelAnchor, LabelChange, LabelEvent, Verdict } from '../model/label.ts';
import type { TraceLabels } from '../model/review.ts';
import { groupBy } from '../support/groupBy.ts';

/** `Omit` that keeps the members of a union apart. */
type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
export type LabelEventBody = Without<LabelEvent, 'v' | 'id' | 'at' | 'by' | 'trace'>;

/** In the order that decides: by time, then by id. An event that stands in two journals, or twice in one, counts once. */
export function inOrder(events: readonly LabelEvent[]): readonly LabelEvent[] {
  const byId = new Map<string, LabelEvent>();
  for (const event of events) {
    const other = byId.get(event.id);
    if (other === undefined || (other !== event && isPreferred(event, other))) byId.set(event.id, event);
  }
  return [...byId.values()].sort((a, b) => compare(a.at, b.at) || compare(a.id, b.id));
}

/** Whether one event comes before, or with, another one. */
export const precedes = (a: LabelEvent, b: LabelEvent): boolean => (compare(a.at, b.at) || compare(a.id, b.id)) <= 0;

/** Of two wordings of one event, as after an edit by hand, the same one counts in whatever order the journals are read. */
function isPreferred(event: LabelEvent, other: LabelEvent): boolean {
  return compare(event.at, other.at) > 0 || (event.at === other.at && canonicalText(event) > canonicalText(other));
}

function canonicalText(event: LabelEvent): string {
  return JSON.stringify(Object.entries(event).toSorted(([a], [b]) => compare(a, b)));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Events that no undo in force takes back; undos themselves are left out. */
export function inForce(ordered: readonly LabelEvent[]): readonly LabelEvent[] {
  const undosOf = groupBy(ordered.filter((event) => event.kind === 'undo'), (event) => event.undoes);
  return ordered.filter((event) => event.kind !== 'undo' && !isUndone(event.id, (id) => undosOf.get(id) ?? []));
}

/**
 * Whether an undo in force takes an event back. An undo names one event, so what bears on an event is a tree: it is walked in a list, as a journal
 * that others edited may undo to any depth.
 */
export function isUndone(id: string, undosOf: (id: string) => readonly LabelEvent[]): boolean {
  if (undosOf(id).length === 0) return false;
  const known = new Set([id]);
  const undos: { readonly id: string; readonly undoes: string }[] = [];
  const addUndosOf = (undoes: string): void => {
    for (const undo of undosOf(undoes)) {
      if (!known.has(undo.id)) undos.push({ id: undo.id, undoes });
      known.add(undo.id);
    }
  };
  addUndosOf(id);
  for (let at = 0; at < undos.length; at++) addUndosOf(undos[at]!.id);
  const undone = new Set<string>();
  for (const undo of undos.reverse()) if (!undone.has(undo.id)) undone.add(undo.undoes);
  return undone.has(id);
}

/** Pass or fail was said; what is deferred is not reviewed (METRICS 18). */
export function isReviewed<Said extends { readonly verdict: Verdict | null }>(label: Said | null | undefined): label is Said & { readonly verdict: 'pass' | 'fail' } {
  return label?.verdict === 'pass' || label?.verdict === 'fail';
}

/** The labels of a trace that has none. */
export const nobodySaid: TraceLabels = { label: null, own: [], adjudicated: null, disagree: false };

export const ownOf = (labels: TraceLabels | undefined, by: string): Label | undefined => labels?.own.find((each) => each.by === by);

/** Whoever names a failure class says that the run failed, also where they had put it off. Of a run that they let pass it says nothing: it still passes. */
export function withImpliedVerdict(change: LabelChange, own: Label | undefined): LabelChange {
  return change.class && change.verdict === undefined && !isReviewed(own) ? { verdict: 'fail', ...change } : change;
}

/** What the events on one trace amount to; null when nothing is left of them. */
export function foldLabel(events: readonly LabelEvent[]): Label | null {
  return foldLabels(events).label;
}

/**
 * What all events on one trace amount to. Journals of several reviewers may be mixed in any way.
 * - Of those who said pass or fail the one who spoke last is followed, else whoever deferred: to defer takes one's own verdict back and nobody
 *   else's. Others who agree on verdict and class fill in what it leaves empty.
 * - Who gives no verdict speaks of a field alone. Sorting somebody's label into a class is no speaking.
 * - An adjudication decides verdict and class over all of them. One that defers stands until somebody judges.
 * - A trace that was drawn at random stays so, and with the queue it was met in then, whoever speaks of it again.
 */
export function foldLabels(events: readonly LabelEvent[]): TraceLabels {
  const active = inForce(inOrder(events));
  const sorted = groupBy(active.filter((event) => event.kind === 'relabel'), (event) => event.value.of);
  const said = groupBy(active.filter((event) => event.kind !== 'adjudicate' && event.kind !== 'relabel'), (event) => event.by);
  const own = [...said].flatMap(([by, spoken]) => foldOne(spoken, sorted.get(by) ?? []) ?? []).toSorted((a, b) => compare(a.at, b.at) || compare(a.by, b.by));
  const last = own.findLast(isReviewed) ?? own.findLast(({ verdict }) => verdict !== null) ?? own.at(-1);
  const met = own.find(({ stratum, queue }) => stratum === 'random' && queue !== undefined) ?? own.find(({ stratum }) => stratum === 'random') ?? own.findLast(({ queue }) => queue !== undefined);
  const newest = last === undefined ? null : metAs(filledIn(last, own, said), met);

  const decision = decisionIn(active);
  if (!decision) return { label: newest, own, adjudicated: null, disagree: isDisagreed(own) };
  const { verdict } = decision.value;
  const agreeing = own.findLast((label) => label.verdict === verdict);
  const sortedSince = active.findLast((event) => event.kind === 'relabel' && event.value.of === decision.by && !precedes(event, decision));
  const value = sortedSince?.kind === 'relabel' ? sortedSince.value.class : decision.value.class;
  const { classBy, classMoved: _moved, ...agreed } = metAs(filledIn(agreeing ?? { ...emptyLabel(decision), verdict }, own, said), met);
  // The class is of whoever gave it: the decision, whoever sorted it since, or the reviewer whom it agrees with.
  const sorter = sortedSince?.by ?? (decision.value.class === undefined ? classBy : undefined);
  const decided = { ...(value === undefined ? {} : { class: value }), ...(sorter === undefined ? {} : { classBy: sorter }) };
  const later = own.filter((label) => label.at > decision.at);
  return {
    label: { ...agreed, verdict, ...decided, by: decision.by, at: decision.at },
    own,
    adjudicated: { by: decision.by, at: decision.at, verdict },
    disagree: later.length > 0 && isDisagreed([...later, { ...emptyLabel(decision), verdict, class: decision.value.class ?? null }]),
  };
}

/** The decision between reviewers that stands. */
function decisionIn(active: readonly LabelEvent[]): Extract<LabelEvent, { kind: 'adjudicate' }> | undefined {
  const decision = active.findLast((event) => event.kind === 'adjudicate');
  if (decision?.value.verdict !== 'defer') return decision;
  const isJudged = active.some((event) => event.kind === 'verdict' && isReviewed({ verdict: event.value }) && !precedes(event, decision));
  return isJudged ? undefined : decision;
}

/**
 * A label with what others said who agree with it: the same verdict and no other class, or no verdict. A field is as its reviewer has it, unless
 * somebody without a verdict of their own edited it later.
 */
function filledIn(label: Label, own: readonly Label[], said: ReadonlyMap<string, readonly LabelEvent[]>): Label {
  if (said.size < 2 && said.has(label.by)) return label;
  const filled = { ...label };
  const peers = new Set<string>();
  for (const other of own.toReversed()) {
    if (other.by === label.by || !isAgreed(filled, other)) continue;
    peers.add(other.by);
    if (other.class !== null && (filled.class === null || (filled.class.mode === undefined && other.class.mode !== undefined))) {
      filled.class = other.class;
      filled.classBy = other.classBy ?? other.by;
    }
  }
  const judged = new Set(own.filter(({ verdict }) => verdict !== null).map(({ by }) => by));
  const spoken = [...said.values()].flat();
  const first = inOrder(spoken.filter(({ by }) => by !== label.by && judged.has(by) && peers.has(by)));
  const last = inOrder(spoken.filter(({ by }) => by === label.by || !judged.has(by)));
  return inStepOrder({ ...filled, ...fieldsOf([...first, ...last]) }, label);
}

/** Two people's marks that cannot both stand: the reviewer's own are kept, else the first wrong step. */
function inStepOrder(filled: Label, { firstWrong, lastGood }: Label): Label {
  if (outOfOrder('firstWrong', { lastGood: filled.lastGood?.step, firstWrong: filled.firstWrong?.step }) === null) return filled;
  return { ...filled, lastGood, firstWrong: firstWrong === null && lastGood === null ? filled.firstWrong : firstWrong };
}

const isAgreed = (a: Label, b: Label): boolean =>
  (a.verdict === b.verdict || a.verdict === null || b.verdict === null) && (a.class === null || b.class === null || (a.class.class === b.class.class && (a.class.mode === b.class.mode || a.class.mode === undefined || b.class.mode === undefined)));

type Fields = Pick<Label, 'firstWrong' | 'lastGood' | 'note' | 'cause' | 'fix' | 'correction' | 'wrongWords' | 'owner' | 'status'>;

/** Each field as whoever comes last has it. Who empties a field takes their own words back, else whatever stands there. */
function fieldsOf(events: readonly LabelEvent[]): Partial<Fields> {
  const values = new Map<keyof Fields, Map<string, unknown>>();
  const say = (field: keyof Fields, by: string, value: unknown): void => {
    const of = values.get(field) ?? new Map<string, unknown>();
    values.set(field, of);
    const hadSaid = of.delete(by);
    if (value !== null && value !== '') of.set(by, value);
    else if (!hadSaid) of.clear();
  };
  for (const event of events) {
    switch (event.kind) {
      case 'anchor': say(event.value, event.by, anchorOf(event)); break;
      case 'note': case 'cause': case 'fix': case 'correction': case 'owner': case 'status': say(event.kind, event.by, event.value); break;
      case 'span': say('wrongWords', event.by, event.value); break;
      case 'verdict': case 'class': case 'relabel': case 'adjudicate': case 'undo': break;
    }
  }
  const empty = emptyLabel({ by: '', at: '' });
  return Object.fromEntries([...values].map(([field, of]) => [field, [...of.values()].at(-1) ?? empty[field]]));
}

/** With the queue that the trace was met in. */
function metAs(label: Label, met: Label | undefined): Label {
  if (met === undefined) return label;
  const { queue: _queue, stratum: _stratum, ...said } = label;
  return { ...said, ...(met.queue === undefined ? {} : { queue: met.queue }), ...(met.stratum === undefined ? {} : { stratum: met.stratum }) };
}

/** Pass and fail, or two classes of the same failure. Who defers disagrees with nobody. */
export function isDisagreed(labels: readonly Label[]): boolean {
  const different = (values: readonly (string | null | undefined)[]) => new Set(values.filter((value) => value !== null && value !== undefined)).size > 1;
  return different(labels.map(({ verdict }) => (verdict === 'defer' ? null : verdict))) || different(labels.map(judgedClass));
}

/**
 * The class by which a reviewer may disagree with another. To sort somebody's label into a class is no verdict of theirs: where they gave none it
 * counts for nobody. Where they gave one, moving it settles nothing.
 */
export const judgedClass = ({ verdict, class: value, classBy, classMoved }: Label): string | undefined => (verdict === 'fail' && (classBy === undefined || classMoved) ? value?.class : undefined);

function emptyLabel({ by, at }: { readonly by: string; readonly at: string }): Label {
  return { by, at, verdict: null, class: null, firstWrong: null, lastGood: null, note: '', cause: '', fix: '', correction: '', wrongWords: '', owner: '', status: null };
}

const anchorOf = ({ step, span, name }: Extract<LabelEvent, { kind: 'anchor' }>): LabelAnchor | null =>
  (step === undefined ? null : { step, span: span ?? null, ...(name === undefined ? {} : { name }) });

/** One reviewer's events, and where others sorted the label. */
function foldOne(events: readonly LabelEvent[], sorted: readonly LabelEvent[]): Label | null {
  const last = events.at(-1);
  if (!last) return null;
  const label = emptyLabel(last);
  for (const event of sorted.length === 0 ? events : inOrder([...events, ...sorted])) {
    switch (event.kind) {
      case 'verdict':
        label.verdict = event.value;
        if (!saysHowItWasMet(event, label)) break;
        if (event.queue === undefined) delete label.queue;
        else label.queue = event.queue;
        if (event.stratum === undefined) delete label.stratum;
        else label.stratum = event.stratum;
        break;
      case 'class':
        label.class = event.value;
        delete label.classBy;
        delete label.classMoved;
        break;
      case 'relabel':
        // Whoever sorts their own label gives it a class.
        if (event.by === label.by) {
          delete label.classBy;
          delete label.classMoved;
        } else {
          if (label.class !== null && label.classBy === undefined) label.classMoved = true;
          label.classBy = event.by;
        }
        label.class = event.value.class;
        break;
      case 'anchor': label[event.value] = anchorOf(event); break;
      case 'note': case 'cause': case 'fix': case 'correction': case 'owner': label[event.kind] = event.value; break;
      case 'span': label.wrongWords = event.value; break;
      case 'status': label.status = event.value; break;
      case 'undo': case 'adjudicate': break;
    }
  }
  const { by: _by, at: _at, classBy: _classBy, classMoved: _moved, queue: _queue, stratum: _stratum, ...said } = label;
  return Object.values(said).some((value) => value !== null && value !== '') ? label : null;
}

/** Whether a verdict says better than what is known why the trace was reviewed. Drawn stays drawn, and the first queue says how it came to be judged. */
function saysHowItWasMet({ queue, stratum }: Pick<Label, 'queue' | 'stratum'>, known: Label): boolean {
  if (known.stratum === 'random') return stratum === 'random' && known.queue === undefined && queue !== undefined;
  return queue !== undefined || stratum === 'random';
}

/** How a step is named in an event: by the id of its span, and by what it is called. */
export type StepNames = { readonly span: string; readonly name: string };

/** The events that record a change, without what the journal adds. A null step gives an anchor without a step: the mark is taken back. */
export function eventsFor(change: LabelChange, namesOf: (step: number) => StepNames | undefined): readonly LabelEventBody[] {
  const events: LabelEventBody[] = [];
  const anchor = (value: 'firstWrong' | 'lastGood', step: number | null | undefined) => {
    if (step === undefined) return;
    events.push({ kind: 'anchor', value, ...(step === null ? {} : { step, ...namesOf(step) }) });
  };
  if (change.verdict !== undefined) events.push({ kind: 'verdict', value: change.verdict });
  if (change.class !== undefined) events.push({ kind: 'class', value: change.class });
  anchor('firstWrong', change.firstWrongStep);
  anchor('lastGood', change.lastGoodStep);
  for (const kind of ['note', 'cause', 'fix', 'correction', 'owner'] as const) if (change[kind] !== undefined) events.push({ kind, value: change[kind] });
  if (change.wrongWords !== undefined) events.push({ kind: 'span', value: change.wrongWords });
  if (change.status !== undefined) events.push({ kind: 'status', value: change.status });
  return events;
}
