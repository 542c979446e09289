import type { NextInQueue } from '../../../src/protocol/queueApi.ts';

/** What comes next in the queue: asked for while the trace before it is looked at, and read ahead, so that going on does not wait. */
export function createLookAhead({ ask, readAhead, onFailure }: { readonly ask: (after: string | null) => Promise<NextInQueue>; readonly readAhead: (trace: string) => unknown; readonly onFailure: (error: unknown) => void }) {
  let found: Promise<NextInQueue> | null = null;
  let of: string | null = null;
  return {
    after(trace: string | null): Promise<NextInQueue> {
      if (found && of === trace) return found;
      of = trace;
      found = ask(trace).then((told) => {
        if (told.next && of === trace) readAhead(told.next.id);
        return told;
      });
      found.catch(() => (found = null));
      return found;
    },
    /** Asks anew, and keeps what is known until that is told: who goes on now does not wait. */
    async again(trace: string | null): Promise<void> {
      if (trace === null || of !== trace) return;
      const asked = ask(trace);
      try {
        const { next } = await asked;
        if (of !== trace) return;
        found = asked;
        if (next) readAhead(next.id);
      } catch (error) {
        onFailure(error);
      }
    },
    forget(): void {
      found = null;
    },
  };
}
