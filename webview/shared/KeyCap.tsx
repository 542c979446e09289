import { hintOf } from '../keys.ts';
import type { Action } from '../../src/core/display/pageKeys.ts';

/** The hint of an action, from the key table; nothing where it has no key. Hints give way first when a page narrows. */
export function KeyCap(props: { action: Action } | { text: string }) {
  const text = 'action' in props ? hintOf(props.action) : props.text;
  return text === '' ? null : <kbd class="key" aria-hidden="true">{text}</kbd>;
}
