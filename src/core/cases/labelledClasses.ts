import type { LabelEvent } from '../model/label.ts';
import { readJournalLine } from '../review/journalLine.ts';
import { foldLabel } from '../review/labels.ts';
import type { CasePlace } from './context.ts';
import { groupBy } from '../support/groupBy.ts';

export type PlacedEvent = { readonly event: LabelEvent; readonly place: CasePlace };

/** Which clock was wrong does not matter here. */
const anyTime = new Date(8.64e15);

/** The events of a reviewer's journal with their lines. Lines that are no event are left out; reading the labels says so. */
export function eventsIn(file: string, text: string): readonly PlacedEvent[] {
  const events: PlacedEvent[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    const { event } = readJournalLine(line, anyTime);
    if (event) events.push({ event, place: { file, range: { start, end: start + line.trimEnd().length } } });
    start += line.length + 1;
  }
  return events;
}

/** The traces whose label in force names a failure class, by class: where the name was last given. */
export function labelledClasses(events: readonly PlacedEvent[]): ReadonlyMap<string, readonly CasePlace[]> {
  const classes = new Map<string, CasePlace[]>();
  for (const ofTrace of groupBy(events, ({ event }) => event.trace.id).values()) {
    const id = foldLabel(ofTrace.map(({ event }) => event))?.class?.class;
    const named = id === undefined ? undefined : ofTrace.findLast(({ event }) => classIn(event) === id);
    if (id !== undefined && named) classes.set(id, [...(classes.get(id) ?? []), named.place]);
  }
  return classes;
}

/** The class that an event gives: by its reviewer, by whoever sorted the label, or by whoever decided. */
function classIn(event: LabelEvent): string | undefined {
  if (event.kind === 'class') return event.value?.class;
  return event.kind === 'relabel' || event.kind === 'adjudicate' ? event.value.class?.class : undefined;
}
