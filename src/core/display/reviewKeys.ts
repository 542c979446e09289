import { hintFor } from './pageKeys.ts';
import type { Binding } from './pageKeys.ts';

/**
 * What the review page can be told to do, by tab, and the key that tells it. Its handlers, its hints, the sheet behind `?` and the test
 * of the page read these tables. The rows of `page` work in every tab; a tab's own come first.
 */

export const reviewTabs = ['queue', 'failureLog', 'patterns', 'taxonomy', 'agreement'] as const;
export type ReviewTabId = (typeof reviewTabs)[number];

export type ReviewPageAction = 'nextTab' | 'previousTab' | 'sheet' | 'leave';

const page: readonly Binding<ReviewPageAction>[] = [
  { action: 'nextTab', keys: [']'], words: 'Next tab', title: 'Next Tab', group: 'Page' },
  { action: 'previousTab', keys: ['['], words: 'Previous tab', title: 'Previous Tab', group: 'Page' },
  { action: 'sheet', keys: ['?'], words: 'These keys', title: 'Show Keys', group: 'Page' },
  { action: 'leave', keys: ['escape'], words: 'Close, or out of the field', group: 'Page', whileTyping: true },
];

export type QueueAction =
  | 'pass' | 'fail' | 'defer' | 'class' | 'findClass' | 'note' | 'firstWrong' | 'lastGood' | 'wrongWords' | 'save' | 'undo' | 'redo' | 'makeCase'
  | 'mode' | 'cause' | 'fix' | 'correction' | 'owner' | 'handled' | 'status' | 'queue' | 'order' | 'shows' | 'nextTrace' | 'previousTrace' | 'nextUnreviewed' | 'extend' | 'extendBack' | 'nextStep' | 'previousStep' | 'nextError' | 'previousError' | 'details' | 'find'
  | 'open' | 'share' | 'noise' | 'copyStep' | 'copyMarkdown' | 'copyLink';

