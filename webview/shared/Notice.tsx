import type { ComponentChildren } from 'preact';
import { Icon } from './Icon.tsx';

const icons = { info: 'info', warning: 'warning', error: 'error' } as const;

/** One line that says what holds here and what can be done about it. */
export function Notice(props: { kind: keyof typeof icons; children: ComponentChildren; onClose?: (() => void) | undefined }) {
  return (
    <div class={`notice ${props.kind}`} role={props.kind === 'error' ? 'alert' : undefined}>
      <Icon name={icons[props.kind]} />
      <div class="noticeText">{props.children}</div>
      {props.onClose && <button type="button" class="iconButton" aria-label="Close the notice" onClick={props.onClose}><Icon name="close" /></button>}
    </div>
  );
}
