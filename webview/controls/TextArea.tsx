import { useAskedFocus } from './useAskedFocus.ts';

type TextControl = HTMLElement & { value: string };

/** A field of several lines. It takes the focus when `focusAsked` counts up. */
export function TextArea(props: { label: string; value: string; rows?: number; placeholder?: string; focusAsked?: number; onInput: (value: string) => void }) {
  const element = useAskedFocus(props.focusAsked);
  return (
    <vscode-text-area
      ref={element}
      value={props.value}
      rows={props.rows ?? 2}
      resize="vertical"
      placeholder={props.placeholder ?? ''}
      onInput={(event: Event) => props.onInput((event.currentTarget as TextControl).value)}
    >
      {props.label}
    </vscode-text-area>
  );
}
