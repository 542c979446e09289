import type { Action } from '../../src/core/display/pageKeys.ts';
import { hintOf, shortcutOf } from '../keys.ts';
import { Icon } from './Icon.tsx';

export function IconButton(props: { icon: string; label: string; action?: Action; pressed?: boolean; onClick: () => void; class?: string }) {
  const hint = props.action && hintOf(props.action);
  return (
    <button
      type="button"
      class={`iconButton ${props.class ?? ''}`}
      aria-label={props.label}
      aria-pressed={props.pressed}
      aria-keyshortcuts={props.action && shortcutOf(props.action)}
      title={hint === undefined ? props.label : `${props.label} (${hint})`}
      onClick={props.onClick}
    >
      <Icon name={props.icon} />
    </button>
  );
}
