import { signal } from '@preact/signals';
import type { CoveragePageApi, CoveragePageEvents, CoverageView, SliceName } from '../../src/protocol/coveragePage.ts';
import type { Client } from '../../src/protocol/rpc.ts';
import type { Failure } from '../shared/failure.ts';
import { failureOf } from '../shared/failure.ts';

export type CoverageStatus = { readonly kind: 'loading' | 'open' } | { readonly kind: 'failed'; readonly failure: Failure };
type State = { setState(state: object): void };

/** Rows of a part drawn at first. */
export const pageful = 12;

export type CoverageModel = ReturnType<typeof createCoverageModel>;

/** All that the page knows, and what it may do. */
export function createCoverageModel(api: Client<CoveragePageApi>, state: State) {
  const status = signal<CoverageStatus>({ kind: 'loading' });
  const view = signal<CoverageView | null>(null);
  const unfolded = signal<ReadonlySet<string>>(new Set());
  const notice = signal<Failure | null>(null);
  const spoken = signal({ text: '', id: 0 });
  const say = (words: string) => (spoken.value = { text: words, id: spoken.value.id + 1 });

  async function open(): Promise<void> {
    try {
      const next = await api.open({});
      state.setState({ folder: next.folder });
      view.value = next;
      status.value = { kind: 'open' };
    } catch (error) {
      // What is shown stays true of the moment it was asked.
      if (view.value === null) status.value = { kind: 'failed', failure: failureOf(error) };
      else notice.value = failureOf(error);
    }
  }

  /** For what only has to happen: a failure is shown, not thrown at nobody. */
  function ask(work: Promise<unknown>, done?: string): void {
    void (async () => {
      try {
        await work;
        notice.value = null;
        if (done !== undefined) say(done);
      } catch (error) {
        notice.value = failureOf(error);
      }
    })();
  }

  const events: CoveragePageEvents = {
    async coverageChanged() {
      await open();
      return null;
    },
  };

  return {
    status, view, unfolded, notice, spoken, events, open,
    retry(): void {
      status.value = { kind: 'loading' };
      void open();
    },
    unfold(part: string): void {
      unfolded.value = new Set([...unfolded.value, part]);
    },
    openCase: (caseId: string, file: string) => ask(api.openCase({ caseId, file })),
    openTrace: (trace: string) => ask(api.openTrace({ trace })),
    showTraces: (by: SliceName, value: string) => ask(api.showTraces({ by, value })),
    showCases: (by: SliceName, value: string) => ask(api.showCases({ by, value })),
    copyMarkdown: () => ask(api.copyMarkdown({}), 'Copied the coverage as Markdown'),
    importTraces: () => ask(api.importTraces({})),
    makeCase: () => ask(api.makeCase({})),
  };
}
