import type { Binding } from './pageKeys.ts';

/** What the page that makes a case can be told to do. Its handlers and hints read this table. */
export type MakeAction = 'keep' | 'loosen' | 'drop' | 'next' | 'previous' | 'show' | 'undo' | 'prove' | 'write' | 'writeAll' | 'nextTrace' | 'previousTrace' | 'leave';

export const makeBindings: readonly Binding<MakeAction>[] = [
  { action: 'keep', keys: ['k'], words: 'keep', group: 'Trace', writes: true },
  { action: 'loosen', keys: ['l'], words: 'loosen', group: 'Trace', writes: true },
  { action: 'drop', keys: ['x'], words: 'drop', group: 'Trace', writes: true },
  { action: 'next', keys: ['arrowdown'], words: 'next proposal', group: 'Move' },
  { action: 'previous', keys: ['arrowup'], words: 'previous proposal', group: 'Move' },
  { action: 'show', keys: ['enter'], words: 'show in YAML', group: 'Move' },
  { action: 'prove', keys: ['p'], words: 'prove again', group: 'Trace' },
  { action: 'write', keys: ['ctrl+enter'], words: 'write case', group: 'Trace', whileTyping: true, writes: true },
  { action: 'writeAll', keys: ['ctrl+shift+enter'], words: 'write all that are ready', group: 'Trace', whileTyping: true, writes: true },
  { action: 'undo', keys: ['ctrl+z'], words: 'take back the last choice', group: 'Trace', writes: true },
  { action: 'nextTrace', keys: ['shift+j'], words: 'next trace', group: 'Move' },
  { action: 'previousTrace', keys: ['shift+k'], words: 'previous trace', group: 'Move' },
  { action: 'leave', keys: ['escape'], words: 'cancel', group: 'Move', whileTyping: true },
];
