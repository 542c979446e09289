import { useLayoutEffect, useId, useRef, useState } from 'preact/hooks';
import type { Action } from '../../src/core/display/pageKeys.ts';
import { Icon } from './Icon.tsx';
import { KeyCap } from './KeyCap.tsx';

export type MenuItem = { readonly words: string; readonly action?: Action; readonly run: () => void };

/** A button that opens a list of what can be done. Arrows move, Enter does, Escape closes. */
export function Menu(props: { label: string; /** On the button, in place of dots. */ words?: string; items: readonly MenuItem[] }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const focus = (index: number) => list.current?.querySelectorAll<HTMLElement>('[role="menuitem"]')[index]?.focus();

  useLayoutEffect(() => {
    if (!open) return undefined;
    focus(0);
    const onPress = (event: PointerEvent) => {
      if (event.target instanceof Node && !list.current?.contains(event.target) && !button.current?.contains(event.target)) setOpen(false);
    };
    document.addEventListener('pointerdown', onPress);
    return () => document.removeEventListener('pointerdown', onPress);
  }, [open]);

  function close(): void {
    setOpen(false);
    button.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent): void {
    const items = [...(list.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];
    const at = items.indexOf(document.activeElement as HTMLElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (next === undefined && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    if (next === undefined) close();
    else focus((next + items.length) % items.length);
  }

  return (
    <span class="menu">
      <button
        ref={button}
        type="button"
        class={props.words === undefined ? 'iconButton' : 'chip'}
        aria-label={props.label}
        title={props.label}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
        onKeyDown={(event) => event.key === 'ArrowDown' && (event.preventDefault(), event.stopPropagation(), setOpen(true))}
      >
        {props.words === undefined ? <Icon name="ellipsis" /> : <>{props.words}<Icon name="chevron-down" small /></>}
      </button>
      {open && (
        <div class="menuList" role="menu" id={id} aria-label={props.label} ref={list} onKeyDown={onKeyDown} onFocusOut={(event) => event.relatedTarget instanceof Node && !list.current?.contains(event.relatedTarget) && setOpen(false)}>
          {props.items.map((item) => (
            <button
              key={item.words}
              type="button"
              role="menuitem"
              tabIndex={-1}
              class="menuItem"
              onClick={() => {
                close();
                item.run();
              }}
            >
              <span>{item.words}</span>
              {item.action && <KeyCap action={item.action} />}
            </button>
          ))}
        </div>
      )}
    </span>
  );
}
