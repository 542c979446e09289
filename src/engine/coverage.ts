import { changeCase } from '../core/cases/caseChange.ts';
import { parseCaseFile } from '../core/cases/parse.ts';
import { queryOf } from '../core/cases/readings.ts';
import type { LabelledFailure } from '../core/coverage/backTest.ts';
import { backTest } from '../core/coverage/backTest.ts';
import { hasPath, isActive, needsProof, toolsOf } from '../core/coverage/caseAbout.ts';
import { classCoverage } from '../core/coverage/classes.ts';
import { goldenSetHealth } from '../core/coverage/health.ts';
import { alike, duplicate } from '../core/coverage/queries.ts';
import { recurrenceOf } from '../core/coverage/recurrence.ts';
import type { ReviewedRun } from '../core/coverage/recurrence.ts';
import { coverageSections } from '../core/coverage/report.ts';
import { sectionsAsMarkdown } from '../core/coverage/sectionsAsMarkdown.ts';
import { sliceCoverage } from '../core/coverage/slices.ts';
import { staleness } from '../core/coverage/stale.ts';
import type { CaseCounts, CaseName, Coverage, SimilarQuery, StaleCase } from '../core/model/coverage.ts';
import type { FeedbackState } from '../core/model/feedback.ts';
import type { Taxonomy } from '../core/model/failureClass.ts';
import type { Label } from '../core/model/label.ts';
import type { Slices } from '../core/support/slices.ts';
import { factsConfigOf } from '../core/trajectory/facts.ts';
import { observe } from '../core/trajectory/observe.ts';
import type { CaseApi } from '../protocol/caseApi.ts';
import type { CaseDraft } from '../protocol/makeApi.ts';
import type { CallContext } from '../protocol/rpc.ts';
import type { Store } from '../store/openStore.ts';
import type { Library, LibraryCase } from './caseLibrary.ts';
import { createCaseRows } from './caseRows.ts';
import type { EngineContext } from './context.ts';
import { evaluatorOptionsOf } from './evaluatorOptions.ts';
import type { Journals } from './journals.ts';
import type { OpenedTraces } from './openedTrace.ts';

const mostPairs = 200;
const mostSimilar = 20;

export type CoverageSources = {
  readonly context: EngineContext;
  readonly library: { read(): Slices<Library> };
  readonly store: Store;
  readonly journals: Journals;
  readonly feedback: () => ReadonlyMap<string, FeedbackState>;
  readonly taxonomy: () => Taxonomy;
  readonly inTurns: OpenedTraces['inTurns'];
};

/** What labelled traces say. `converted`: labelled failures that a case was made from, of all. */
type Reviewed = { readonly backTest: Coverage['backTest']; readonly reviewed: readonly ReviewedRun[]; readonly converted: { readonly count: number; readonly n: number } };

export type CoverageMethods = Pick<CaseApi, 'coverage' | 'coverageMarkdown' | 'similarQueries' | 'listCases' | 'changeCase'> & {
  /** The draft, with the other cases that ask nearly the same. */
  withSimilar<Draft extends CaseDraft>(draft: Draft | Promise<Draft>, call: CallContext<never>): Promise<Draft>;
};

