import { signal } from '@preact/signals';
import { bindings, chordOf, hintFor, withOwnKeys } from '../src/core/display/pageKeys.ts';
import type { Action, Binding } from '../src/core/display/pageKeys.ts';

/** The key table (core/display/pageKeys.ts) at work in a page: what a press means, and how a key is printed. */

const onMac = /Mac|iPhone|iPad/u.test(globalThis.navigator?.platform ?? '');
/** Hints follow it when the setting changes. */
const bound = signal<readonly Binding[]>(bindings);

/** From now on with a person's own keys. */
export function bindKeys(own: Readonly<Record<string, unknown>>): void {
  bound.value = withOwnKeys(own);
}

export function boundKeys(): readonly Binding[] {
  return bound.value;
}

const bindingOf = (action: Action): Binding | undefined => bound.value.find((each) => each.action === action);

/** How the key of an action is printed here; empty where it has none. */
export function hintOf(action: Action): string {
  return hintFor(bindingOf(action)?.keys ?? [], onMac);
}

export function wordsOf(action: Action): string {
  return bindingOf(action)?.words ?? '';
}

/** For `aria-keyshortcuts`. */
export function shortcutOf(action: Action): string | undefined {
  const keys = bindingOf(action)?.keys ?? [];
  const chord = keys.length === 1 ? chordOf(keys[0]!) : undefined;
  if (!chord) return undefined;
  return `${chord.ctrl ? 'Control+' : ''}${chord.shift ? 'Shift+' : ''}${chord.key.length === 1 ? chord.key.toUpperCase() : `${chord.key[0]!.toUpperCase()}${chord.key.slice(1)}`}`;
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
};

/** What a key press means here; undefined when it is not ours, whoever else may want it. */
export function actionOf(press: KeyPress, around: Surroundings): Action | undefined {
  if (press.defaultPrevented || press.isComposing || press.altKey) return undefined;
  const found = bound.value.find((each) => each.keys.some((key) => isPressed(key, press)));
  if (!found) return undefined;
  const chord = chordOf(found.keys.find((key) => isPressed(key, press))!)!;
  if (around.typing && !found.whileTyping) return undefined;
  if (around.inList && found.action !== 'leave') return undefined;
  if (around.dialogOpen && found.action !== 'leave' && found.action !== 'sheet') return undefined;
  if (around.onControl && (chord.key === 'enter' || chord.key === 'space') && !chord.ctrl && !chord.shift) return undefined;
  if (found.writes && press.repeat) return undefined;
  return found.action;
}

function isPressed(text: string, press: KeyPress): boolean {
  const chord = chordOf(text);
  if (!chord || chord.key !== (press.key === ' ' ? 'space' : press.key.toLowerCase())) return false;
  if (chord.ctrl !== (press.ctrlKey || press.metaKey)) return false;
  if (chord.shift) return press.shiftKey;
  // `?`, `[` and `/` are typed with Shift on some keyboards; letters and Enter are not.
  return !press.shiftKey || (!chord.ctrl && !/^([a-z]|\w{2,})$/u.test(chord.key));
}
