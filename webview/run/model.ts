import { computed, signal } from '@preact/signals';
import type { RunCase, RunRow, ShownTrial } from '../../src/core/model/runView.ts';
import type { RunPageApi, RunPageEvents, RunPageView } from '../../src/protocol/runPage.ts';
import type { Client } from '../../src/protocol/rpc.ts';
import type { Failure } from '../shared/failure.ts';
import { failureOf } from '../shared/failure.ts';
import { createNotices } from '../shared/notices.ts';
import { filters, isIn, linesOf, says } from './filter.ts';
import type { Filter } from './filter.ts';

export type RunStatus = { readonly kind: 'loading' | 'open' } | { readonly kind: 'failed'; readonly failure: Failure };
export type Details = { readonly kind: 'none' | 'loading' } | { readonly kind: 'open'; readonly of: RunCase } | { readonly kind: 'failed'; readonly failure: Failure };
export type View = 'cases' | 'metrics';
/** What running cases again came to; `run` is null where nothing was run. */
export type RanAgain = { readonly kind: 'running' } | { readonly kind: 'done'; readonly run: string | null; readonly sentence: string };
export type RunModel = ReturnType<typeof createRunModel>;

type State = { getState(): unknown; setState(state: object): void };
type KeptView = { readonly filter?: unknown; readonly text?: unknown; readonly view?: unknown; readonly caseId?: unknown; readonly target?: unknown };

/** Held keys pass over cases: only where they rest is read. */
const restMs = 60;

const sameCase = (a: { readonly caseId: string; readonly target: string }) => (b: { readonly caseId: string; readonly target: string }): boolean => a.caseId === b.caseId && a.target === b.target;
const isFailed = ({ outcome, group }: RunRow): boolean => (outcome === 'fail' || outcome === 'error') && group !== 'undecided' && group !== 'cutOff';

