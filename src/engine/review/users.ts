import { isActive, needsProof } from '../../core/coverage/caseAbout.ts';
import { oneLine } from '../../core/display/truncate.ts';
import type { Config } from '../../core/model/config.ts';
import type { Taxonomy } from '../../core/model/failureClass.ts';
import type { FeedbackState } from '../../core/model/feedback.ts';
import type { Release } from '../../core/model/release.ts';
import type { FollowingCase, HeardTrace, UsersReport } from '../../core/model/users.ts';
import type { RedactionRules } from '../../core/redaction/redactor.ts';
import { createRedactor } from '../../core/redaction/redactor.ts';
import { classGuards, closingOf, flaggedOutput, flagsOf, reviewerBurden, reviewTimes, usualCadenceMs } from '../../core/review/flagged.ts';
import { isReviewed } from '../../core/review/labels.ts';
import { userPages } from '../../core/review/userPages.ts';
import { isoDurationMs } from '../../core/support/isoDuration.ts';
import { finish } from '../../core/support/slices.ts';
import type { Slices } from '../../core/support/slices.ts';
import type { UsersApi } from '../../protocol/usersApi.ts';
import type { Store } from '../../store/openStore.ts';
import type { ListedSummary } from '../../store/summaryTexts.ts';
import type { Library } from '../caseLibrary.ts';
import type { Journals } from '../journals.ts';
import type { OpenedTraces } from '../openedTrace.ts';
import type { Labelled } from './labelled.ts';

const rowsAtOnce = 100;
const mostOfQuestion = 240;
const mostOfNote = 600;

export type UsersSources = {
  readonly store: Pick<Store, 'traceStamps' | 'reviewRows' | 'listedRow'>;
  readonly journals: Journals;
  readonly labelled: Labelled;
  readonly feedback: () => ReadonlyMap<string, FeedbackState>;
  readonly library: { read(): Slices<Library> };
  readonly madeCases: () => ReadonlyMap<string, readonly string[]>;
  readonly config: () => Config;
  readonly taxonomy: () => Taxonomy;
  readonly release: () => Release;
  readonly redaction: () => RedactionRules;
  readonly resolve: (ref: string) => string;
  readonly inTurns: OpenedTraces['inTurns'];
  readonly now: () => Date;
};

type Known = {
  readonly said: ReadonlyMap<string, FeedbackState>;
  readonly labels: ReturnType<Journals['traceLabels']>;
  readonly times: ReturnType<typeof reviewTimes>;
  readonly cases: ReadonlyMap<string, readonly FollowingCase[]>;
};

