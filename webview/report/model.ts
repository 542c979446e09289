import { computed, effect, signal } from '@preact/signals';
import type { Advice } from '../../src/core/doctor/advice.ts';
import type { Client } from '../../src/protocol/rpc.ts';
import type { ReportPageApi, ReportPageEvents, ReportView } from '../../src/protocol/reportPage.ts';
import type { Failure } from '../shared/failure.ts';
import { failureOf } from '../shared/failure.ts';
import { createNotices } from '../shared/notices.ts';
import { filters, inOrder, isRefused, matching } from './order.ts';
import type { Filter, Numbered } from './order.ts';

export type ReportStatus = { readonly kind: 'loading' | 'open' | 'none' } | { readonly kind: 'failed'; readonly failure: Failure };
export type AdviceState = 'loading' | { readonly advice: readonly Advice[] } | { readonly failure: Failure };
type State = { getState(): unknown; setState(state: object): void };
type Kept = { readonly at: string; readonly unfolded: readonly number[]; readonly filter: Filter; readonly text: string };

/** Files drawn at first, and more with each press. */
const pageful = 60;
/** Up to so many files are unfolded from the start. */
const fewFiles = 3;

export type ReportModel = ReturnType<typeof createReportModel>;

/** All that the page knows, and what it may do. */
export function createReportModel(api: Client<ReportPageApi>, state: State) {
  const status = signal<ReportStatus>({ kind: 'loading' });
  const view = signal<ReportView | null>(null);
  const unfolded = signal<ReadonlySet<number>>(new Set());
  const filter = signal<Filter>('all');
  const text = signal('');
  const most = signal(pageful);
  const advice = signal<ReadonlyMap<number, AdviceState>>(new Map());
  const { notice, spoken, say, ask } = createNotices();

  const files = computed<readonly Numbered[]>(() => inOrder(view.value?.report.files ?? []));
  const shown = computed(() => matching(files.value, filter.value, text.value));

  function restore(next: ReportView): void {
    const kept = keptState(state.getState());
    const same = kept?.at === next.at;
    filter.value = same ? kept.filter : 'all';
    text.value = same ? kept.text : '';
    most.value = pageful;
    const readable = inOrder(next.report.files).filter(({ file }) => !isRefused(file));
    const first = readable.length <= fewFiles ? readable.map(({ number }) => number) : [];
    unfolded.value = new Set(same ? kept.unfolded : first);
  }

  async function open(): Promise<void> {
    try {
      const next = await api.open({});
      notice.value = null;
      if (next && next.at !== view.value?.at) {
        advice.value = new Map();
        restore(next);
        if (view.value) say(`Another import: ${next.sentence}`);
      }
      view.value = next;
      status.value = { kind: next ? 'open' : 'none' };
    } catch (error) {
      status.value = { kind: 'failed', failure: failureOf(error) };
    }
  }

  effect(() => {
    const at = view.value?.at;
    if (at !== undefined) state.setState({ at, unfolded: [...unfolded.value], filter: filter.value, text: text.value } satisfies Kept);
  });

  function setAdvice(file: number, next: AdviceState): void {
    advice.value = new Map(advice.value).set(file, next);
  }

  const events: ReportPageEvents = {
    async reportChanged() {
      await open();
      return null;
    },
  };

  return {
    status, view, files, shown, unfolded, filter, text, most, advice, notice, spoken, events, open,
    retry(): void {
      status.value = { kind: 'loading' };
      void open();
    },
    toggle(file: number): void {
      const next = new Set(unfolded.value);
      if (!next.delete(file)) next.add(file);
      unfolded.value = next;
    },
    setAll(open: boolean): void {
      unfolded.value = new Set(open ? shown.value.map(({ number }) => number) : []);
    },
    choose(next: Filter): void {
      filter.value = next;
      most.value = pageful;
    },
    find(words: string): void {
      text.value = words;
      most.value = pageful;
    },
    showMore(): void {
      most.value += pageful * 4;
    },
    async loadAdvice(file: number): Promise<void> {
      const known = advice.value.get(file);
      if (known === 'loading' || (known && 'advice' in known)) return;
      setAdvice(file, 'loading');
      try {
        setAdvice(file, await api.advice({ file }));
      } catch (error) {
        setAdvice(file, { failure: failureOf(error) });
      }
    },
    reveal: (file: number, warning?: number) => ask(api.reveal({ file, ...(warning === undefined ? {} : { warning }) })),
    mapColumns: (file: number) => ask(api.mapColumns({ file })),
    copyMarkdown: () => ask(api.copyMarkdown({}), 'Copied the report as Markdown'),
    copy: (words: string, what: string) => ask(api.copy({ text: words, what }), `Copied ${what}`),
    showTraces: () => ask(api.showTraces({})),
    importMore: () => ask(api.importMore({})),
  };
}

function keptState(value: unknown): Kept | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { at, unfolded, filter, text } = value as Partial<Record<keyof Kept, unknown>>;
  if (typeof at !== 'string' || typeof text !== 'string' || !Array.isArray(unfolded)) return undefined;
  return { at, text, unfolded: unfolded.filter((each) => typeof each === 'number'), filter: filters.find((each) => each === filter) ?? 'all' };
}
