import { isActive, needsProof } from '../../core/coverage/caseAbout.ts';
import type { FeedbackState } from '../../core/model/feedback.ts';
import type { LabelledTrace, TraceLabels } from '../../core/model/review.ts';
import { finish } from '../../core/support/slices.ts';
import type { Slices } from '../../core/support/slices.ts';
import { changedKeys } from '../../store/beside.ts';
import type { ListedRow } from '../../store/listedRows.ts';
import type { Store } from '../../store/openStore.ts';
import type { Library } from '../caseLibrary.ts';
import type { Journals } from '../journals.ts';

/** All labelled traces, for reports of reviews. */
export type Labelled = {
  /** In no order. The same array as long as nothing of it changes, and the same object for each trace of which nothing changed. */
  all(): readonly LabelledTrace[];
};

export type LabelledSources = {
  readonly store: Pick<Store, 'listedRow' | 'generation' | 'traceStamps'>;
  readonly journals: Pick<Journals, 'traceLabels'>;
  readonly feedback: () => ReadonlyMap<string, FeedbackState>;
  readonly library: { read(): Slices<Library> };
  /** Ids of the cases that have a recording of a trace, by trace. */
  readonly madeCases: () => ReadonlyMap<string, readonly string[]>;
};

type Cases = LabelledTrace['cases'];
type Standing = { readonly labels: ReadonlyMap<string, TraceLabels>; readonly said: ReadonlyMap<string, FeedbackState>; readonly library: Library; readonly made: ReadonlyMap<string, readonly string[]>; readonly generation: string };
type Entry = { readonly row: ListedRow | undefined; readonly labels: TraceLabels; readonly said: FeedbackState | undefined; readonly cases: Cases; readonly trace: LabelledTrace };

const noCases: Cases = [];

export function createLabelled({ store, journals, feedback, library, madeCases }: LabelledSources): Labelled {
  const entries = new Map<string, Entry>();
  let stands: Standing | undefined;
  let all: readonly LabelledTrace[] = [];
  let casesNow: ReadonlyMap<string, Cases> = new Map();

  /** @param isSame whether a row that was read still holds */
  function update(id: string, { labels: labelsNow, said: saidNow }: Standing, isSame: (row: ListedRow | undefined) => boolean): void {
    const labels = labelsNow.get(id);
    if (!labels?.label) {
      entries.delete(id);
      return;
    }
    const known = entries.get(id);
    const row = known && isSame(known.row) ? known.row : store.listedRow(id);
    const said = saidNow.get(id) ?? (row && saidNow.get(row.summary.nativeId));
    const cases = casesNow.get(id) ?? (row && casesNow.get(row.summary.nativeId)) ?? noCases;
    if (known && known.row === row && known.labels === labels && known.said === said && known.cases === cases) return;
    entries.set(id, { row, labels, said, cases, trace: labelledTrace(id, row, labels, said, cases) });
  }

  return {
    all() {
      const now: Standing = { labels: journals.traceLabels(), said: feedback(), library: finish(library.read()), made: madeCases(), generation: store.generation() };
      const before = stands;
      const same = (name: keyof Standing) => before?.[name] === now[name];
      if (same('labels') && same('said') && same('library') && same('made') && same('generation')) return all;
      if (!same('library') || !same('made')) casesNow = casesByTrace(now.library, now.made);
      if (before && same('said') && same('library') && same('made') && same('generation')) {
        for (const id of changedKeys(before.labels, now.labels)) update(id, now, () => true);
      } else {
        const stamps = same('generation') ? undefined : new Map(store.traceStamps());
        const isSame = (row: ListedRow | undefined) => stamps === undefined || (row !== undefined && stamps.get(row.trace) === row.firstContent);
        for (const id of new Set([...entries.keys(), ...now.labels.keys()])) update(id, now, isSame);
      }
      stands = now;
      all = Array.from(entries.values(), ({ trace }) => trace);
      return all;
    },
  };
}

function labelledTrace(id: string, row: ListedRow | undefined, labels: TraceLabels, said: FeedbackState | undefined, cases: Cases): LabelledTrace {
  if (!row) {
    return {
      id, orphan: true, nativeId: id, title: null, file: null, startUs: null, latencyMs: null, costUsd: null, toolsCalled: [], toolsOffered: null, models: [], tags: [], facts: {},
      feedback: said ?? {}, labels, cases,
    };
  }
  const { nativeId, query, name, file, startUs, latencyMs, costUsd, toolsCalled, toolsOffered, models, facts } = row.summary;
  const { feedback, finalText, editMinutes, outcome } = facts;
  const came = Object.fromEntries(Object.entries({ feedback, finalText, editMinutes, outcome }).filter(([, value]) => value !== undefined)) as FeedbackState;
  return {
    id, orphan: false, nativeId, title: query === null || query.trim() === '' ? name : query.replaceAll(/\s+/g, ' ').trim(), file, startUs, latencyMs, costUsd,
    toolsCalled, toolsOffered, models, tags: row.tags, facts, feedback: { ...came, ...said }, labels, cases,
  };
}

/** By the id that a case or its recording names: ours or the export's own. */
function casesByTrace({ cases }: Library, made: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, Cases> {
  const tracesOf = new Map<string, string[]>();
  for (const [trace, ids] of made) for (const id of ids) tracesOf.set(id, [...(tracesOf.get(id) ?? []), trace]);
  const byTrace = new Map<string, Cases[number][]>();
  for (const each of cases) {
    const { status = 'active', metadata, quarantine, source } = each.value;
    const about = { id: each.caseId, status, guards: isActive(each) && needsProof(each) && each.proofHolds, owner: metadata?.owner ?? quarantine?.owner ?? null };
    const named = new Set([source?.traceId, ...(tracesOf.get(each.caseId) ?? [])]);
    for (const trace of named) if (trace !== undefined) byTrace.set(trace, [...(byTrace.get(trace) ?? []), about]);
  }
  return byTrace;
}
