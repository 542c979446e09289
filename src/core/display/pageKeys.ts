/**
 * What the pages of a trajectory and of a comparison can be told to do, and the key that tells it. The pages' handlers, their hints, the
 * sheets behind `?`, the commands of the palette and the settings for keys of one's own (`casebook.trajectory.keys`,
 * `casebook.compare.keys`) all read these tables, so none can say what another does not do.
 */

export type Action =
  | 'pass' | 'fail' | 'defer' | 'class' | 'firstWrong' | 'lastGood' | 'note' | 'owner' | 'wrongWords' | 'labelForm' | 'save' | 'undo' | 'makeCase' | 'makeCaseHere'
  | 'nextError' | 'previousError' | 'noise' | 'foldAll' | 'unfoldAll' | 'view' | 'signals' | 'range' | 'rangeEarlier' | 'rangeLater' | 'rangeLess' | 'rangeMore' | 'rangeBack' | 'find' | 'goToStep' | 'details' | 'source' | 'copyStep' | 'copyMarkdown' | 'copyTrajectory' | 'previousTrace' | 'nextTrace' | 'copyId' | 'copyLink' | 'compare' | 'sheet' | 'leave';

export type CompareAction = 'nextPair' | 'previousPair' | 'nextDifference' | 'previousDifference' | 'divergence' | 'onlyDifferences' | 'swap' | 'open' | 'tab' | 'copy' | 'sheet' | 'leave';

export type KeyGroup = 'Label' | 'Move' | 'Trace' | 'Compare' | 'Page';

export type Binding<A extends string = Action> = {
  readonly action: A;
  /** Any of these: `p`, `shift+e`, `ctrl+enter`; `ctrl` is the command key on a Mac. */
  readonly keys: readonly string[];
  /** For the sheet. */
  readonly words: string;
  /** For the palette; absent where the words of another command already say it, or it makes no sense there. */
  readonly title?: string;
  readonly group: KeyGroup;
  /** Works while typing too. */
  readonly whileTyping?: true;
  /** Changes the label or makes a case: waits for the save under way, and a held key counts once. */
  readonly writes?: true;
};

