import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { CaseList } from '../core/model/caseRow.ts';
import type { CaseResult } from '../core/model/result.ts';
import type { RunComparison } from '../core/model/runComparison.ts';
import type { PassingTrial, RunHeader, RunView } from '../core/model/runView.ts';
import { comparedWithBaseline } from '../core/runs/baseline.ts';
import { caseMarkdown } from '../core/runs/caseMarkdown.ts';
import { resultKey } from '../core/runs/changes.ts';
import { compareRuns } from '../core/runs/compareRuns.ts';
import { earlierRun } from '../core/runs/earlierRun.ts';
import { readLeanResults, type LeanResults } from '../core/runs/leanResults.ts';
import { headerOfResults, headerOfSummary, readSummaryText, type HeaderAndOutcomes, type Unended } from '../core/runs/runHeader.ts';
import { observedChat } from '../core/runs/observedChat.ts';
import { runMarkdown } from '../core/runs/runMarkdown.ts';
import { runRows } from '../core/runs/runRows.ts';
import { runStatistics } from '../core/runs/runStatistics.ts';
import { namedInResults, resultOfCase, shownCase } from '../core/runs/shownCase.ts';
import { ownTrials, tookPlace } from '../core/runs/trials.ts';
import { verdictOf } from '../core/runs/verdict.ts';
import { UserError } from '../core/support/errors.ts';
import type { Slices } from '../core/support/slices.ts';
import type { Handlers } from '../protocol/rpc.ts';
import type { RunViewApi } from '../protocol/runViewApi.ts';
import type { EngineContext } from './context.ts';
import { canonicalHash } from './canonicalHash.ts';
import type { Reads } from './reads.ts';
import { wholeLines } from './runFiles.ts';
import { runIds } from './runs/findRun.ts';
import { linesNaming } from './runs/linesNaming.ts';
import { holderOf, readManifest } from './runs/runManifest.ts';

const mostListed = 200;
/** Runs a row's history goes back to, this one among them. */
const historyLength = 10;
/** How far back a run to compare with, or a passing one, is looked for. */
const lookedThrough = 50;
/** Of so many runs, outcomes of all cases are kept; of so many, results. */
const keptRuns = 24;
const keptResults = 2;

type ListCases = (request: Record<string, never>, call: { readonly signal: AbortSignal; progress(value: never): void }) => CaseList | Promise<CaseList>;

/** Keeps the last few that were asked for, as long as their files are the same. */
class Kept<Value> {
  readonly #most: number;
  readonly #values = new Map<string, { readonly stamp: string; readonly value: Value }>();

  constructor(most: number) {
    this.#most = most;
  }

  find(name: string, stamp: string): Value | undefined {
    const known = this.#values.get(name);
    if (known?.stamp !== stamp) return undefined;
    this.#values.delete(name);
    this.#values.set(name, known);
    return known.value;
  }

