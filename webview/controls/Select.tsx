import { useId } from 'preact/hooks';

export type SelectChoice = { readonly value: string; readonly label: string };

/**
 * The browser's own list, drawn as VS Code draws its select boxes: a file may have hundreds of columns, and twenty of the toolkit's
 * lists with so many elements each are slow. It opens above the page, so nothing cuts it.
 */
export function Select(props: { label: string; hint?: string | undefined; value: string; choices: readonly SelectChoice[]; disabled?: boolean; describedBy?: string | undefined; onChange: (value: string) => void }) {
  const id = useId();
  return (
    <>
      <label class="fieldLabel" for={id} title={props.hint}>{props.label}</label>
      <span class="selectBox">
        <select id={id} value={props.value} disabled={props.disabled === true} title={props.hint} aria-describedby={props.describedBy} onChange={(event) => props.onChange(event.currentTarget.value)}>
          {props.choices.map(({ value, label }) => <option key={value} value={value} selected={value === props.value}>{label}</option>)}
        </select>
      </span>
    </>
  );
}
