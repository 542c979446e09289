import { useId } from 'preact/hooks';

type ValueControl = HTMLElement & { value: string };
export type Choice = { readonly value: string; readonly label: string; readonly title?: string | undefined };

export function Dropdown(props: { label: string; value: string; choices: readonly Choice[]; disabled?: boolean; position?: 'above' | 'below'; onChange: (value: string) => void }) {
  const id = useId();
  return (
    <div class="field">
      <span class="fieldLabel" id={id}>{props.label}</span>
      {/* Its own list of options is what it selects from: a new list is a new dropdown. */}
      <vscode-dropdown
        key={props.choices.map((choice) => choice.value).join('\n')}
        aria-labelledby={id}
        value={props.value}
        position={props.position ?? 'above'}
        disabled={props.disabled === true}
        onChange={(event: Event) => props.onChange((event.currentTarget as ValueControl).value)}
      >
        {props.choices.map((choice) => (
          <vscode-option key={choice.value} value={choice.value} selected={choice.value === props.value} title={choice.title}>{choice.label}</vscode-option>
        ))}
      </vscode-dropdown>
    </div>
  );
}
