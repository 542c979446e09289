import type { Mark } from '../../../src/core/display/outcome.ts';
import type { QueueAction } from '../../../src/core/display/reviewKeys.ts';
import type { Verdict } from '../../../src/core/model/label.ts';
import { keysOf } from '../keys.ts';

/** What can be said of a trace, in the order of the keys. */
export const verdicts: readonly { readonly verdict: Verdict; readonly action: QueueAction; readonly mark: Mark; readonly words: string; readonly does: string }[] = [
  { verdict: 'pass', action: 'pass', mark: 'pass', words: 'Pass', does: 'passes' },
  { verdict: 'fail', action: 'fail', mark: 'fail', words: 'Fail', does: 'fails' },
  { verdict: 'defer', action: 'defer', mark: 'deferred', words: 'Defer', does: 'puts off' },
];

/** Why one does not go on, and which keys there are for it. */
export function missingVerdictWords(): string {
  const keys = keysOf('queue');
  const bound = verdicts.filter(({ action }) => keys.hintOf(action) !== '');
  return `No verdict yet: ${bound.length === 0 ? 'choose one' : bound.map(({ action, does }) => `${keys.hintOf(action)} ${does}`).join(', ')}`;
}
