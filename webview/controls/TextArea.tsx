import { useLayoutEffect, useRef } from 'preact/hooks';

type TextControl = HTMLElement & { value: string };

/** A field of several lines. `autoFocus` takes the focus when it becomes true. */
export function TextArea(props: { label: string; value: string; rows?: number; placeholder?: string; autoFocus?: boolean; onInput: (value: string) => void }) {
  const element = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    if (props.autoFocus !== true) return undefined;
    // The element builds its inner control a task later.
    const frame = requestAnimationFrame(() => element.current?.focus());
    return () => cancelAnimationFrame(frame);
  }, [props.autoFocus]);
  return (
    <vscode-text-area ref={element} value={props.value} rows={props.rows ?? 2} resize="vertical" placeholder={props.placeholder ?? ''} onInput={(event: Event) => props.onInput((event.currentTarget as TextControl).value)}>
      {props.label}
    </vscode-text-area>
  );
}
