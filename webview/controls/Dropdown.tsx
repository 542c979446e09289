import { useId, useRef } from 'preact/hooks';

type ValueControl = HTMLElement & { value: string };
export type Choice = { readonly value: string; readonly label: string; readonly title?: string | undefined };

/** Of the toolkit: a list that is longer scrolls. */
const greatestList = 200;

/**
 * Opens the list to where it has room within its form, which cuts what sticks out. The toolkit measures once, before the
 * element has a place, and so always opens downward.
 */
function makeRoom(dropdown: HTMLElement): void {
  const box = dropdown.getBoundingClientRect();
  const around = dropdown.closest('form')?.getBoundingClientRect();
  const above = box.top - Math.max(0, around?.top ?? 0);
  const below = Math.min(window.innerHeight, around?.bottom ?? Infinity) - box.bottom;
  const list = Math.min(greatestList, dropdown.querySelectorAll('vscode-option').length * 18 + 2);
  const up = below < list && above > below;
  dropdown.setAttribute('position', up ? 'above' : 'below');
  dropdown.style.setProperty('--dropdown-list-max-height', `${Math.floor(Math.min(greatestList, (up ? above : below) - 4))}px`);
}

export function Dropdown(props: { label: string; value: string; choices: readonly Choice[]; disabled?: boolean; onChange: (value: string) => void }) {
  const id = useId();
  const element = useRef<HTMLElement>(null);
  const prepare = () => element.current && element.current.getAttribute('aria-expanded') !== 'true' && makeRoom(element.current);
  return (
    <div class="field">
      <span class="fieldLabel" id={id}>{props.label}</span>
      {/* Its own list of options is what it selects from: a new list is a new dropdown. */}
      <vscode-dropdown
        key={props.choices.map((choice) => choice.value).join('\n')}
        ref={element}
        aria-labelledby={id}
        value={props.value}
        disabled={props.disabled === true}
        // Both come before the toolkit opens the list, which it does on click and on keys.
        onClickCapture={prepare}
        onKeyDownCapture={prepare}
        onChange={(event: Event) => props.onChange((event.currentTarget as ValueControl).value)}
      >
        {props.choices.map((choice) => (
          <vscode-option key={choice.value} value={choice.value} selected={choice.value === props.value} title={choice.title}>{choice.label}</vscode-option>
        ))}
      </vscode-dropdown>
    </div>
  );
}
