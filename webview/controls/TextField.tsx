import { useAskedFocus } from './useAskedFocus.ts';

type TextControl = HTMLElement & { value: string };

/** A field of one line. It takes the focus when `focusAsked` counts up. */
export function TextField(props: { label: string; value: string; placeholder?: string; focusAsked?: number; onInput: (value: string) => void }) {
  const element = useAskedFocus(props.focusAsked);
  return (
    <vscode-text-field ref={element} value={props.value} placeholder={props.placeholder ?? ''} onInput={(event: Event) => props.onInput((event.currentTarget as TextControl).value)}>
      {props.label}
    </vscode-text-field>
  );
}
