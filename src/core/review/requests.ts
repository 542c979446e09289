import type { LabelEvent } from '../model/label.ts';
import { inOrder, isUndone } from './labels.ts';

/** What one reviewer said. */
export type Spoken = {
  /** In the order of (at, id). */
  readonly events: readonly LabelEvent[];
  /** All events that undo the one of this id, whosever they are. */
  undosOf(id: string): readonly LabelEvent[];
  /** The trace of ours that is meant by an id in an event. */
  traceOf(written: string): string;
};

/** What one reviewer said among these events, in any order. */
export function spokenBy(by: string, events: readonly LabelEvent[]): Spoken {
  const ordered = inOrder(events);
  const undos = Map.groupBy(ordered.filter((event) => event.kind === 'undo'), (event) => event.undoes);
  return { events: ordered.filter((event) => event.by === by), undosOf: (id) => undos.get(id) ?? [], traceOf: (written) => written };
}

/** Requests from the last one back: the events of one request share reviewer and time, on however many traces. */
function* requests({ events, traceOf }: Spoken, trace: string | undefined): Generator<readonly LabelEvent[]> {
  for (let end = events.length; end > 0; ) {
    const at = events[end - 1]?.at;
    let start = end;
    while (start > 0 && events[start - 1]?.at === at) start--;
    const request = inOrder(events.slice(start, end)).filter((event) => trace === undefined || traceOf(event.trace.id) === trace);
    if (request.length > 0) yield request;
    end = start;
  }
}

/** The events of a reviewer's last change that still stands, or of the last one on this trace: what one request recorded is undone as one. */
export function lastChange(spoken: Spoken, trace?: string): readonly LabelEvent[] {
  for (const request of requests(spoken, trace)) {
    const standing = request.filter((event) => event.kind !== 'undo' && !isUndone(event.id, spoken.undosOf));
    if (standing.length > 0) return standing;
  }
  return [];
}

/** The events of a reviewer's last undoing that still stands. None once something else was said after it, as an editor's redo. */
export function lastUndoing(spoken: Spoken, trace?: string): readonly LabelEvent[] {
  const said = new Map(spoken.events.map((event) => [event.id, event]));
  for (const request of requests(spoken, trace)) {
    if (request.some((event) => event.kind !== 'undo')) return [];
    // An undo of an undo is a redo, which is taken back by undoing the change itself.
    const standing = request.filter((event) => event.kind === 'undo' && said.get(event.undoes)?.kind !== 'undo' && !isUndone(event.id, spoken.undosOf));
    if (standing.length > 0) return standing;
  }
  return [];
}
