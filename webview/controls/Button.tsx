import type { ComponentChildren } from 'preact';

export function Button(props: {
  kind?: 'primary' | 'secondary'; disabled?: boolean; title?: string; shortcut?: string | undefined; onClick: () => void; children: ComponentChildren;
}) {
  return (
    <vscode-button
      appearance={props.kind ?? 'secondary'}
      disabled={props.disabled === true}
      title={props.title}
      aria-keyshortcuts={props.shortcut}
      onClick={() => props.disabled !== true && props.onClick()}
    >
      {props.children}
    </vscode-button>
  );
}
