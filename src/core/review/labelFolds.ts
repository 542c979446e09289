import type { Label, LabelEvent } from '../model/label.ts';
import type { TraceLabels } from '../model/review.ts';
import { foldLabels, precedes } from './labels.ts';
import type { Spoken } from './requests.ts';

/** What all events amount to, kept up to date: only traces whose events change are folded again. */
export type LabelFolds = {
  add(event: LabelEvent): void;
  remove(event: LabelEvent): void;
  /** How many ids that events name are none of ours. */
  foreign(): number;
  /** Says for which trace each id stands that is none of ours, as far as its trace is known. */
  rename(idOf: (written: string) => string | undefined): void;
  /** The label in force by trace. The same map as long as nothing changes, as below. */
  labels(): ReadonlyMap<string, Label>;
  traces(): ReadonlyMap<string, TraceLabels>;
  spoken(by: string): Spoken;
};

const noTraces: ReadonlyMap<string, TraceLabels> = new Map();
const isOurs = (id: string) => id.startsWith('tr_');

export function createLabelFolds(): LabelFolds {
  /** By the id that is written. */
  const written = new Map<string, LabelEvent[]>();
  /** Exports' own ids that events name, with the trace of ours that has it; and the other way round. */
  const foreign = new Map<string, string | undefined>();
  const namesOf = new Map<string, string[]>();
  const spoken = new Map<string, { readonly events: LabelEvent[]; ordered: boolean }>();
  const undos = new Map<string, LabelEvent[]>();
  const changed = new Set<string>();
  let traces = noTraces;
  let labels: ReadonlyMap<string, Label> = new Map();

  const traceOf = (id: string) => foreign.get(id) ?? id;

  function refold(): void {
    if (changed.size === 0) return;
    const [nextTraces, nextLabels] = [new Map(traces), new Map(labels)];
    for (const id of changed) {
      const events = [id, ...(namesOf.get(id) ?? [])].flatMap((name) => (traceOf(name) === id ? (written.get(name) ?? []) : []));
      const folded = events.length === 0 ? undefined : foldLabels(events);
      if (folded) nextTraces.set(id, folded);
      else nextTraces.delete(id);
      if (folded?.label) nextLabels.set(id, folded.label);
      else nextLabels.delete(id);
    }
    changed.clear();
    traces = nextTraces;
    labels = nextLabels;
  }

  return {
    add(event) {
      push(written, event.trace.id, event);
      if (event.kind === 'undo') push(undos, event.undoes, event);
      const own = spoken.get(event.by) ?? { events: [], ordered: true };
      const last = own.events.at(-1);
      if (last && !precedes(last, event)) own.ordered = false;
      own.events.push(event);
      spoken.set(event.by, own);
      if (!isOurs(event.trace.id) && !foreign.has(event.trace.id)) foreign.set(event.trace.id, undefined);
      changed.add(traceOf(event.trace.id));
    },
    remove(event) {
      take(written, event.trace.id, event);
      if (event.kind === 'undo') take(undos, event.undoes, event);
      const own = spoken.get(event.by)?.events ?? [];
      own.splice(own.indexOf(event), 1);
      changed.add(traceOf(event.trace.id));
    },
    foreign: () => foreign.size,
    rename(idOf) {
      for (const [name, before] of foreign) {
        const now = idOf(name);
        if (now === before) continue;
        changed.add(before ?? name).add(now ?? name);
        foreign.set(name, now);
        if (before !== undefined) take(namesOf, before, name);
        if (now !== undefined) push(namesOf, now, name);
      }
    },
    labels() {
      refold();
      return labels;
    },
    traces() {
      refold();
      return traces;
    },
    spoken(by) {
      const own = spoken.get(by);
      if (own && !own.ordered) {
        own.events.sort((a, b) => Number(precedes(b, a)) - Number(precedes(a, b)));
        own.ordered = true;
      }
      return { events: own?.events ?? [], undosOf: (id) => undos.get(id) ?? [], traceOf };
    },
  };
}

function push<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

function take<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key) ?? [];
  const at = list.indexOf(value);
  if (at >= 0) list.splice(at, 1);
  if (list.length === 0) lists.delete(key);
}
