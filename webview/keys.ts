import { signal } from '@preact/signals';
import { bindings, chordOf, hintFor, withOwnKeys } from '../src/core/display/pageKeys.ts';
import type { Action, Binding } from '../src/core/display/pageKeys.ts';

/** A key table (core/display/pageKeys.ts) at work in a page: what a press means, and how a key is printed. */

const onMac = /Mac|iPhone|iPad/u.test(globalThis.navigator?.platform ?? '');

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

export type Keys<A extends string> = ReturnType<typeof createKeys<A>>;

export function createKeys<A extends string>(table: readonly Binding<A>[]) {
  /** Hints follow it when the setting changes. */
  const bound = signal(table);
  const bindingOf = (action: A): Binding<A> | undefined => bound.value.find((each) => each.action === action);
  return {
    /** From now on with a person's own keys. */
    bind(own: Readonly<Record<string, unknown>>): void {
      bound.value = withOwnKeys(own, table);
    },
    /** From now on with this table instead. */
    rebind(now: readonly Binding<A>[]): void {
      bound.value = now;
    },
    onMac,
    bound: (): readonly Binding<A>[] => bound.value,
    /** How the key of an action is printed here; empty where it has none. */
    hintOf: (action: A): string => hintFor(bindingOf(action)?.keys ?? [], onMac),
    wordsOf: (action: A): string => bindingOf(action)?.words ?? '',
    /** For `aria-keyshortcuts`. */
    shortcutOf(action: A): string | undefined {
      const keys = bindingOf(action)?.keys ?? [];
      const chord = keys.length === 1 ? chordOf(keys[0]!) : undefined;
      if (!chord) return undefined;
      return `${chord.ctrl ? 'Control+' : ''}${chord.shift ? 'Shift+' : ''}${chord.key.length === 1 ? chord.key.toUpperCase() : `${chord.key[0]!.toUpperCase()}${chord.key.slice(1)}`}`;
    },
    /** What a key press means here; undefined when it is not ours, whoever else may want it. */
    actionOf(press: KeyPress, around: Surroundings): A | undefined {
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
    },
  };
}

const trajectory = createKeys<Action>(bindings);
export const { bind: bindKeys, bound: boundKeys, hintOf, wordsOf, shortcutOf, actionOf } = trajectory;

function isPressed(text: string, press: KeyPress): boolean {
  const chord = chordOf(text);
  if (!chord || chord.key !== (press.key === ' ' ? 'space' : press.key.toLowerCase())) return false;
  if (chord.ctrl !== (press.ctrlKey || press.metaKey)) return false;
  if (chord.shift) return press.shiftKey;
  // `?`, `[` and `/` are typed with Shift on some keyboards; letters and Enter are not.
  return !press.shiftKey || (!chord.ctrl && !/^([a-z]|\w{2,})$/u.test(chord.key));
}