const queue: readonly Binding<QueueAction>[] = [
  { action: 'pass', keys: ['p'], words: 'Verdict pass', title: 'Verdict Pass', group: 'Label', writes: true },
  { action: 'fail', keys: ['f'], words: 'Verdict fail', title: 'Verdict Fail', group: 'Label', writes: true },
  { action: 'defer', keys: ['d'], words: 'Decide later', title: 'Decide Later', group: 'Label', writes: true },
  { action: 'note', keys: ['n'], words: 'Write what was first wrong', title: 'Write a Note', group: 'Label' },
  { action: 'class', keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'], words: 'Failure class; again takes it back', title: 'Give a Failure Class…', group: 'Label', writes: true },
  { action: 'findClass', keys: ['0'], words: 'Find a class by typing', title: 'Find a Failure Class', group: 'Label' },
  { action: 'mode', keys: ['m'], words: 'Set the mode of the class', title: 'Mode of the Class', group: 'Label' },
  { action: 'firstWrong', keys: ['w'], words: 'The focused step is the first wrong one; again takes it back', title: 'Mark First Wrong Step', group: 'Label', writes: true },
  { action: 'lastGood', keys: ['g'], words: 'The focused step is the last good one; again takes it back', title: 'Mark Last Good Step', group: 'Label', writes: true },
  { action: 'wrongWords', keys: ['x'], words: 'The selected words of the answer are wrong; again takes it back', title: 'Mark Selected Words as Wrong', group: 'Label', writes: true },
  { action: 'cause', keys: ['r'], words: 'Write the root cause', title: 'Write the Root Cause', group: 'Label' },
  { action: 'fix', keys: ['i'], words: 'Write the fix', title: 'Write the Fix', group: 'Label' },
  { action: 'correction', keys: ['t'], words: 'Write what the answer should have been', title: 'Write the Correction', group: 'Label' },
  { action: 'owner', keys: ['a'], words: 'Write who mends it', title: 'Write the Owner', group: 'Label' },
  { action: 'handled', keys: ['s'], words: 'Status handled; again opens it', title: 'Status Handled', group: 'Label', writes: true },
  { action: 'status', keys: ['shift+s'], words: 'Status: open, fix in review, handled, in turn', title: 'Next Status', group: 'Label', writes: true },
  { action: 'save', keys: ['ctrl+enter'], words: 'Save, and on to the next that is not reviewed', title: 'Save', group: 'Label', whileTyping: true, writes: true },
  { action: 'undo', keys: ['ctrl+z'], words: 'Take back my last label', title: 'Undo My Last Change', group: 'Label', writes: true },
  { action: 'redo', keys: ['ctrl+shift+z'], words: 'Give what was taken back again', title: 'Redo My Last Change', group: 'Label', writes: true },
  { action: 'makeCase', keys: ['shift+enter'], words: 'Make a case from this trace', title: 'Make Case', group: 'Label', writes: true },
  { action: 'nextTrace', keys: ['j'], words: 'Next trace', title: 'Next Trace', group: 'Move' },
  { action: 'previousTrace', keys: ['k'], words: 'Previous trace', title: 'Previous Trace', group: 'Move' },
  { action: 'nextUnreviewed', keys: ['u'], words: 'Next trace that is not reviewed', title: 'Next Trace Not Reviewed', group: 'Move' },
  { action: 'extend', keys: ['shift+j'], words: 'Select the next trace too, to label several at once', title: 'Select Next Trace Too', group: 'Move' },
  { action: 'extendBack', keys: ['shift+k'], words: 'Select the previous trace too', title: 'Select Previous Trace Too', group: 'Move' },
  { action: 'nextStep', keys: ['arrowdown'], words: 'Next step', title: 'Next Step', group: 'Move' },
  { action: 'previousStep', keys: ['arrowup'], words: 'Previous step', title: 'Previous Step', group: 'Move' },
  { action: 'nextError', keys: ['e'], words: 'Next failed step', title: 'Next Failed Step', group: 'Move' },
  { action: 'previousError', keys: ['shift+e'], words: 'Previous failed step', title: 'Previous Failed Step', group: 'Move' },
  { action: 'details', keys: ['enter'], words: 'From the step to its details', title: 'Focus the Details of the Step', group: 'Move' },
  { action: 'find', keys: ['/'], words: 'Find traces of the queue', title: 'Find Traces of the Queue', group: 'Move' },
  { action: 'queue', keys: ['q'], words: 'Choose another queue', title: 'Choose a Queue', group: 'Move' },
  { action: 'order', keys: ['shift+q'], words: 'Choose the order of the queue', title: 'Choose the Order', group: 'Move' },
  { action: 'shows', keys: ['l'], words: 'List all, or only what is left for me', title: 'Show All or What Is Left for Me', group: 'Move' },
  { action: 'open', keys: ['o'], words: 'Open the trace in its reader', title: 'Open Trace in Its Reader', group: 'Trace' },
  { action: 'share', keys: ['shift+o'], words: 'Share the trace as one HTML file', title: 'Share Trace as HTML', group: 'Trace' },
  { action: 'noise', keys: ['h'], words: 'Show or hide HTTP, queue and framework spans', title: 'Show or Hide Framework Spans', group: 'Trace' },
  { action: 'copyStep', keys: ['c'], words: 'Copy the step as JSON', title: 'Copy Step as JSON', group: 'Trace' },
  { action: 'copyMarkdown', keys: ['shift+c'], words: 'Copy the step as Markdown', title: 'Copy Step as Markdown', group: 'Trace' },
  { action: 'copyLink', keys: ['shift+y'], words: 'Copy a link to the step', title: 'Copy Link to Step', group: 'Trace' },
];
export type FailureLogAction = 'edit' | 'undo' | 'redo' | 'makeCase' | 'down' | 'up' | 'left' | 'right' | 'filter' | 'open' | 'openCase' | 'copy';

const failureLog: readonly Binding<FailureLogAction>[] = [
  { action: 'edit', keys: ['enter', 'f2'], words: 'Edit the cell; on a run, open it', title: 'Edit Cell or Class', group: 'Label' },
  { action: 'undo', keys: ['ctrl+z'], words: 'Take back my last change', title: 'Undo My Last Change', group: 'Label', writes: true },
  { action: 'redo', keys: ['ctrl+shift+z'], words: 'Do it again', title: 'Redo My Last Change', group: 'Label', writes: true },
  { action: 'makeCase', keys: ['shift+enter'], words: 'Make a case from the run', title: 'Make Case', group: 'Label', writes: true },
  { action: 'down', keys: ['j', 'arrowdown'], words: 'Next failure', title: 'Move Down', group: 'Move' },
  { action: 'up', keys: ['k', 'arrowup'], words: 'Previous failure', title: 'Move Up', group: 'Move' },
  { action: 'left', keys: ['arrowleft'], words: 'Cell to the left', title: 'Move Left', group: 'Move' },
  { action: 'right', keys: ['arrowright'], words: 'Cell to the right', title: 'Move Right', group: 'Move' },
  { action: 'filter', keys: ['/'], words: 'Filter the failures', title: 'Filter Failures', group: 'Move' },
  { action: 'open', keys: ['o'], words: 'Open the trace', title: 'Open Trace in Its Reader', group: 'Trace' },
  { action: 'openCase', keys: ['c'], words: 'Open its case', title: 'Open Case', group: 'Trace' },
  { action: 'copy', keys: ['y'], words: 'Copy the cell', title: 'Copy Cell', group: 'Trace' },
];
export type PatternsAction = 'left' | 'up' | 'down' | 'right' | 'list' | 'table' | 'review';

const patterns: readonly Binding<PatternsAction>[] = [
  { action: 'left', keys: ['arrowleft'], words: 'Cell to the left', title: 'Move Left', group: 'Move' },
  { action: 'up', keys: ['arrowup'], words: 'Cell above, or previous trace of the list', title: 'Move Up', group: 'Move' },
  { action: 'down', keys: ['arrowdown'], words: 'Cell below, or next trace of the list', title: 'Move Down', group: 'Move' },
  { action: 'right', keys: ['arrowright'], words: 'Cell to the right', title: 'Move Right', group: 'Move' },
  { action: 'list', keys: ['enter'], words: 'List the traces of the cell; on a trace, open it', title: 'List Traces of the Cell', group: 'Move' },
  { action: 'table', keys: ['t'], words: 'Matrix or table', title: 'Matrix or Table', group: 'Page' },
  { action: 'review', keys: ['r'], words: 'Review the traces of the list', title: 'Review Traces of the Cell', group: 'Trace' },
];
export type TaxonomyAction = 'sort' | 'newClass' | 'split' | 'merge' | 'retire' | 'edit' | 'mode' | 'example' | 'save' | 'undo' | 'redo' | 'nextNote' | 'previousNote' | 'pick' | 'pickAll' | 'nextClass' | 'previousClass' | 'search' | 'open';

const taxonomy: readonly Binding<TaxonomyAction>[] = [
  { action: 'sort', keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'], words: 'Sort the selected notes, or the focused one, into a class', title: 'Sort Notes into a Class…', group: 'Label', writes: true },
  { action: 'newClass', keys: ['n'], words: 'New class, of the selected notes', title: 'New Class of Notes', group: 'Label' },
  { action: 'split', keys: ['s'], words: 'Split the selected notes off into a class of their own', title: 'Split Notes Off into a Class', group: 'Label' },
  { action: 'merge', keys: ['m'], words: 'Merge the class into another one', title: 'Merge Class', group: 'Label' },
  { action: 'retire', keys: ['r'], words: 'Retire the class: it is offered no more, and what carries it keeps it', title: 'Retire Class', group: 'Label', writes: true },
  { action: 'edit', keys: ['e'], words: 'Edit name and definition of the class', title: 'Edit Cell or Class', group: 'Label' },
  { action: 'mode', keys: ['i'], words: 'Add a mode to the class', title: 'Mode of the Class', group: 'Label' },
  { action: 'example', keys: ['t'], words: 'The focused trace is the example of the class', title: 'Make Trace the Example', group: 'Label', writes: true },
  { action: 'save', keys: ['ctrl+enter'], words: 'Save the fields', title: 'Save', group: 'Label', whileTyping: true, writes: true },
  { action: 'undo', keys: ['ctrl+z'], words: 'Take back my last change here', title: 'Undo My Last Change', group: 'Label', writes: true },
  { action: 'redo', keys: ['ctrl+shift+z'], words: 'Do it again', title: 'Redo My Last Change', group: 'Label', writes: true },
  { action: 'nextNote', keys: ['j', 'arrowdown'], words: 'Next note', title: 'Next Note', group: 'Move' },
  { action: 'previousNote', keys: ['k', 'arrowup'], words: 'Previous note', title: 'Previous Note', group: 'Move' },
  { action: 'pick', keys: ['x'], words: 'Select the focused note; again leaves it out', title: 'Select Note', group: 'Move' },
  { action: 'pickAll', keys: ['a'], words: 'Select all notes shown; again none', title: 'Select All Notes', group: 'Move' },
  { action: 'nextClass', keys: ['c'], words: 'Next class', title: 'Next Class', group: 'Move' },
  { action: 'previousClass', keys: ['shift+c'], words: 'Previous class', title: 'Previous Class', group: 'Move' },
  { action: 'search', keys: ['/'], words: 'Search in the notes', title: 'Search Notes', group: 'Move' },
  { action: 'open', keys: ['o'], words: 'Open the trace', title: 'Open Trace in Its Reader', group: 'Trace' },
];

export type AgreementAction = 'side' | 'pass' | 'fail' | 'save' | 'undo' | 'redo' | 'next' | 'previous' | 'decided' | 'open';

const agreement: readonly Binding<AgreementAction>[] = [
  { action: 'side', keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'], words: 'Side with this reviewer', title: 'Side with a Reviewer…', group: 'Label', writes: true },
  { action: 'pass', keys: ['p'], words: 'Decide pass', title: 'Verdict Pass', group: 'Label', writes: true },
  { action: 'fail', keys: ['f'], words: 'Decide fail, with a class', title: 'Verdict Fail', group: 'Label' },
  { action: 'save', keys: ['ctrl+enter'], words: 'Decide fail with the class that is chosen', title: 'Save', group: 'Label', whileTyping: true, writes: true },
  { action: 'undo', keys: ['ctrl+z'], words: 'Take back the last decision', title: 'Undo My Last Change', group: 'Label', writes: true },
  { action: 'redo', keys: ['ctrl+shift+z'], words: 'Do it again', title: 'Redo My Last Change', group: 'Label', writes: true },
  { action: 'next', keys: ['j', 'arrowdown'], words: 'Next disagreement', title: 'Next Disagreement', group: 'Move' },
  { action: 'previous', keys: ['k', 'arrowup'], words: 'Previous disagreement', title: 'Previous Disagreement', group: 'Move' },
  { action: 'decided', keys: ['t'], words: 'Open or decided ones', title: 'Open or Decided Disagreements', group: 'Move' },
  { action: 'open', keys: ['o'], words: 'Open the trace', title: 'Open Trace in Its Reader', group: 'Trace' },
];

export const reviewBindings = { page, queue, failureLog, patterns, taxonomy, agreement } as const;

/** What a tab is called, on its tab and in sentences about it. */
export const reviewTabTitles: Readonly<Record<ReviewTabId, string>> = { queue: 'Queue', failureLog: 'Failure log', patterns: 'Patterns', taxonomy: 'Taxonomy', agreement: 'Agreement' };

/** An action by its name, which is one in all tabs that have it: what it is called in the palette, and what it does where. */
export type ReviewAction = {
  readonly action: string;
  /** Absent where it makes no sense in the palette. */
  readonly title?: string | undefined;
  /** Each thing it does, with its usual keys. */
  readonly does: readonly { readonly words: string; readonly keys: readonly string[] }[];
  /** Null: every tab has it. */
  readonly tabs: readonly ReviewTabId[] | null;
  /** Its digit says which one is meant. */
  readonly byDigit: boolean;
};

/** An action with more keys than these has the digits, which stay. */
const mostOwn = 4;

export const reviewActions: readonly ReviewAction[] = [...new Set([...page, ...reviewTabs.flatMap((tab): readonly Binding<string>[] => reviewBindings[tab])].map(({ action }) => action))].map((action) => {
  const ofPage = page.filter((each) => each.action === action);
  const tabs = reviewTabs.filter((tab) => reviewBindings[tab].some((each) => each.action === action));
  const all: readonly Binding<string>[] = [...ofPage, ...tabs.flatMap((tab): readonly Binding<string>[] => reviewBindings[tab].filter((each) => each.action === action))];
  const does = all.filter((each, at) => all.findIndex(({ words }) => words === each.words) === at).map(({ words, keys }) => ({ words, keys }));
  return { action, title: all[0]!.title, does, tabs: ofPage.length > 0 ? null : tabs, byDigit: all.some(({ keys }) => keys.length > mostOwn) };
});

/** The palette's command for an action. */
export function reviewCommandOf(action: string): string {
  return `casebook.review.${action}`;
}

/** For whoever chooses a key of their own: what the action does, and by which keys usually. */
export function describedKeys({ does }: ReviewAction): string {
  return does.map(({ words, keys }) => `${words} (usually ${keys.map((key) => hintFor([key], false)).join(', ')})`).join('; ');
}