/** All that the page knows of a run, and what it may do. */
export function createRunModel(api: Client<RunPageApi>, state: State) {
  const kept = (state.getState() ?? {}) as KeptView;
  const status = signal<RunStatus>({ kind: 'loading' });
  const page = signal<RunPageView | null>(null);
  const filter = signal<Filter>(filters.find((each) => each === kept.filter) ?? 'all');
  const text = signal(typeof kept.text === 'string' ? kept.text : '');
  const view = signal<View>(kept.view === 'metrics' ? 'metrics' : 'cases');
  const cursor = signal(0);
  const details = signal<Details>({ kind: 'none' });
  const trialAt = signal(0);
  const ranAgain = signal<RanAgain | null>(null);
  const sheetOpen = signal(false);
  const { notice, spoken, say, ask } = createNotices();

  const run = computed(() => page.value?.run ?? null);
  const rows = computed(() => run.value?.rows ?? []);
  const shown = computed(() => rows.value.flatMap((row, at) => (isIn(row, filter.value) && says(row, text.value) ? [at] : [])));
  const lines = computed(() => linesOf(rows.value, shown.value));
  const row = computed(() => rows.value[cursor.value]);
  const trial = computed((): ShownTrial | undefined => (details.value.kind === 'open' ? details.value.of.trials[trialAt.value] : undefined));
  let turn = 0;
  let resting: ReturnType<typeof setTimeout> | undefined;

  function remember(): void {
    const at = row.peek();
    state.setState({
      folder: page.peek()?.folder ?? '', run: run.peek()?.header.run ?? '',
      filter: filter.peek(), text: text.peek(), view: view.peek(), ...(at ? { caseId: at.caseId, target: at.target } : {}),
    });
  }

  async function readCase(at: RunRow | undefined, quietly = false): Promise<void> {
    const of = ++turn;
    if (!at) return void (details.value = { kind: 'none' });
    if (!quietly) details.value = { kind: 'loading' };
    try {
      const read = await api.readCase({ caseId: at.caseId, target: at.target });
      if (of !== turn) return;
      const reading = quietly ? trial.peek() : undefined;
      const same = read.trials.findIndex((each) => each.trial === reading?.trial && each.variant === reading.variant);
      // Else the first trial that says why.
      trialAt.value = same >= 0 ? same : Math.max(0, read.trials.findIndex((each) => each.outcome === read.outcome && each.outcome !== 'pass'));
      details.value = { kind: 'open', of: read };
    } catch (error) {
      if (of === turn) details.value = { kind: 'failed', failure: failureOf(error) };
    }
  }

  function goTo(at: number): void {
    if (rows.peek()[at] === undefined) return;
    cursor.value = at;
    remember();
    turn++;
    details.value = { kind: 'loading' };
    clearTimeout(resting);
    resting = setTimeout(() => void readCase(row.peek()), restMs);
  }

  /** Where the list no longer holds the case in focus, its first one is. */
  function stayInList(): void {
    const first = shown.peek()[0];
    if (first !== undefined && !shown.peek().includes(cursor.peek())) goTo(first);
    else remember();
  }

  function show(next: RunPageView): void {
    const before = row.peek() ?? (typeof kept.caseId === 'string' && typeof kept.target === 'string' ? { caseId: kept.caseId, target: kept.target } : undefined);
    page.value = next;
    status.value = { kind: 'open' };
    const wanted = next.wanted === null ? -1 : rows.peek().findIndex(({ caseId }) => caseId === next.wanted);
    if (wanted >= 0) {
      // Whoever comes for a case sees it, whatever was left out of the list before.
      view.value = 'cases';
      if (!shown.peek().includes(wanted)) [filter.value, text.value] = ['all', ''];
    }
    const found = wanted >= 0 ? wanted : before ? rows.peek().findIndex(sameCase(before)) : -1;
    cursor.value = found >= 0 ? found : (shown.peek()[0] ?? 0);
    remember();
    void readCase(row.peek(), found >= 0);
  }

  async function load(read: () => Promise<RunPageView | null>): Promise<void> {
    try {
      const next = await read();
      if (next) show(next);
    } catch (error) {
      // What is shown stays true of the moment it was asked.
      if (page.peek() === null) status.value = { kind: 'failed', failure: failureOf(error) };
      else notice.value = failureOf(error);
    }
  }

  function step(by: 1 | -1, is: (row: RunRow) => boolean): boolean {
    const all = shown.peek();
    for (let at = all.indexOf(cursor.peek()) + by; at >= 0 && at < all.length; at += by) {
      const index = all[at]!;
      if (!is(rows.peek()[index]!)) continue;
      goTo(index);
      return true;
    }
    return false;
  }

  const inFocus = () => {
    const [at, of] = [row.peek(), trial.peek()];
    return at && of ? { caseId: at.caseId, target: at.target, trial: of.trial, variant: of.variant } : undefined;
  };

  async function runAgain(caseIds: readonly string[], target: string): Promise<void> {
    if (ranAgain.peek()?.kind === 'running') return;
    ranAgain.value = { kind: 'running' };
    try {
      ranAgain.value = { kind: 'done', ...await api.runAgain({ caseIds: [...caseIds], target }) };
    } catch (error) {
      ranAgain.value = null;
      notice.value = failureOf(error);
    }
  }

  const events: RunPageEvents = {
    async runsChanged() {
      await load(() => api.open({}));
      return null;
    },
  };

  return {
    status, page, run, rows, shown, lines, row, filter, text, view, cursor, details, trial, trialAt, ranAgain, notice, spoken, sheetOpen, events,
    open: () => load(() => api.open({})),
    retry(): void {
      status.value = { kind: 'loading' };
      void load(() => api.open({}));
    },
    goTo,
    move(by: number): void {
      const at = shown.peek().indexOf(cursor.peek());
      const next = shown.peek()[at < 0 ? 0 : Math.max(0, Math.min(shown.peek().length - 1, at + by))];
      if (next !== undefined) goTo(next);
    },
    toEnd(last: boolean): void {
      const next = shown.peek().at(last ? -1 : 0);
      if (next !== undefined) goTo(next);
    },
    failure(by: 1 | -1): void {
      if (!step(by, isFailed)) say(by === 1 ? 'No failed case further down' : 'No failed case further up');
    },
    choose(next: Filter): void {
      filter.value = next;
      stayInList();
    },
    find(next: string): void {
      text.value = next;
      stayInList();
    },
    showView(next: View): void {
      view.value = next;
      remember();
    },
    showTrial(at: number): void {
      trialAt.value = at;
    },
    chooseRun: () => load(() => api.chooseRun({})),
    showRun: (name: string) => {
      ranAgain.value = null;
      void load(() => api.showRun({ run: name }));
    },
    trajectory(): void {
      const at = inFocus();
      if (at) void ask(api.openTrajectory(at));
    },
    compareExpected(): void {
      const at = inFocus();
      if (at && trial.peek()?.comparable) void ask(api.compareExpected(at));
      else say('Nothing was observed in this trial, so there is nothing to compare');
    },
    comparePassing(): void {
      const at = inFocus();
      if (at && trial.peek()?.comparable) void ask(api.comparePassing(at));
      else say('Nothing was observed in this trial, so there is nothing to compare');
    },
    openCase(): void {
      const at = row.peek();
      if (at) void ask(api.openCase({ caseId: at.caseId }));
    },
    runCaseAgain(): void {
      const at = row.peek();
      if (at) void runAgain([at.caseId], at.target);
    },
    /** All that failed or broke, of the target in focus where there are several. */
    runFailedAgain(): void {
      const failed = rows.peek().filter(isFailed);
      const target = (row.peek() && failed.some(sameTarget(row.peek()!)) ? row.peek() : failed[0])?.target;
      if (target !== undefined) void runAgain(failed.filter((each) => each.target === target).map(({ caseId }) => caseId), target);
    },
    copyCase(): void {
      const at = row.peek();
      if (at) void ask(api.copyMarkdown({ of: { caseId: at.caseId, target: at.target } }), 'Copied the case as Markdown');
    },
    copyRun: () => void ask(api.copyMarkdown({}), 'Copied the run as Markdown'),
    async resume(): Promise<void> {
      if (ranAgain.peek()?.kind === 'running') return;
      ranAgain.value = { kind: 'running' };
      try {
        ranAgain.value = { kind: 'done', run: null, ...await api.resume({}) };
      } catch (error) {
        ranAgain.value = null;
        notice.value = failureOf(error);
      }
    },
    /** Whatever the list leaves out: who names a case wants to see it. */
    goToCase(caseId: string): void {
      const at = rows.peek().findIndex((each) => each.caseId === caseId);
      if (at < 0) return;
      view.value = 'cases';
      if (!shown.peek().includes(at)) [filter.value, text.value] = ['all', ''];
      goTo(at);
    },
    runAll: () => void ask(api.runAll({})),
    newCase: () => void ask(api.newCase({})),
  };
}

const sameTarget = ({ target }: RunRow) => (other: RunRow): boolean => other.target === target;
