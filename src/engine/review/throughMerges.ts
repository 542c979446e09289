import { followerOf } from '../../core/coverage/classes.ts';
import { classesInUse } from '../../core/model/failureClass.ts';
import type { Taxonomy } from '../../core/model/failureClass.ts';
import type { Label } from '../../core/model/label.ts';
import type { TraceLabels } from '../../core/model/review.ts';
import { isDisagreed } from '../../core/review/labels.ts';
import { UserError } from '../../core/support/errors.ts';
import type { Store } from '../../store/openStore.ts';
import type { Journals } from '../journals.ts';

/** What merges say now. Another object when they may say something else. */
type Merges = { readonly merged: ReadonlySet<string>; /** The class in use that a merged one counts for. */ readonly now: (id: string) => string };

const noMerges: Merges = { merged: new Set(), now: (id) => id };

function createMerges(taxonomy: () => Taxonomy): () => Merges {
  let known: Taxonomy | undefined;
  let merges = noMerges;
  /** A taxonomy that cannot be read merges what it merged before; whoever shows classes says what is wrong with it. */
  return () => {
    try {
      const read = taxonomy();
      if (read === known) return merges;
      const followed = followerOf(read, classesInUse(read));
      merges = { merged: new Set(read.classes.flatMap(({ id, mergedInto }) => (mergedInto !== undefined && followed(id) !== undefined ? [id] : []))), now: (id) => followed(id) ?? id };
      known = read;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
    }
    return merges;
  };
}

/** A store that finds traces by the class that a query's class counts for now, as labels are read. */
export function askedThroughMerges(store: Store, taxonomy: () => Taxonomy): Store {
  const merges = createMerges(taxonomy);
  const now = <Query extends { readonly failure?: string | null | undefined }>(query: Query): Query => {
    const { failure } = query;
    return failure === undefined || failure === null || !merges().merged.has(failure) ? query : { ...query, failure: merges().now(failure) };
  };
  return { ...store, list: (query) => store.list(now(query)), findTexts: (query, most) => store.findTexts(now(query), most), keys: (query) => store.keys(now(query)), groups: (query) => store.groups(now(query)) };
}

/**
 * Journals whose labels name the class in use where theirs was merged into it. Nothing is rewritten: without the merge all is as it was.
 * What no merge concerns is the same object as before.
 */
export function throughMerges(journals: Journals, taxonomy: () => Taxonomy): Journals {
  const merges = createMerges(taxonomy);
  let current = noMerges;
  let ofLabel = new WeakMap<Label, Label>();
  const labels = mapped((label: Label | null) => label && read(label));
  const traces = mapped((each: TraceLabels): TraceLabels => {
    const label = each.label && read(each.label);
    const own = each.own.map(read);
    if (label === each.label && own.every((one, at) => one === each.own[at])) return each;
    return { ...each, label, own, disagree: each.disagree && stillDiffer(own, label, each.adjudicated) };
  });

  function refresh(): boolean {
    const now = merges();
    if (now !== current) {
      current = now;
      ofLabel = new WeakMap();
      labels.forget();
      traces.forget();
    }
    return current.merged.size > 0;
  }

  function read(label: Label): Label {
    if (label.class === null || !current.merged.has(label.class.class)) return label;
    const done = ofLabel.get(label) ?? { ...label, class: { ...label.class, class: current.now(label.class.class) } };
    ofLabel.set(label, done);
    return done;
  }

  return {
    ...journals,
    labels: () => (refresh() ? labels.of(journals.labels()) as ReadonlyMap<string, Label> : journals.labels()),
    traceLabels: () => (refresh() ? traces.of(journals.traceLabels()) : journals.traceLabels()),
  };
}

/** Two classes that became one are no disagreement any more; pass and fail stay one. */
function stillDiffer(own: readonly Label[], decision: Label | null, adjudicated: TraceLabels['adjudicated']): boolean {
  if (adjudicated === null || decision === null) return isDisagreed(own);
  const { classBy: _classBy, classMoved: _moved, ...decided } = decision;
  return isDisagreed([...own.filter(({ at }) => at > adjudicated.at), decided]);
}

/** The same map for the same map, and the same value for the same value. */
function mapped<Value extends object>(change: (value: Value) => Value | null) {
  let from: ReadonlyMap<string, Value> | undefined;
  let to: ReadonlyMap<string, Value> = new Map();
  let known = new WeakMap<Value, Value>();
  return {
    forget(): void {
      from = undefined;
      known = new WeakMap();
    },
    of(map: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> {
      if (map === from) return to;
      const next = new Map<string, Value>();
      for (const [id, value] of map) {
        const done = known.get(value) ?? change(value) ?? value;
        known.set(value, done);
        next.set(id, done);
      }
      [from, to] = [map, next];
      return to;
    },
  };
}
