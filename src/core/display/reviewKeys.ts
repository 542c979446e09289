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

export type QueueAction =
  | 'pass' | 'fail' | 'defer' | 'class' | 'findClass' | 'note' | 'firstWrong' | 'lastGood' | 'wrongWords' | 'save' | 'undo' | 'redo' | 'makeCase'
  | 'cause' | 'status' | 'queue' | 'nextTrace' | 'previousTrace' | 'nextUnreviewed' | 'extend' | 'extendBack' | 'nextStep' | 'previousStep' | 'nextError' | 'previousError' | 'details' | 'find'
  | 'open' | 'noise' | 'copyStep' | 'copyMarkdown' | 'copyLink';

const queue: readonly Binding<QueueAction>[] = [
  { action: 'pass', keys: ['p'], words: 'Verdict pass', group: 'Label', writes: true },
  { action: 'fail', keys: ['f'], words: 'Verdict fail', group: 'Label', writes: true },
  { action: 'defer', keys: ['d'], words: 'Decide later', group: 'Label', writes: true },
  { action: 'note', keys: ['n'], words: 'Write what was first wrong', group: 'Label' },
  { action: 'class', keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'], words: 'Failure class; again takes it back', group: 'Label', writes: true },
  { action: 'findClass', keys: ['0'], words: 'Find a class by typing', group: 'Label' },
  { action: 'firstWrong', keys: ['w'], words: 'The focused step is the first wrong one; again takes it back', group: 'Label', writes: true },
  { action: 'lastGood', keys: ['g'], words: 'The focused step is the last good one; again takes it back', group: 'Label', writes: true },
  { action: 'wrongWords', keys: ['x'], words: 'The selected words of the answer are wrong; again takes it back', group: 'Label', writes: true },
  { action: 'cause', keys: ['r'], words: 'Write the root cause; Tab goes on to fix, correction and owner', group: 'Label' },
  { action: 'status', keys: ['s'], words: 'Status: open, fix in review, handled, in turn', group: 'Label', writes: true },
  { action: 'save', keys: ['ctrl+enter'], words: 'Save, and on to the next that is not reviewed', group: 'Label', whileTyping: true, writes: true },
  { action: 'undo', keys: ['ctrl+z'], words: 'Take back my last label', group: 'Label', writes: true },
  { action: 'redo', keys: ['ctrl+shift+z'], words: 'Give what was taken back again', group: 'Label', writes: true },
  { action: 'makeCase', keys: ['shift+enter'], words: 'Make a case from this trace', group: 'Label', writes: true },
  { action: 'nextTrace', keys: ['j'], words: 'Next trace', group: 'Move' },
  { action: 'previousTrace', keys: ['k'], words: 'Previous trace', group: 'Move' },
  { action: 'nextUnreviewed', keys: ['u'], words: 'Next trace that is not reviewed', group: 'Move' },
  { action: 'extend', keys: ['shift+j'], words: 'Select the next trace too, to label several at once', group: 'Move' },
  { action: 'extendBack', keys: ['shift+k'], words: 'Select the previous trace too', group: 'Move' },
  { action: 'nextStep', keys: ['arrowdown'], words: 'Next step', group: 'Move' },
  { action: 'previousStep', keys: ['arrowup'], words: 'Previous step', group: 'Move' },
  { action: 'nextError', keys: ['e'], words: 'Next failed step', group: 'Move' },
  { action: 'previousError', keys: ['shift+e'], words: 'Previous failed step', group: 'Move' },
  { action: 'details', keys: ['enter'], words: 'From the step to its details', group: 'Move' },
  { action: 'find', keys: ['/'], words: 'Find traces of the queue', group: 'Move' },
  { action: 'queue', keys: ['q'], words: 'Choose another queue', group: 'Move' },
  { action: 'open', keys: ['o'], words: 'Open the trace in its reader', group: 'Trace' },
  { action: 'noise', keys: ['h'], words: 'Show or hide HTTP, queue and framework spans', group: 'Trace' },
  { action: 'copyStep', keys: ['c'], words: 'Copy the step as JSON', group: 'Trace' },
  { action: 'copyMarkdown', keys: ['shift+c'], words: 'Copy the step as Markdown', group: 'Trace' },
  { action: 'copyLink', keys: ['shift+y'], words: 'Copy a link to the step', group: 'Trace' },
];
export type FailureLogAction = 'edit' | 'undo' | 'redo' | 'makeCase' | 'down' | 'up' | 'left' | 'right' | 'filter' | 'open' | 'openCase' | 'copy';

const failureLog: readonly Binding<FailureLogAction>[] = [
  { action: 'edit', keys: ['enter', 'f2'], words: 'Edit the cell; on a run, open it', group: 'Label' },
  { action: 'undo', keys: ['ctrl+z'], words: 'Take back my last change', group: 'Label', writes: true },
  { action: 'redo', keys: ['ctrl+shift+z'], words: 'Do it again', group: 'Label', writes: true },
  { action: 'makeCase', keys: ['shift+enter'], words: 'Make a case from the run', group: 'Label', writes: true },
  { action: 'down', keys: ['j', 'arrowdown'], words: 'Next failure', group: 'Move' },
  { action: 'up', keys: ['k', 'arrowup'], words: 'Previous failure', group: 'Move' },
  { action: 'left', keys: ['arrowleft'], words: 'Cell to the left', group: 'Move' },
  { action: 'right', keys: ['arrowright'], words: 'Cell to the right', group: 'Move' },
  { action: 'filter', keys: ['/'], words: 'Filter the failures', group: 'Move' },
  { action: 'open', keys: ['o'], words: 'Open the trace', group: 'Trace' },
  { action: 'openCase', keys: ['c'], words: 'Open its case', group: 'Trace' },
  { action: 'copy', keys: ['y'], words: 'Copy the cell', group: 'Trace' },
];
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
export type TaxonomyAction = 'sort' | 'newClass' | 'split' | 'merge' | 'retire' | 'edit' | 'mode' | 'example' | 'save' | 'undo' | 'redo' | 'nextNote' | 'previousNote' | 'pick' | 'pickAll' | 'nextClass' | 'previousClass' | 'search' | 'open';

const taxonomy: readonly Binding<TaxonomyAction>[] = [
  { action: 'sort', keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'], words: 'Sort the selected notes, or the focused one, into a class', group: 'Label', writes: true },
  { action: 'newClass', keys: ['n'], words: 'New class, of the selected notes', group: 'Label' },
  { action: 'split', keys: ['s'], words: 'Split the selected notes off into a class of their own', group: 'Label' },
  { action: 'merge', keys: ['m'], words: 'Merge the class into another one', group: 'Label' },
  { action: 'retire', keys: ['r'], words: 'Retire the class: it is offered no more, and what carries it keeps it', group: 'Label', writes: true },
  { action: 'edit', keys: ['e'], words: 'Edit name and definition of the class', group: 'Label' },
  { action: 'mode', keys: ['i'], words: 'Add a mode to the class', group: 'Label' },
  { action: 'example', keys: ['t'], words: 'The focused trace is the example of the class', group: 'Label', writes: true },
  { action: 'save', keys: ['ctrl+enter'], words: 'Save the fields', group: 'Label', whileTyping: true, writes: true },
  { action: 'undo', keys: ['ctrl+z'], words: 'Take back my last change here', group: 'Label', writes: true },
  { action: 'redo', keys: ['ctrl+shift+z'], words: 'Do it again', group: 'Label', writes: true },
  { action: 'nextNote', keys: ['j', 'arrowdown'], words: 'Next note', group: 'Move' },
  { action: 'previousNote', keys: ['k', 'arrowup'], words: 'Previous note', group: 'Move' },
  { action: 'pick', keys: ['x'], words: 'Select the focused note; again leaves it out', group: 'Move' },
  { action: 'pickAll', keys: ['a'], words: 'Select all notes shown; again none', group: 'Move' },
  { action: 'nextClass', keys: ['c'], words: 'Next class', group: 'Move' },
  { action: 'previousClass', keys: ['shift+c'], words: 'Previous class', group: 'Move' },
  { action: 'search', keys: ['/'], words: 'Search in the notes', group: 'Move' },
  { action: 'open', keys: ['o'], words: 'Open the trace', group: 'Trace' },
];

export type AgreementAction = 'side' | 'pass' | 'fail' | 'save' | 'undo' | 'redo' | 'next' | 'previous' | 'decided' | 'open';

const agreement: readonly Binding<AgreementAction>[] = [
  { action: 'side', keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'], words: 'Side with this reviewer', group: 'Label', writes: true },
  { action: 'pass', keys: ['p'], words: 'Decide pass', group: 'Label', writes: true },
  { action: 'fail', keys: ['f'], words: 'Decide fail, with a class', group: 'Label' },
  { action: 'save', keys: ['ctrl+enter'], words: 'Decide fail with the class that is chosen', group: 'Label', whileTyping: true, writes: true },
  { action: 'undo', keys: ['ctrl+z'], words: 'Take back the last decision', group: 'Label', writes: true },
  { action: 'redo', keys: ['ctrl+shift+z'], words: 'Do it again', group: 'Label', writes: true },
  { action: 'next', keys: ['j', 'arrowdown'], words: 'Next disagreement', group: 'Move' },
  { action: 'previous', keys: ['k', 'arrowup'], words: 'Previous disagreement', group: 'Move' },
  { action: 'decided', keys: ['t'], words: 'Open or decided ones', group: 'Move' },
  { action: 'open', keys: ['o'], words: 'Open the trace', group: 'Trace' },
];

export const reviewBindings = { page, queue, failureLog, patterns, taxonomy, agreement } as const;
