import { signal } from '@preact/signals';
import type { CoveragePageApi, CoveragePageEvents, CoverageView, SliceName } from '../../src/protocol/coveragePage.ts';
import type { Client } from '../../src/protocol/rpc.ts';
import type { Failure } from '../shared/failure.ts';
import { failureOf } from '../shared/failure.ts';
import { createNotices } from '../shared/notices.ts';

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
  const { notice, spoken, ask } = createNotices();

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