export const bindings: readonly Binding[] = [
  { action: 'pass', keys: ['p'], words: 'Verdict pass', title: 'Verdict Pass', group: 'Label', writes: true },
  { action: 'fail', keys: ['f'], words: 'Verdict fail', title: 'Verdict Fail', group: 'Label', writes: true },
  { action: 'defer', keys: ['d'], words: 'Decide later', title: 'Decide Later', group: 'Label', writes: true },
  { action: 'class', keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'], words: 'Failure class; again takes it back', group: 'Label', writes: true },
  { action: 'firstWrong', keys: ['w'], words: 'The focused step is the first wrong one; again takes it back', title: 'Mark First Wrong Step', group: 'Label', writes: true },
  { action: 'lastGood', keys: ['shift+w'], words: 'The focused step is the last good one; again takes it back', title: 'Mark Last Good Step', group: 'Label', writes: true },
  { action: 'wrongWords', keys: ['x'], words: 'The selected words of the answer are wrong; again takes it back', title: 'Mark Selected Words as Wrong', group: 'Label', writes: true },
  { action: 'note', keys: ['n'], words: 'Write a note', title: 'Write a Note', group: 'Label' },
  { action: 'owner', keys: ['a'], words: 'Write who mends it', title: 'Write the Owner', group: 'Label' },
  { action: 'labelForm', keys: ['l'], words: 'All fields of the label', title: 'Show All Fields of the Label', group: 'Label' },
  { action: 'save', keys: ['ctrl+enter'], words: 'Save the fields', group: 'Label', whileTyping: true, writes: true },
  { action: 'undo', keys: ['ctrl+z'], words: 'Take back my last label', group: 'Label', writes: true },
  { action: 'makeCase', keys: ['shift+enter'], words: 'Make a case from this trace', group: 'Trace', writes: true },
  { action: 'makeCaseHere', keys: ['b'], words: 'Make a case that begins at the focused step', title: 'Create Case from Here', group: 'Trace', writes: true },
  { action: 'nextError', keys: ['e'], words: 'Next failed step', title: 'Go to Next Failed Step', group: 'Move' },
  { action: 'previousError', keys: ['shift+e'], words: 'Previous failed step', title: 'Go to Previous Failed Step', group: 'Move' },
  { action: 'details', keys: ['enter'], words: 'From the step to its details', title: 'Focus the Details of the Step', group: 'Move' },
  { action: 'find', keys: ['/'], words: 'Find in all the trace says', title: 'Find in Trace', group: 'Move' },
  { action: 'goToStep', keys: ['g'], words: 'Go to a step by its number', title: 'Go to Step', group: 'Move' },
  { action: 'foldAll', keys: [']'], words: 'Fold all steps', title: 'Fold All Steps', group: 'Move' },
  { action: 'unfoldAll', keys: ['['], words: 'Unfold all steps', title: 'Unfold All Steps', group: 'Move' },
  { action: 'view', keys: ['v'], words: 'Tree or timeline', title: 'Switch Between Tree and Timeline', group: 'Move' },
  { action: 'signals', keys: ['s'], words: 'To the signals; again folds them', title: 'Show or Hide Signals', group: 'Move' },
  { action: 'range', keys: ['r'], words: 'Only what ran beside the focused step; again shows all', title: 'Limit Rows to the Focused Step, or Show All', group: 'Move' },
  { action: 'rangeEarlier', keys: [','], words: 'Move the range earlier', group: 'Move' },
  { action: 'rangeLater', keys: ['.'], words: 'Move the range later', group: 'Move' },
  { action: 'rangeLess', keys: ['+'], words: 'Make the range shorter, about the focused step', group: 'Move' },
  { action: 'rangeMore', keys: ['-'], words: 'Make the range longer', group: 'Move' },
  { action: 'rangeBack', keys: ['z'], words: 'The range before, at last the whole trace', title: 'Go Back to the Range Before', group: 'Move' },
  { action: 'previousTrace', keys: ['shift+k'], words: 'Previous trace of the session or file', title: 'Open Previous Trace of the Session', group: 'Move' },
  { action: 'nextTrace', keys: ['shift+j'], words: 'Next trace of the session or file', title: 'Open Next Trace of the Session', group: 'Move' },
  { action: 'noise', keys: ['h'], words: 'Show or hide HTTP, queue and framework spans', title: 'Show or Hide Framework Spans', group: 'Trace' },
  { action: 'compare', keys: ['m'], words: 'Compare with another trace', group: 'Trace' },
  { action: 'copyStep', keys: ['c'], words: 'Copy the step as JSON', title: 'Copy Step as JSON', group: 'Trace' },
  { action: 'copyMarkdown', keys: ['shift+c'], words: 'Copy the step as Markdown', title: 'Copy Step as Markdown', group: 'Trace' },
  { action: 'copyTrajectory', keys: ['shift+m'], words: 'Copy the whole trajectory as Markdown', title: 'Copy as Markdown', group: 'Trace' },
  { action: 'copyId', keys: ['y'], words: 'Copy the trace id', group: 'Trace' },
  { action: 'copyLink', keys: ['shift+y'], words: 'Copy a link to the step', title: 'Copy Link to Step', group: 'Trace' },
  { action: 'source', keys: ['o'], words: 'Open the source file at the step', group: 'Trace' },
  { action: 'sheet', keys: ['?'], words: 'These keys', title: 'Show Keys', group: 'Trace' },
  { action: 'leave', keys: ['escape'], words: 'Close, or back to the steps', group: 'Move', whileTyping: true },
];

export const compareBindings: readonly Binding<CompareAction>[] = [
  { action: 'nextPair', keys: ['j', 'arrowdown'], words: 'Next pair', group: 'Compare' },
  { action: 'previousPair', keys: ['k', 'arrowup'], words: 'Previous pair', group: 'Compare' },
  { action: 'nextDifference', keys: ['f7'], words: 'Next difference', title: 'Go to Next Difference', group: 'Compare' },
  { action: 'previousDifference', keys: ['shift+f7'], words: 'Previous difference', title: 'Go to Previous Difference', group: 'Compare' },
  { action: 'divergence', keys: ['g'], words: 'To the first divergence', title: 'Go to First Divergence', group: 'Compare' },
  { action: 'onlyDifferences', keys: ['d'], words: 'All pairs, or differences only', title: 'Show All Pairs or Differences Only', group: 'Compare' },
  { action: 'swap', keys: ['x'], words: 'Swap the sides', title: 'Swap Sides', group: 'Compare' },
  { action: 'open', keys: ['enter'], words: 'Open the step in its trajectory', title: 'Open Step in Its Trajectory', group: 'Compare' },
  { action: 'tab', keys: ['t'], words: 'Next tab of the details', title: 'Show Next Tab of the Details', group: 'Compare' },
  { action: 'copy', keys: ['c'], words: 'Copy the comparison as Markdown', title: 'Copy as Markdown', group: 'Compare' },
  { action: 'sheet', keys: ['?'], words: 'These keys', title: 'Show Keys', group: 'Compare' },
  { action: 'leave', keys: ['escape'], words: 'Close the sheet', group: 'Compare', whileTyping: true },
];

/** Keys that the tree itself answers to; listed so that the sheet is whole. */
export const treeKeys: readonly { readonly hint: string; readonly words: string }[] = [
  { hint: '↑ ↓', words: 'Previous or next step' },
  { hint: '← →', words: 'Fold or unfold, else to the parent or first child' },
  { hint: 'Home End', words: 'First or last step' },
];

/** The palette's command for an action. */
export function commandOf(action: Action): string {
  return `casebook.trajectory.${action}`;
}

export function compareCommandOf(action: CompareAction): string {
  return `casebook.compare.${action}`;
}

export type Chord = { readonly key: string; readonly ctrl: boolean; readonly shift: boolean };

/** `shift+e` in its parts; undefined where it is no key: empty, an unknown modifier, or several keys. */
export function chordOf(text: string): Chord | undefined {
  const parts = text.trim().toLowerCase().split(/\+(?=.)/u);
  const key = parts.at(-1) ?? '';
  const modifiers = new Set(parts.slice(0, -1).map((part) => (part === 'cmd' || part === 'meta' ? 'ctrl' : part)));
  const isKey = [...key].length === 1 || names.has(key);
  return isKey && [...modifiers].every((each) => each === 'ctrl' || each === 'shift') ? { key, ctrl: modifiers.has('ctrl'), shift: modifiers.has('shift') } : undefined;
}

const names = new Map([
  ['enter', '↵'], ['escape', 'Esc'], ['space', 'Space'], ['tab', 'Tab'], ['backspace', '⌫'], ['delete', 'Del'], ['home', 'Home'], ['end', 'End'], ['pageup', 'PgUp'], ['pagedown', 'PgDn'],
  ['arrowup', '↑'], ['arrowdown', '↓'], ['arrowleft', '←'], ['arrowright', '→'], ...Array.from({ length: 12 }, (_, n): [string, string] => [`f${n + 1}`, `F${n + 1}`]),
]);

/** How keys are printed: `⇧E`, `Ctrl+↵`, `1 to 9`. */
export function hintFor(keys: readonly string[], onMac: boolean): string {
  const [first] = keys;
  if (first === undefined) return '';
  if (keys.length > 1) return `${first} to ${keys.at(-1)}`;
  const chord = chordOf(first);
  if (!chord) return '';
  return `${chord.ctrl ? (onMac ? '⌘' : 'Ctrl+') : ''}${chord.shift ? '⇧' : ''}${names.get(chord.key) ?? chord.key.toUpperCase()}`;
}

/**
 * A table with a person's own keys, by action; an empty text takes the key away. What is no key or no action is left as it was.
 * A key that is given to an action is taken from the one that had it.
 */
export function withOwnKeys<A extends string>(own: Readonly<Record<string, unknown>>, bindings: readonly Binding<A>[]): readonly Binding<A>[] {
  const chosen = new Map(Object.entries(own).flatMap(([action, key]) => (typeof key === 'string' && (key.trim() === '' || chordOf(key)) ? [[action, key.trim().toLowerCase()] as const] : [])));
  const taken = new Set(bindings.flatMap(({ action }) => chosen.get(action) ?? []));
  return bindings.map((binding) => {
    const key = chosen.get(binding.action);
    if (key !== undefined) return { ...binding, keys: key === '' ? [] : [key] };
    return { ...binding, keys: binding.keys.filter((each) => !taken.has(each)) };
  });
}