  keep(name: string, stamp: string, value: Value): Value {
    this.#values.delete(name);
    this.#values.set(name, { stamp, value });
    for (const oldest of [...this.#values.keys()].slice(0, -this.#most)) this.#values.delete(oldest);
    return value;
  }
}

/** Reads the runs that lie in `.casebook/runs`: also such as go on, were killed, or lost a file. `notKept`: what the disk refused, by run. */
export function createRunView({ workspace, index }: EngineContext, inTurns: Reads['inTurns'], listCases: ListCases, notKept: ReadonlyMap<string, string> = new Map()): RunViewApi {
  const headers = new Kept<RunHeader>(mostListed);
  const heads = new Kept<HeaderAndOutcomes>(keptRuns);
  const lean = new Kept<LeanResults>(keptResults);
  const comparisons = new Kept<RunComparison>(keptResults);

  const folderOf = (run: string): string => join(workspace.runs, run);
  const resultsFile = (run: string): string => join(folderOf(run), 'results.jsonl');

  /** Of a run that did not end it also depends on whether somebody is at it. */
  function stampOf(run: string): string {
    return ['summary.json', 'results.jsonl', 'running.json'].map((name) => {
      const stat = statSync(join(folderOf(run), name), { throwIfNoEntry: false });
      return stat ? `${stat.mtimeMs} ${stat.size}` : '';
    }).join('\n');
  }

  /** Newest first: their names begin with the time. */
  const runNames = (): readonly string[] => runIds(workspace).filter((run) => /^[\w-][\w.-]*$/u.test(run)).slice(0, mostListed);
  const caseIn = (run: string, of: { readonly caseId: string; readonly target: string }): CaseResult | undefined => resultOfCase(linesNaming(resultsFile(run), namedInResults(of.caseId)), of);

  function* resultsOf(run: string): Slices<LeanResults> {
    const stamp = stampOf(run);
    return lean.find(run, stamp) ?? lean.keep(run, stamp, yield* readLeanResults(wholeLines(resultsFile(run))));
  }

  function* headOf(run: string): Slices<HeaderAndOutcomes> {
    const stamp = stampOf(run);
    const known = heads.find(run, stamp);
    if (known) return known;
    const summary = readSummaryText(workspace.read(join(folderOf(run), 'summary.json')));
    const head = summary ? headerOfSummary(run, summary) : headerOfResults(run, yield* resultsOf(run), unendedOf(run));
    // Whoever is at it may be gone the next time, which no file says.
    if (head.header.running) return head;
    headers.keep(run, stamp, head.header);
    return heads.keep(run, stamp, head);
  }

  function unendedOf(run: string): Unended {
    const running = holderOf(workspace, folderOf(run)) !== undefined;
    try {
      const { at, items } = readManifest(workspace, folderOf(run));
      return { at, running, trials: items.reduce((sum, { tries }) => sum + tries, 0) };
    } catch (error) {
      if (error instanceof UserError) return { at: null, running, trials: null };
      throw error;
    }
  }

  /** Runs of earlier versions do not say what they were to run. */
  function canResume({ run, finished, running, cancelled, stopped }: RunHeader): boolean {
    return !running && (!finished || cancelled || stopped !== null) && existsSync(join(folderOf(run), 'run.json'));
  }

  function* list(): Slices<readonly RunHeader[]> {
    const all: RunHeader[] = [];
    for (const run of runNames()) {
      all.push(headers.find(run, stampOf(run)) ?? (yield* headOf(run)).header);
      yield;
    }
    return all;
  }

  /** Newest first. */
  function* before(run: string): Slices<readonly HeaderAndOutcomes[]> {
    const found: HeaderAndOutcomes[] = [];
    for (const name of runNames().filter((each) => each < run).slice(0, lookedThrough)) {
      found.push(yield* headOf(name));
      yield;
    }
    return found;
  }

  function* baselinesFor(results: readonly CaseResult[]): Slices<RunView['baselines']> {
    const folder = join(workspace.casebook, 'baselines');
    const found: RunView['baselines'][number][] = [];
    for (const name of filesIn(folder)) {
      const compared = comparedWithBaseline(workspace.display(join(folder, name)), workspace.read(join(folder, name)) ?? '', results);
      if (compared) found.push(compared);
      yield;
    }
    return found;
  }

  /** Of 10,000 cases the intervals take a second. */
  function* comparisonOf(before: string, after: string): Slices<RunComparison> {
    const [pair, stamp] = [`${before} ${after}`, `${stampOf(before)} ${stampOf(after)}`];
    const known = comparisons.find(pair, stamp);
    if (known) return known;
    const [earlier, later] = [(yield* resultsOf(before)).results, (yield* resultsOf(after)).results];
    return comparisons.keep(pair, stamp, compareRuns(earlier, later));
  }

  function* view(run: string, cases: CaseList): Slices<RunView> {
    const head = yield* headOf(run);
    const { results, unfinished, brokenLines } = yield* resultsOf(run);
    const earlier = yield* before(run);
    const sameTarget = earlier.filter(({ header }) => header.targets.some((target) => head.header.targets.includes(target)));
    const compared = earlierRun(head, earlier);
    const history = sameTarget.slice(0, historyLength - 1).toReversed();
    const words = new Map((cases.rows ?? []).map(({ id, suite, query }) => [id, { suite, query }]));
    const rows = runRows({ results, unfinished, before: compared?.outcomes, earlier: history.map(({ outcomes }) => outcomes), wordsOf: (caseId) => words.get(caseId) });
    yield;
    const comparison = compared && (yield* comparisonOf(compared.header.run, run));
    yield;
    const trials = results.flatMap((result) => result.trials).filter(tookPlace);
    return {
      header: head.header, verdict: verdictOf(results, { cancelled: head.header.cancelled, stopped: head.header.stopped !== null, notRun: head.header.notRun, notKept: notKept.has(run) }), rows,
      statistics: head.statistics ?? runStatistics(results),
      trials: { all: trials.length, cached: trials.filter(({ cached }) => cached).length },
      before: compared && comparison ? { run: compared.header.run, at: compared.header.at, comparison } : null,
      baselines: yield* baselinesFor(results),
      canResume: canResume(head.header),
      historyOf: [...history.map(({ header }) => header.at), head.header.at],
      brokenLines, notKept: notKept.get(run) ?? null,
    };
  }

  /** A case may have been run against several targets. */
  function* lastFailures(): Slices<readonly CaseResult[]> {
    const found: CaseResult[] = [];
    const byRun = [...Map.groupBy(index.lastResults(), ({ runId }) => runId)].toSorted(([a], [b]) => (a < b ? 1 : -1)).slice(0, lookedThrough);
    for (const [run, last] of byRun) {
      const ids = new Set(last.map(({ caseId }) => caseId));
      const { results } = yield* resultsOf(run);
      found.push(...results.filter(({ caseId, trials }) => ids.has(caseId) && trials.some(({ outcome }) => outcome === 'fail' || outcome === 'error')));
      yield;
    }
    return found;
  }

  function known(run: string): string {
    if (!existsSync(resultsFile(run))) throw new UserError('no-such-run', `There is no run ${run}.`, 'Runs are kept in .casebook/runs until somebody deletes them.');
    return run;
  }

  function passingTrialOf({ trials, target }: CaseResult, run: string, at: string | null): PassingTrial | null {
    const passed = ownTrials({ trials }).find(({ outcome }) => outcome === 'pass') ?? trials.find(({ outcome }) => outcome === 'pass');
    return passed ? { run, at, target, trial: passed.trial, variant: passed.variantId } : null;
  }

  /** A trial that passed: of the case's own run first, where its trials disagree; then of the newest other run against the same target, then against any. */
  function* passingTrial(run: string, result: CaseResult): Slices<PassingTrial | null> {
    const own = passingTrialOf(result, run, result.at);
    if (own) return own;
    for (const isWanted of [(target: string) => target === result.target, (target: string) => target !== result.target]) {
      for (const name of runNames().filter((each) => each !== run).slice(0, lookedThrough)) {
        const { header, outcomes } = yield* headOf(name);
        for (const target of header.targets.filter(isWanted)) {
          if (outcomes.get(resultKey({ caseId: result.caseId, target })) !== 'pass') continue;
          const other = caseIn(name, { caseId: result.caseId, target });
          const passing = other && passingTrialOf(other, name, header.at);
          if (passing) return passing;
        }
        yield;
      }
    }
    return null;
  }

  const readCase: Handlers<RunViewApi>['readRunCase'] = async ({ run, caseId, target }, call) => {
    const result = caseIn(known(run), { caseId, target });
    if (!result) throw new UserError('no-such-result', `The run ${run} holds no result of ${caseId}.`, 'Run the case again.');
    const cases = await listCases({}, call);
    const of = cases.rows?.find(({ id }) => id === caseId);
    const source = of?.traceId ?? null;
    const wordings = new Map(of?.variants.map(({ id, query }) => [id, query]));
    const shown = shownCase(run, result);
    // Results of earlier versions do not say what was asked.
    const trials = shown.trials.map((trial) => (trial.variant === null || trial.asked !== null ? trial : { ...trial, asked: wordings.get(trial.variant) ?? null }));
    return { ...shown, trials, folder: folderOf(run), passing: await inTurns(passingTrial(run, result), call.signal), source };
  };

  return {
    listRuns: async (_, { signal }) => ({ runs: await inTurns(list(), signal) }),
    async openRun({ run }, call) {
      const name = run === undefined ? runNames()[0] : known(run);
      if (name === undefined) return null;
      const cases = await listCases({}, call);
      return inTurns(view(name, cases), call.signal);
    },
    lastFailures: async (_, { signal }) => await inTurns(lastFailures(), signal),
    readRunCase: readCase,
    async writeObserved({ run, caseId, target, trial: n, variant }, call) {
      const trial = caseIn(known(run), { caseId, target })?.trials.find((each) => each.trial === n && each.variantId === variant);
      if (!trial?.observed) return null;
      const of = (await listCases({}, call)).rows?.find(({ id }) => id === caseId);
      const question = trial.asked ?? (variant === null ? of?.query : of?.variants.find(({ id }) => id === variant)?.query) ?? null;
      const id = [run, caseId, target, ...(variant === null ? [] : [`rewording ${variant}`]), `trial ${n}`].join(', ');
      const file = join(folderOf(run), 'traces', `${canonicalHash(id).slice(0, 16)}.chat.jsonl`);
      workspace.write(file, `${JSON.stringify(observedChat(id, question, trial.observed))}\n`);
      return { file };
    },
    async runMarkdown({ run, of }, call) {
      const { signal } = call;
      if (of) return { markdown: caseMarkdown(await readCase({ run, ...of }, call)) };
      const head = await inTurns(headOf(known(run)), signal);
      const { results } = await inTurns(resultsOf(run), signal);
      const compared = earlierRun(head, await inTurns(before(run), signal));
      const earlier = compared && (await inTurns(resultsOf(compared.header.run), signal)).results;
      return {
        markdown: runMarkdown({
          runId: run, durationMs: head.header.durationMs ?? 0, cancelled: head.header.cancelled, stopped: head.header.stopped !== null, notRun: head.header.notRun, results, statistics: head.statistics ?? runStatistics(results), fileName: (file) => file,
          ...(compared && earlier ? { before: { runId: compared.header.run, results: earlier } } : {}),
        }),
      };
    },
  };
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isFile() && entry.name.endsWith('.json') ? [basename(entry.name)] : [])).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
