import { signal } from '@preact/signals';
import type { Failure } from './failure.ts';
import { failureOf } from './failure.ts';

/** What a page tells of what it asked for: a failure where it can be read, a success to a screen reader. */
export function createNotices() {
  const notice = signal<Failure | null>(null);
  const spoken = signal({ text: '', id: 0 });
  const say = (text: string): void => void (spoken.value = { text, id: spoken.value.id + 1 });

  /** For what only has to happen: a failure is shown, not thrown at nobody. */
  async function ask(work: Promise<unknown>, done?: string): Promise<void> {
    try {
      await work;
      notice.value = null;
      if (done !== undefined) say(done);
    } catch (error) {
      notice.value = failureOf(error);
    }
  }

  return { notice, spoken, say, ask };
}
