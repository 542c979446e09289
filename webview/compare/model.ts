import { computed, signal } from '@preact/signals';
import type { ComparedPayload, Comparison } from '../../src/core/model/comparison.ts';
import type { ComparePageApi, ComparePageEvents } from '../../src/protocol/comparePage.ts';
import type { Client } from '../../src/protocol/rpc.ts';
import { failureOf } from '../shared/failure.ts';
import type { Failure } from '../shared/failure.ts';
import { comparisonMarkdown } from './markdown.ts';

export type CompareStatus = { readonly kind: 'loading' | 'open' } | { readonly kind: 'failed'; readonly failure: Failure };
export type PairDetails = { readonly kind: 'loading' } | { readonly kind: 'open'; readonly payload: ComparedPayload } | { readonly kind: 'failed'; readonly failure: Failure };
export const tabs = ['step', 'prompt', 'raw'] as const;
export type Tab = (typeof tabs)[number];
export type CompareModel = ReturnType<typeof createCompareModel>;

type Kept = { readonly onlyDifferences?: unknown; readonly tab?: unknown; readonly pair?: unknown };
type State = { getState(): unknown; setState(state: Readonly<Record<string, unknown>>): void };

/** All that the page knows of two runs side by side, and what it may do. */
export function createCompareModel(api: Client<ComparePageApi>, memory: State) {
  const saved = (memory.getState() ?? {}) as Kept;
  const status = signal<CompareStatus>({ kind: 'loading' });
  const comparison = signal<Comparison | null>(null);
  const cursor = signal(0);
  const onlyDifferences = signal(saved.onlyDifferences === true);
  const tab = signal<Tab>(tabs.find((each) => each === saved.tab) ?? 'step');
  const details = signal<PairDetails>({ kind: 'loading' });
  const sheetOpen = signal(false);
  const spoken = signal({ text: '', id: 0 });
  const say = (text: string) => (spoken.value = { text, id: spoken.value.id + 1 });

  const pairs = computed(() => comparison.value?.pairs ?? []);
  /** Numbers of the pairs that are shown. */
  const shown = computed(() => pairs.value.flatMap((pair, index) => (onlyDifferences.value && pair.relation === 'same' ? [] : [index])));
  const counts = computed(() => {
    const count = { same: 0, changed: 0, onlyA: 0, onlyB: 0 };
    for (const { relation } of pairs.value) count[relation]++;
    return count;
  });
  const pair = computed(() => pairs.value[cursor.value]);
  let turn = 0;

  function remember(): void {
    memory.setState({ onlyDifferences: onlyDifferences.peek(), tab: tab.peek(), pair: cursor.peek() });
  }

  async function readPair(): Promise<void> {
    const of = ++turn;
    const now = pair.peek();
    if (!now) return;
    details.value = { kind: 'loading' };
    try {
      const payload = await api.pair({ n1: now.a?.n ?? null, n2: now.b?.n ?? null });
      if (of === turn) details.value = { kind: 'open', payload };
    } catch (error) {
      if (of === turn) details.value = { kind: 'failed', failure: failureOf(error) };
    }
  }

  function goTo(index: number): void {
    if (index < 0 || index >= pairs.peek().length) return;
    cursor.value = index;
    remember();
    void readPair();
  }

  async function load(ask: () => Promise<Comparison>, first: boolean): Promise<void> {
    try {
      comparison.value = await ask();
      status.value = { kind: 'open' };
      const start = first && typeof saved.pair === 'number' ? saved.pair : (comparison.value.firstDivergence?.pair ?? 0);
      goTo(Math.min(start, comparison.value.pairs.length - 1));
    } catch (error) {
      status.value = { kind: 'failed', failure: failureOf(error) };
    }
  }

  /** The next or the one before among those that `is` holds for; false when there is none. */
  function step(by: 1 | -1, is: (index: number) => boolean): boolean {
    for (let at = cursor.peek() + by; at >= 0 && at < pairs.peek().length; at += by) {
      if (!is(at)) continue;
      goTo(at);
      return true;
    }
    return false;
  }

  const differs = (index: number) => pairs.peek()[index]?.relation !== 'same';
  /** For what only has to happen: a failure is said, not thrown at nobody. */
  const ask = (work: Promise<unknown>, done?: string): void => void (async () => {
    try {
      await work;
      if (done !== undefined) say(done);
    } catch (error) {
      say(failureOf(error).message);
    }
  })();
  const events: Pick<ComparePageEvents, 'changed'> = {
    async changed() {
      await load(() => api.open({}), false);
      return null;
    },
  };

  return {
    status, comparison, cursor, onlyDifferences, tab, details, sheetOpen, spoken, pairs, shown, counts, pair, events,
    open: () => load(() => api.open({}), true),
    retry(): void {
      status.value = { kind: 'loading' };
      void load(() => api.open({}), false);
    },
    goTo,
    move(by: number): void {
      const at = shown.peek().indexOf(cursor.peek());
      const next = shown.peek()[at < 0 ? 0 : Math.max(0, Math.min(shown.peek().length - 1, at + by))];
      if (next !== undefined) goTo(next);
    },
    difference(by: 1 | -1): void {
      if (!step(by, differs)) say(by === 1 ? 'No difference further down' : 'No difference further up');
    },
    divergence(): void {
      const at = comparison.peek()?.firstDivergence;
      if (at) goTo(at.pair);
      else say('The runs do the same');
    },
    toggleDifferences(): void {
      onlyDifferences.value = !onlyDifferences.value;
      remember();
      if (onlyDifferences.value && !differs(cursor.peek()) && !step(1, differs)) step(-1, differs);
    },
    showTab(name: Tab): void {
      tab.value = name;
      remember();
    },
    swap(): void {
      void load(() => api.swap({}), false);
      say('The sides are swapped');
    },
    openStep(side: 'a' | 'b'): void {
      const n = pair.peek()?.[side]?.n;
      if (n !== undefined) ask(api.openStep({ side, n }));
    },
    copy(): void {
      const now = comparison.peek();
      if (now) ask(api.copy({ text: comparisonMarkdown(now), what: 'the comparison as Markdown' }), 'Copied the comparison as Markdown');
    },
    copyText: (text: string, what: string) => ask(api.copy({ text, what }), `Copied ${what}`),
  };
}