/** What cases guard. All of it is worked out in pieces between other calls, and once as long as nothing it stands on changes. */
export function createCoverage({ context, library, store, journals, feedback, taxonomy, inTurns }: CoverageSources): CoverageMethods {
  const { now } = context;
  const rows = createCaseRows(library, context.index.lastResults);
  let last: { readonly stands: readonly unknown[]; readonly coverage: Coverage } | undefined;

  function* measure(): Slices<Coverage> {
    const read = yield* library.read();
    const labels = journals.labels();
    const stamps = store.traceStamps();
    const stands = [read, labels, feedback(), taxonomy(), context.config(), now().toISOString().slice(0, 10), stamps.reduce((sum, [trace, first]) => sum + trace * 31 + first, stamps.length)];
    if (last?.stands.every((each, at) => each === stands[at])) return last.coverage;
    const traces = stamps.length;
    const { cases } = read;
    yield;
    function* slice(by: 'tool' | 'useCase' | 'tag' | 'role', namesOf: (each: LibraryCase) => Iterable<string>) {
      const live = store.liveCounts(by);
      yield;
      return sliceCoverage(live, traces, cases, namesOf as Parameters<typeof sliceCoverage>[3]);
    }
    const one = (name: string | undefined): readonly string[] => (name === undefined ? [] : [name]);
    const { reviewed, converted, backTest: counts } = yield* tested(read, labels);
    const measured = {
      cases: countsOf(read), traces,
      ...classCoverage(taxonomy(), labels.values(), cases),
      tools: yield* slice('tool', toolsOf),
      useCases: yield* slice('useCase', ({ value }) => one(value.metadata?.segment?.useCase)),
      tags: yield* slice('tag', ({ value }) => value.metadata?.coverage ?? []),
      roles: yield* slice('role', ({ value }) => one(value.metadata?.segment?.role ?? value.source?.userRole)),
      stale: yield* staleCases(cases),
      duplicates: yield* duplicatesIn(read),
      backTest: counts,
      warnings: [...read.unreadable, ...[journals.trouble()].filter((sentence) => sentence !== null)],
    };
    const coverage: Coverage = { ...measured, health: goldenSetHealth(cases, { ...measured, converted, recurrence: recurrenceOf(taxonomy(), cases, reviewed) }, now()) };
    last = { stands, coverage };
    return coverage;
  }

  function* staleCases(cases: readonly LibraryCase[]): Slices<readonly StaleCase[]> {
    const stale: StaleCase[] = [];
    for (const [at, each] of cases.entries()) {
      const { traceId } = each.value.source ?? {};
      const [traceSha256, another] = traceId === undefined ? [] : store.hashesOf(traceId);
      const found = staleness(each, { now: now(), hasRecording: each.hasRecording, traceSha256: another === undefined ? traceSha256 : undefined });
      if (found) stale.push(found);
      if (at % 100 === 99) yield;
    }
    return stale;
  }

  function* tested(read: Library, labels: ReadonlyMap<string, Label>): Slices<Reviewed> {
    const factsConfig = factsConfigOf(context.config().facts);
    const failures: (LabelledFailure & { readonly startUs: number | null })[] = [];
    const reviewed: ReviewedRun[] = [];
    const madeFrom = new Set(read.cases.map(({ value }) => value.source?.traceId));
    let [notImported, withoutQuery, all, withCase] = [0, 0, 0, 0];
    for (const [trace, label] of labels) {
      if (label.verdict !== 'fail' && label.verdict !== 'pass') continue;
      // Whole: queries that begin alike may end otherwise.
      const summary = context.index.readSummary(trace);
      yield;
      const failed = label.verdict === 'fail';
      if (summary !== undefined && summary.startUs !== null) reviewed.push({ startUs: summary.startUs, failed, class: failed ? (label.class?.class ?? null) : null });
      if (!failed) continue;
      all++;
      if ((summary?.cases.length ?? 0) > 0 || madeFrom.has(trace)) withCase++;
      if (summary === undefined) notImported++;
      else if (summary.query === null || summary.query.trim() === '') withoutQuery++;
      else {
        failures.push({
          trace, nativeId: summary.nativeId, query: summary.query, class: label.class?.class ?? null, hasCase: summary.cases.length > 0, startUs: summary.startUs,
          trial() {
            const whole = context.index.readTrace(trace);
            return whole && observe(whole, factsConfig);
          },
        });
      }
    }
    failures.sort((a, b) => (b.startUs ?? -Infinity) - (a.startUs ?? -Infinity) || (a.trace < b.trace ? -1 : 1));
    const counts = yield* backTest(failures, read, evaluatorOptionsOf(context));
    return { backTest: { ...counts, notImported, withoutQuery }, reviewed, converted: { count: withCase, n: all } };
  }

  function* similarTo(query: string, least: number, except: string | undefined): Slices<readonly SimilarQuery[]> {
    const { wordings } = yield* library.read();
    const best = new Map<LibraryCase, SimilarQuery>();
    for (const { of, wording, similarity } of wordings.find(query, least)) {
      if (of.caseId === except || best.has(of)) continue;
      const own = queryOf(of.value);
      best.set(of, { ...nameOf(of), similarity, ...(wording === own ? {} : { variant: wording }) });
      if (best.size === mostSimilar) break;
    }
    return [...best.values()];
  }

  return {
    coverage: (_request, { signal }) => inTurns(measure(), signal),
    coverageMarkdown: async (_request, { signal }) => ({ markdown: sectionsAsMarkdown('What the cases guard', coverageSections(await inTurns(measure(), signal))) }),
    listCases: ({ held }, { signal }) => inTurns(rows(held), signal),
    changeCase: ({ text, caseId, change }) => changeCase(text, caseId, change),
    similarQueries: ({ query, least = alike, except }, { signal }) => inTurns(similarTo(query, least, except), signal),
    async withSimilar(drafting, { signal }) {
      const draft = await drafting;
      const value = parseCaseFile(draft.yaml).cases[0]?.value;
      const similar = value ? await inTurns(similarTo(queryOf(value), alike, draft.id), signal) : [];
      return similar.length === 0 ? draft : { ...draft, similar };
    },
  };
}

const nameOf = ({ caseId, file, value }: LibraryCase): CaseName => ({ caseId, file, query: queryOf(value) });

function countsOf({ cases, broken }: Library): CaseCounts {
  const having = (has: (each: LibraryCase) => boolean) => cases.filter(has).length;
  const counted = cases.filter(({ undecided }) => undecided?.kind !== 'archived');
  return {
    all: cases.length, active: having(isActive),
    needProof: counted.filter(needsProof).length, proven: counted.filter((each) => needsProof(each) && each.proofHolds).length,
    // An active case whose proof does not hold counts as a draft (CASES 3).
    drafts: having(({ undecided }) => undecided?.kind === 'draft' || undecided?.kind === 'unproven'),
    quarantined: having(({ undecided }) => undecided?.kind === 'quarantined'), archived: cases.length - counted.length,
    withPath: counted.filter(hasPath).length, broken: broken.length,
  };
}

/** Each two cases once, by the wordings of theirs that are most alike. */
function* duplicatesIn({ wordings }: Library): Slices<Coverage['duplicates']> {
  const pairs: Coverage['duplicates']['pairs'][number][] = [];
  const met = new Map<LibraryCase, Set<LibraryCase>>();
  let more = 0;
  for (const { a, b, similarity } of yield* wordings.pairs(duplicate)) {
    if (a === b || met.get(a)?.has(b)) continue;
    for (const [one, other] of [[a, b], [b, a]] as const) met.set(one, (met.get(one) ?? new Set()).add(other));
    if (pairs.length < mostPairs) pairs.push({ a: nameOf(a), b: nameOf(b), similarity });
    else more++;
  }
  return { pairs, more };
}
