import type { Binding } from './pageKeys.ts';

/** What the page of a run can be told to do. Its handlers, its hints and the sheet behind `?` read this table. */
export type RunAction = 'next' | 'previous' | 'nextFailure' | 'previousFailure' | 'open' | 'trajectory' | 'compare' | 'comparePassing' | 'openCase' | 'runAgain' | 'copy' | 'find' | 'sheet' | 'leave';

export const runBindings: readonly Binding<RunAction>[] = [
  { action: 'next', keys: ['j', 'arrowdown'], words: 'Next case', group: 'Move' },
  { action: 'previous', keys: ['k', 'arrowup'], words: 'Previous case', group: 'Move' },
  { action: 'nextFailure', keys: ['f'], words: 'Next case that failed or broke', group: 'Move' },
  { action: 'previousFailure', keys: ['shift+f'], words: 'Previous case that failed or broke', group: 'Move' },
  { action: 'find', keys: ['/'], words: 'Find cases', group: 'Move' },
  { action: 'open', keys: ['enter'], words: 'From the case to its details', group: 'Move' },
  { action: 'leave', keys: ['escape'], words: 'Back to the cases', group: 'Move', whileTyping: true },
  { action: 'trajectory', keys: ['t'], words: 'Open the trajectory of the trial', group: 'Trace' },
  { action: 'compare', keys: ['c'], words: 'Compare the trial with what the case expects', group: 'Trace' },
  { action: 'comparePassing', keys: ['p'], words: 'Compare the trial with one that passed', group: 'Trace' },
  { action: 'openCase', keys: ['o'], words: 'Open the case', group: 'Trace' },
  { action: 'runAgain', keys: ['r'], words: 'Run the case again', group: 'Trace', writes: true },
  { action: 'copy', keys: ['y'], words: 'Copy the case as Markdown', group: 'Trace' },
  { action: 'sheet', keys: ['?'], words: 'These keys', group: 'Trace' },
];
