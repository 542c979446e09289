import type { Binding } from './pageKeys.ts';

/**
 * What the review page can be told to do, by tab, and the key that tells it. Its handlers, its hints, the sheet behind `?` and the test
 * of the page read these tables. The rows of `page` work in every tab; a tab's own come first.
 */

export const reviewTabs = ['queue', 'failureLog', 'patterns', 'taxonomy', 'agreement'] as const;
export type ReviewTabId = (typeof reviewTabs)[number];

export type ReviewPageAction = 'nextTab' | 'previousTab' | 'sheet' | 'leave';

const page: readonly Binding<ReviewPageAction>[] = [
  { action: 'nextTab', keys: [']'], words: 'Next tab', group: 'Page' },
  { action: 'previousTab', keys: ['['], words: 'Previous tab', group: 'Page' },
  { action: 'sheet', keys: ['?'], words: 'These keys', group: 'Page' },
  { action: 'leave', keys: ['escape'], words: 'Close, or out of the field', group: 'Page', whileTyping: true },
];

const queue: readonly Binding<never>[] = [];
const failureLog: readonly Binding<never>[] = [];
export type PatternsAction = 'left' | 'up' | 'down' | 'right' | 'list' | 'table' | 'review';

const patterns: readonly Binding<PatternsAction>[] = [
  { action: 'left', keys: ['arrowleft'], words: 'Cell to the left', group: 'Move' },
  { action: 'up', keys: ['arrowup'], words: 'Cell above, or previous trace of the list', group: 'Move' },
  { action: 'down', keys: ['arrowdown'], words: 'Cell below, or next trace of the list', group: 'Move' },
  { action: 'right', keys: ['arrowright'], words: 'Cell to the right', group: 'Move' },
  { action: 'list', keys: ['enter'], words: 'List the traces of the cell; on a trace, open it', group: 'Move' },
  { action: 'table', keys: ['t'], words: 'Matrix or table', group: 'Page' },
  { action: 'review', keys: ['r'], words: 'Review the traces of the list', group: 'Trace' },
];
const taxonomy: readonly Binding<never>[] = [];
const agreement: readonly Binding<never>[] = [];

export const reviewBindings = { page, queue, failureLog, patterns, taxonomy, agreement } as const;
