import { effect, signal } from '@preact/signals';
import { reviewTabs } from '../../src/core/display/reviewKeys.ts';
import type { ReviewTabId } from '../../src/core/display/reviewKeys.ts';
import type { ReviewPageApi, ReviewPageEvents, ReviewView, ReviewWanted } from '../../src/protocol/reviewPage.ts';
import type { Client } from '../../src/protocol/rpc.ts';
import type { Failure } from '../shared/failure.ts';
import { failureOf } from '../shared/failure.ts';
import { createNotices } from '../shared/notices.ts';
import { bindOwnKeys } from './keys.ts';
import { actAsAsked } from './pageKeys.ts';
import type { ReviewTab, ShownTab } from './tab.ts';

export type ReviewStatus = { readonly kind: 'loading' | 'open' } | { readonly kind: 'failed'; readonly failure: Failure };
/** The frame of the page: which tab is shown, who reviews, what is said. Each tab gets it, and keeps the rest itself. */
export type ReviewPageModel = ReturnType<typeof createReviewPage>;

type State = { getState(): unknown; setState(state: object): void };

export function createReviewPage(api: Client<ReviewPageApi>, state: State, tabs: readonly ReviewTab[]) {
  const kept = (state.getState() ?? {}) as Readonly<Record<string, unknown>>;
  const status = signal<ReviewStatus>({ kind: 'loading' });
  const page = signal<ReviewView | null>(null);
  const reviewer = signal<string | null>(null);
  const tab = signal<ReviewTabId>(reviewTabs.find((each) => each === kept['tab']) ?? 'queue');
  const badges = signal<Partial<Record<ReviewTabId, number>>>({});
  /** What the Queue tab is to show next; it takes it. */
  const wanted = signal<ReviewWanted | null>(null);
  const sheetOpen = signal(false);
  const { notice, spoken, say, ask } = createNotices();
  const made = new Map<ReviewTabId, ShownTab>();

  function shown(): ShownTab {
    const id = tab.value;
    let found = made.get(id);
    if (!found) {
      found = tabs.find((each) => each.id === id)!.create(model);
      made.set(id, found);
    }
    return found;
  }

  /** What a tab wants to find again after a reload; under its own name. */
  function remember(more: object = {}): void {
    const before = (state.getState() ?? {}) as object;
    state.setState({ ...before, tab: tab.peek(), ...more });
  }

  async function readBadges(): Promise<void> {
    try {
      badges.value = await api.badges({});
    } catch (error) {
      notice.value = failureOf(error);
    }
  }

  // For the commands of the palette, of which each tab has its own.
  effect(() => {
    if (status.value.kind !== 'open') return;
    api.showsTab({ tab: tab.value }).catch((error: unknown) => (notice.value = failureOf(error)));
  });

  /** As the editor was told. */
  let inFront: string | null = null;
  effect(() => {
    if (status.value.kind !== 'open') return;
    const trace = shown().trace?.() ?? null;
    if (trace === inFront) return;
    inFront = trace;
    api.showsTrace({ trace }).catch((error: unknown) => (notice.value = failureOf(error)));
  });

  function show(next: ReviewWanted | null): void {
    if (!next) return;
    if (next.queue !== undefined || next.traces !== undefined || next.trace !== undefined) wanted.value = next;
    model.goTo(next.tab ?? (wanted.peek() ? 'queue' : tab.peek()), true);
  }

  async function open(): Promise<void> {
    try {
      const view = await api.open({});
      page.value = view;
      reviewer.value = view.reviewer;
      bindOwnKeys(view.keys);
      status.value = { kind: 'open' };
      if (view.wanted) show(view.wanted);
      else shown().refresh(null);
      void readBadges();
    } catch (error) {
      status.value = { kind: 'failed', failure: failureOf(error) };
    }
  }

  const events: ReviewPageEvents = {
    changed({ what }) {
      if (status.peek().kind !== 'open') return null;
      shown().refresh(what);
      void readBadges();
      return null;
    },
    show({ wanted }) {
      show(wanted);
      return null;
    },
    keysChanged({ keys }) {
      bindOwnKeys(keys);
      return null;
    },
    act({ action, digit }) {
      actAsAsked(model, action, digit);
      return null;
    },
  };

  const model = {
    api, status, page, reviewer, tab, badges, wanted, notice, spoken, sheetOpen, events, say, ask, kept, remember, shown, open,
    tabs: tabs as readonly ReviewTab[],
    retry(): void {
      status.value = { kind: 'loading' };
      void open();
    },
    badgeOf: (id: ReviewTabId): number | undefined => made.get(id)?.badge?.() ?? badges.value[id],
    goTo(id: ReviewTabId, again = false): void {
      if (!again && tab.peek() === id) return;
      // What one tab said is not said of the next.
      if (tab.peek() !== id) say('');
      tab.value = id;
      remember();
      shown().refresh(null);
    },
    step(by: 1 | -1): void {
      const at = tabs.findIndex(({ id }) => id === tab.peek());
      model.goTo(tabs[(at + by + tabs.length) % tabs.length]!.id);
    },
    /** To the Queue tab, with these traces instead of a queue. */
    review(title: string, ids: readonly string[]): void {
      show({ tab: 'queue', traces: { title, ids } });
    },
    openTrace: (trace: string, step?: number) => void ask(api.openTrace({ trace, ...(step === undefined ? {} : { step }) })),
    shareTrace: (trace: string) => void ask(api.shareTrace({ trace })),
    openCase: (id: string) => void ask(api.openCase({ id })),
    copy: (text: string, what: string) => void ask(api.copy({ text, what }), `Copied ${what}`),
    importTraces: () => void ask(api.importTraces({})),
  };
  return model;
}
