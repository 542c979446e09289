/** The one key table. Handlers, hints and the sheet behind `?` are all read from it, so none can say what another does not do. */

export type Action =
  | 'pass' | 'fail' | 'defer' | 'class' | 'firstWrong' | 'note' | 'wrongWords' | 'labelForm' | 'save' | 'undo' | 'makeCase'
  | 'nextError' | 'previousError' | 'noise' | 'foldAll' | 'unfoldAll' | 'find' | 'details' | 'source' | 'copyStep' | 'copyId' | 'sheet' | 'leave';

export type KeyGroup = 'Label' | 'Move' | 'Trace';

type Binding = {
  readonly action: Action;
  /** `KeyboardEvent.key` values, lower case for letters. */
  readonly keys: readonly string[];
  readonly modifier?: 'ctrl' | 'shift';
  /** How the key is printed. */
  readonly hint: string;
  readonly words: string;
  readonly group: KeyGroup;
  /** Works while typing too. */
  readonly whileTyping?: true;
  /** Changes the label: not while a save is under way, and a held key counts once. */
  readonly writes?: true;
};

export const bindings: readonly Binding[] = [
  { action: 'pass', keys: ['p'], hint: 'P', words: 'Verdict pass', group: 'Label', writes: true },
  { action: 'fail', keys: ['f'], hint: 'F', words: 'Verdict fail', group: 'Label', writes: true },
  { action: 'defer', keys: ['d'], hint: 'D', words: 'Decide later', group: 'Label', writes: true },
  { action: 'class', keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'], hint: '1 to 9', words: 'Failure class; again takes it back', group: 'Label', writes: true },
  { action: 'firstWrong', keys: ['w'], hint: 'W', words: 'The focused step is the first wrong one; again takes it back', group: 'Label', writes: true },
  { action: 'wrongWords', keys: ['x'], hint: 'X', words: 'The selected words of the answer are wrong; again takes it back', group: 'Label', writes: true },
  { action: 'note', keys: ['n'], hint: 'N', words: 'Write a note', group: 'Label' },
  { action: 'labelForm', keys: ['l'], hint: 'L', words: 'All fields of the label', group: 'Label' },
  { action: 'save', keys: ['Enter'], modifier: 'ctrl', hint: 'Ctrl+↵', words: 'Save the fields', group: 'Label', whileTyping: true, writes: true },
  { action: 'undo', keys: ['z'], modifier: 'ctrl', hint: 'Ctrl+Z', words: 'Take back my last label', group: 'Label', writes: true },
  { action: 'makeCase', keys: ['Enter'], modifier: 'shift', hint: '⇧↵', words: 'Make a case from this trace', group: 'Trace', writes: true },
  { action: 'nextError', keys: ['e'], hint: 'E', words: 'Next failed step', group: 'Move' },
  { action: 'previousError', keys: ['e'], modifier: 'shift', hint: '⇧E', words: 'Previous failed step', group: 'Move' },
  { action: 'details', keys: ['Enter'], hint: '↵', words: 'From the step to its details', group: 'Move' },
  { action: 'find', keys: ['/'], hint: '/', words: 'Find steps', group: 'Move' },
  { action: 'foldAll', keys: [']'], hint: ']', words: 'Fold all steps', group: 'Move' },
  { action: 'unfoldAll', keys: ['['], hint: '[', words: 'Unfold all steps', group: 'Move' },
  { action: 'noise', keys: ['h'], hint: 'H', words: 'Show or hide HTTP, queue and framework spans', group: 'Trace' },
  { action: 'copyStep', keys: ['c'], hint: 'C', words: 'Copy the step as JSON', group: 'Trace' },
  { action: 'copyId', keys: ['y'], hint: 'Y', words: 'Copy the trace id', group: 'Trace' },
  { action: 'source', keys: ['o'], hint: 'O', words: 'Open the source file at the step', group: 'Trace' },
  { action: 'sheet', keys: ['?'], hint: '?', words: 'These keys', group: 'Trace' },
  { action: 'leave', keys: ['Escape'], hint: 'Esc', words: 'Close, or back to the steps', group: 'Move', whileTyping: true },
];

/** Keys that the tree itself answers to; listed so that the sheet is whole. */
export const treeKeys: readonly { readonly hint: string; readonly words: string }[] = [
  { hint: '↑ ↓', words: 'Previous or next step' },
  { hint: '← →', words: 'Fold or unfold, else to the parent or first child' },
  { hint: 'Home End', words: 'First or last step' },
];

const hints = new Map(bindings.map((each) => [each.action, each.hint]));
const onMac = /Mac|iPhone|iPad/u.test(globalThis.navigator?.platform ?? '');

/** How the key of an action is printed here. */
export function hintOf(action: Action): string {
  const hint = hints.get(action) ?? '';
  return onMac ? hint.replace('Ctrl+', '⌘') : hint;
}

export function wordsOf(action: Action): string {
  return bindings.find((each) => each.action === action)?.words ?? '';
}

/** For `aria-keyshortcuts`. */
export function shortcutOf(action: Action): string | undefined {
  const binding = bindings.find((each) => each.action === action);
  if (!binding || binding.keys.length !== 1) return undefined;
  const modifier = binding.modifier === undefined ? '' : binding.modifier === 'shift' ? 'Shift+' : 'Control+';
  return `${modifier}${binding.keys[0]?.length === 1 ? binding.keys[0].toUpperCase() : binding.keys[0]}`;
}

export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'repeat' | 'isComposing' | 'defaultPrevented'>;
export type Surroundings = {
  /** The focus is in a field that takes text. */
  readonly typing: boolean;
  /** The focus is on something that answers Enter and Space itself. */
  readonly onControl: boolean;
  /** The focus is in a list or dropdown, which answers letters itself. */
  readonly inList: boolean;
  readonly dialogOpen: boolean;
  readonly saving: boolean;
};

/** What a key press means here; undefined when it is not ours, whoever else may want it. */
export function actionOf(press: KeyPress, around: Surroundings): Action | undefined {
  if (press.defaultPrevented || press.isComposing || press.altKey) return undefined;
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  const found = bindings.find((each) => each.keys.includes(key) && modifiersFit(each, press));
  if (!found) return undefined;
  if (around.typing && !found.whileTyping) return undefined;
  if (around.inList && found.action !== 'leave') return undefined;
  if (around.dialogOpen && found.action !== 'leave' && found.action !== 'sheet') return undefined;
  if (around.onControl && key === 'Enter' && found.modifier === undefined) return undefined;
  if (found.writes && (around.saving || press.repeat)) return undefined;
  return found.action;
}

function modifiersFit(binding: Binding, press: KeyPress): boolean {
  const control = press.ctrlKey || press.metaKey;
  if (binding.modifier === 'ctrl') return control && !press.shiftKey;
  if (control) return false;
  if (binding.modifier === 'shift') return press.shiftKey;
  // `?`, `[` and `/` are typed with Shift on some keyboards; letters and Enter are not.
  return !press.shiftKey || !/^([a-z]|\w{2,})$/u.test(press.key.toLowerCase());
}
