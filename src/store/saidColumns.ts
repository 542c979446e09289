import type { Database } from 'better-sqlite3';
import type { Label } from '../core/model/label.ts';
import type { Beside } from './beside.ts';
import { changedKeys, nothingBeside } from './beside.ts';
import type { CodeColumn, TraceColumns } from './traceColumns.ts';
import { codesOf } from './traceColumns.ts';

/** What people say of all traces, by their places in the columns. */
export type SaidColumns = {
  /** 1: as failingOf and a list count it. */
  readonly failing: Uint8Array;
  /** 1: somebody labelled it. */
  readonly labelled: Uint8Array;
  readonly failingTotal: number;
  readonly labelledTotal: number;
  /** The failure class of the label in force. */
  readonly classes: CodeColumn;
  /** Places of the traces with this failure class or mode, ascending. */
  withFailure(value: string): Int32Array;
  /** Brings them up to date. Cheap for what did not change. */
  join(next: Beside): void;
};

const rejected = 1;
const otherwise = 2;

export function createSaidColumns(db: Database, columns: TraceColumns): SaidColumns {
  const named = db.prepare<[string, string], number>('SELECT key FROM trace WHERE id = ? OR native_id = ?').pluck();
  const failing = new Uint8Array(columns.count);
  const labelled = new Uint8Array(columns.count);
  const classes = codesOf(columns.count);
  const labels = new Map<number, Label>();
  let feedback: Uint8Array | undefined;
  let now = nothingBeside;
  let byFailure: ReadonlyMap<string, Int32Array> | undefined;
  let [failingTotal, labelledTotal] = [0, 0];
  for (let place = 0; place < columns.count; place++) failingTotal += failing[place] = columns.failing[place] === 0 ? 0 : 1;

  /** What the trace and its user say of the run: what was said apart from the trace stands over what came with it. A person's verdict decides over both. */
  function isFailing(place: number): number {
    const verdict = labels.get(place)?.verdict ?? null;
    if (verdict === 'fail') return 1;
    if (verdict === 'pass') return 0;
    const said = feedback?.[place] ?? 0;
    if (said === rejected) return 1;
    return said === 0 ? Number(columns.failing[place] !== 0) : Number(columns.failing[place] === 1);
  }

  function update(place: number): void {
    const isNow = isFailing(place);
    failingTotal += isNow - failing[place]!;
    failing[place] = isNow;
    const has = Number(labels.has(place));
    labelledTotal += has - labelled[place]!;
    labelled[place] = has;
  }

  /** Feedback may name the export's own id; what names ours stands over it. */
  function readFeedback(said: Beside['feedback']): Uint8Array | undefined {
    if (said.size === 0) return undefined;
    const next = new Uint8Array(columns.count);
    const ours = new Set<number>();
    for (const [name, { feedback: value }] of said) {
      if (value === undefined) continue;
      const isOurs = columns.placeOf(name) !== undefined;
      for (const place of columns.placesOf(named.all(name, name))) {
        if (!isOurs && ours.has(place)) continue;
        next[place] = value === 'rejected' ? rejected : otherwise;
        if (isOurs) ours.add(place);
      }
    }
    return next;
  }

  return {
    failing, labelled, classes,
    get failingTotal() { return failingTotal; },
    get labelledTotal() { return labelledTotal; },
    withFailure(value) {
      byFailure ??= placesByFailure(labels);
      return byFailure.get(value) ?? new Int32Array();
    },
    join(next) {
      for (const id of changedKeys(now.labels, next.labels)) {
        const place = columns.placeOf(id);
        if (place === undefined) continue;
        const label = next.labels.get(id);
        if (label) labels.set(place, label);
        else labels.delete(place);
        classes.set(place, label?.class?.class ?? null);
        update(place);
        byFailure = undefined;
      }
      if (next.feedback !== now.feedback) {
        feedback = readFeedback(next.feedback);
        for (let place = 0; place < columns.count; place++) update(place);
      }
      now = next;
    },
  };
}

function placesByFailure(labels: ReadonlyMap<number, Label>): ReadonlyMap<string, Int32Array> {
  const lists = new Map<string, number[]>();
  for (const [place, { class: failure }] of labels) {
    for (const value of new Set([failure?.class, failure?.mode])) {
      if (value === undefined) continue;
      const list = lists.get(value);
      if (list) list.push(place);
      else lists.set(value, [place]);
    }
  }
  return new Map([...lists].map(([value, list]) => [value, Int32Array.from(list).sort()]));
}
