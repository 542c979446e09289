import { signal } from '@preact/signals';
import type { ReaderChoices } from '../../src/protocol/trajectoryPage.ts';

/** How the reader wants every trace shown. The host keeps it; where it cannot, it lasts as long as the page. */

export const usualChoices: ReaderChoices = { longPrompts: 'folded', longLines: 'wrapped' };

const chosen = signal<ReaderChoices>(usualChoices);
let keep: (choices: ReaderChoices) => void = () => undefined;

export const readerChoices = {
  current: chosen,
  /** @param send tells the host what was chosen */
  start(kept: ReaderChoices | undefined, send: (choices: ReaderChoices) => void): void {
    chosen.value = kept ?? chosen.peek();
    keep = send;
  },
  choose(change: Partial<ReaderChoices>): void {
    chosen.value = { ...chosen.value, ...change };
    keep(chosen.value);
  },
};