/** What users said of outputs, followed to the label, the case and the fix. */
export function createUsers({ store, journals, labelled, feedback, library, madeCases, config, taxonomy, release, redaction, resolve, inTurns, now }: UsersSources): UsersApi {
  /** `only`: events of other traces are left out, as looking at all takes longer than a label may. */
  function knownOf(read: Library, only?: readonly string[]): Known {
    const labels = journals.traceLabels();
    const reviewers = new Set((only ? only.flatMap((id) => labels.get(id) ?? []) : [...labels.values()]).flatMap(({ own }) => own.map(({ by }) => by)));
    return { said: feedback(), labels, times: reviewTimes([...reviewers].map((by) => (only ? journals.spoken(by).events.filter(({ trace }) => only.includes(trace.id)) : journals.spoken(by).events))), cases: casesByTrace(read, madeCases()) };
  }

  const cadenceMs = (): number | undefined => isoDurationMs(release().governance?.cadence?.every ?? '');

  /** Pages travel: what they quote is redacted once more. */
  function cleaner(): (heard: HeardTrace) => HeardTrace {
    const redactor = createRedactor({ ...redaction(), secrets: true, personal: true });
    const clean = (text: string, most: number): string => oneLine(redactor.text(text), most);
    return (heard) => ({
      ...heard, name: clean(heard.name, mostOfQuestion), query: heard.query === null ? null : clean(heard.query, mostOfQuestion),
      feedback: heard.feedback.note === undefined ? heard.feedback : { ...heard.feedback, note: clean(heard.feedback.note, mostOfNote) },
    });
  }

  function* measure(): Slices<UsersReport> {
    const read = yield* library.read();
    const known = knownOf(read);
    const clean = cleaner();
    yield;
    const traces: HeardTrace[] = [];
    const keys = store.traceStamps().map(([trace]) => trace);
    for (let from = 0; from < keys.length; from += rowsAtOnce) {
      for (const { summary } of store.reviewRows(keys.slice(from, from + rowsAtOnce))) {
        const heard = heardTrace(summary, known);
        // Only what a page quotes is looked through; of the rest a report counts alone.
        traces.push(heard.feedback.feedback === 'accepted' || flagsOf(heard).length > 0 ? clean(heard) : heard);
      }
      yield;
    }
    const nowMs = now().getTime();
    const all = labelled.all();
    const closing = closingOf(traces, { nowMs, cadenceMs: cadenceMs(), classes: classGuards(all, read.cases, taxonomy(), nowMs), burden: reviewerBurden(all, traces.length) });
    const users = userPages(traces, closing.flagged, release());
    return {
      at: now().toISOString(), timezone: config().timezone ?? 'UTC', users, closing,
      unnamed: { runs: traces.filter(({ user }) => user === null).length, flagged: closing.flagged.filter(({ user }) => user === null).length },
      withoutChannel: users.filter(({ channel }) => channel === null).map(({ user }) => user),
    };
  }

  return {
    async users(_request, call) {
      const report = await inTurns(measure(), call.signal);
      return { ...report, warnings: [journals.trouble()].filter((sentence) => sentence !== null) };
    },
    flaggedOutput({ trace }) {
      const row = store.listedRow(resolve(trace));
      if (row === undefined) return null;
      const said = feedback();
      const { summary } = row;
      // Most traces were not flagged, and what would be read of the others is not needed for them.
      if (flagsOf({ feedback: feedbackOf(summary, said) }).length === 0) return null;
      return flaggedOutput(heardTrace(summary, knownOf(finish(library.read()), [summary.id, summary.nativeId])), { nowMs: now().getTime(), cadenceMs: cadenceMs() ?? usualCadenceMs });
    },
  };
}

/** What users said of it: what was imported apart from the trace stands over what came with it. */
function feedbackOf({ id, nativeId, facts: { feedback, finalText, editMinutes, outcome } }: ListedSummary, said: ReadonlyMap<string, FeedbackState>): FeedbackState {
  const came = Object.fromEntries(Object.entries({ feedback, finalText, editMinutes, outcome }).filter(([, value]) => value !== undefined)) as FeedbackState;
  return { ...came, ...(said.get(id) ?? said.get(nativeId)) };
}

function heardTrace(summary: ListedSummary, { said, labels, times, cases }: Known): HeardTrace {
  const { id, nativeId, query, name, userId, facts, startUs } = summary;
  const feedback = feedbackOf(summary, said);
  const own = labels.get(id);
  const isJudged = own?.own.some(isReviewed) ?? false;
  return {
    id, query: query === null || query.trim() === '' ? null : query, name: name ?? nativeId, user: userId ?? facts.user ?? feedback.by ?? null, role: facts.role ?? null, useCase: facts.useCase ?? null,
    startMs: startUs === null ? null : startUs / 1000, feedback, labels: own,
    reviewedMs: isJudged ? (times.reviewed.get(id) ?? times.reviewed.get(nativeId) ?? null) : null,
    handledMs: own?.label?.status === 'handled' ? (times.handled.get(id) ?? times.handled.get(nativeId) ?? null) : null,
    cases: cases.get(id) ?? cases.get(nativeId) ?? [],
  };
}

/** By the id that a case or its recording names: ours or the export's own. */
function casesByTrace({ cases }: Library, made: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, readonly FollowingCase[]> {
  const recorded = new Map<string, string[]>();
  for (const [trace, ids] of made) for (const id of ids) recorded.set(id, [...(recorded.get(id) ?? []), trace]);
  const byTrace = new Map<string, FollowingCase[]>();
  for (const each of cases) {
    const provenMs = needsProof(each) && each.proofHolds ? Date.parse(each.value.source?.proof?.at ?? '') : Number.NaN;
    const following: FollowingCase = { id: each.caseId, status: each.value.status ?? 'active', guards: isActive(each) && needsProof(each) && each.proofHolds, provenMs: Number.isNaN(provenMs) ? null : provenMs };
    for (const trace of new Set([each.value.source?.traceId, ...(recorded.get(each.caseId) ?? [])])) if (trace !== undefined) byTrace.set(trace, [...(byTrace.get(trace) ?? []), following]);
  }
  return byTrace;
}
