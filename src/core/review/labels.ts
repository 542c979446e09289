import type { Label, LabelChange, LabelEvent } from '../model/label.ts';

/** `Omit` that keeps the members of a union apart. */
type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
export type LabelEventBody = Without<LabelEvent, 'v' | 'id' | 'at' | 'by' | 'trace'>;

/** In the order that decides: by time, then by id. An event that stands in two journals, or twice in one, counts once. */
export function inOrder(events: readonly LabelEvent[]): readonly LabelEvent[] {
  const byId = new Map(events.map((event) => [event.id, event]));
  return [...byId.values()].sort((a, b) => compare(a.at, b.at) || compare(a.id, b.id));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Events that no undo in force takes back; undos themselves are left out. */
function inForce(ordered: readonly LabelEvent[]): readonly LabelEvent[] {
  const undosOf = Map.groupBy(ordered.filter((event) => event.kind === 'undo'), (event) => event.undoes);
  const undone = (id: string, above: ReadonlySet<string>): boolean =>
    (undosOf.get(id) ?? []).some((undo) => !above.has(undo.id) && !undone(undo.id, new Set([...above, undo.id])));
  return ordered.filter((event) => event.kind !== 'undo' && !undone(event.id, new Set([event.id])));
}

/**
 * What the events on one trace amount to; null when nothing is left of them. Journals of several reviewers may be mixed in
 * any way. The reviewer who spoke last is followed as a whole; an adjudication decides the verdict over all of them.
 */
export function foldLabel(events: readonly LabelEvent[]): Label | null {
  const active = inForce(inOrder(events));
  const labels = [...Map.groupBy(active.filter((event) => event.kind !== 'adjudicate'), (event) => event.by).values()].flatMap((own) => foldOne(own) ?? []);
  const newest = labels.toSorted((a, b) => compare(a.at, b.at) || compare(a.by, b.by)).at(-1) ?? null;

  const decision = active.findLast((event) => event.kind === 'adjudicate');
  if (!decision) return newest;
  const { verdict } = decision.value;
  const agreeing = labels.filter((label) => label.verdict === verdict).toSorted((a, b) => compare(a.at, b.at) || compare(a.by, b.by)).at(-1);
  return { ...(agreeing ?? emptyLabel(decision)), verdict, by: decision.by, at: decision.at };
}

function emptyLabel({ by, at }: { readonly by: string; readonly at: string }): Label {
  return { by, at, verdict: null, class: null, firstWrong: null, lastGood: null, note: '', cause: '', fix: '', correction: '', wrongWords: '', status: null };
}

/** One reviewer's events. */
function foldOne(events: readonly LabelEvent[]): Label | null {
  const last = events.at(-1);
  if (!last) return null;
  const label = emptyLabel(last);
  for (const event of events) {
    switch (event.kind) {
      case 'verdict': label.verdict = event.value; break;
      case 'class': label.class = event.value; break;
      case 'anchor': label[event.value] = event.step === undefined ? null : { step: event.step, span: event.span ?? null }; break;
      case 'note': case 'cause': case 'fix': case 'correction': label[event.kind] = event.value; break;
      case 'span': label.wrongWords = event.value; break;
      case 'status': label.status = event.value; break;
      case 'undo': case 'adjudicate': break;
    }
  }
  const { by: _by, at: _at, ...said } = label;
  return Object.values(said).some((value) => value !== null && value !== '') ? label : null;
}

/** The events that record a change, without what the journal adds. A null step gives an anchor without a step: the mark is taken back. */
export function eventsFor(change: LabelChange, spanOf: (step: number) => string | undefined): readonly LabelEventBody[] {
  const events: LabelEventBody[] = [];
  const anchor = (value: 'firstWrong' | 'lastGood', step: number | null | undefined) => {
    if (step === undefined) return;
    const span = step === null ? undefined : spanOf(step);
    events.push({ kind: 'anchor', value, ...(step === null ? {} : { step }), ...(span === undefined ? {} : { span }) });
  };
  if (change.verdict !== undefined) events.push({ kind: 'verdict', value: change.verdict });
  if (change.class !== undefined) events.push({ kind: 'class', value: change.class });
  anchor('firstWrong', change.firstWrongStep);
  anchor('lastGood', change.lastGoodStep);
  for (const kind of ['note', 'cause', 'fix', 'correction'] as const) if (change[kind] !== undefined) events.push({ kind, value: change[kind] });
  if (change.wrongWords !== undefined) events.push({ kind: 'span', value: change.wrongWords });
  if (change.status !== undefined) events.push({ kind: 'status', value: change.status });
  return events;
}

/**
 * The events of a reviewer's last change that still stands: what one request recorded is undone as one. The events of
 * one request share trace and time, and the journal gives no two requests of a reviewer the same time.
 */
export function lastUndoable(events: readonly LabelEvent[], by: string, trace?: string): readonly LabelEvent[] {
  const own = inForce(inOrder(events)).filter((event) => event.by === by && (trace === undefined || event.trace.id === trace));
  const last = own.at(-1);
  return last ? own.filter((event) => event.at === last.at && event.trace.id === last.trace.id) : [];
}
