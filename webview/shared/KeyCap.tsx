import { hintOf } from '../keys.ts';
import type { Action } from '../../src/core/display/pageKeys.ts';

/** The hint of an action, from the key table. Hints give way first when a page narrows. */
export function KeyCap(props: { action: Action } | { text: string }) {
  return <kbd class="key" aria-hidden="true">{'action' in props ? hintOf(props.action) : props.text}</kbd>;
}
