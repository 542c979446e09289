import { useLayoutEffect, useRef } from 'preact/hooks';
import { treeKeys } from '../../src/core/display/pageKeys.ts';
import type { KeyGroup } from '../../src/core/display/pageKeys.ts';
import { boundKeys, hintOf } from '../keys.ts';
import { Icon } from './Icon.tsx';
import { KeyCap } from './KeyCap.tsx';

const groups: readonly KeyGroup[] = ['Label', 'Move', 'Trace'];

type KeyLine = { readonly hint: string; readonly words: string };

/** All keys of the trajectory page, from its key table. */
export function KeySheet(props: { open: boolean; onClose: () => void }) {
  const all = groups.map((group) => ({
    title: group,
    lines: [...boundKeys().filter((each) => each.group === group && each.keys.length > 0).map((each) => ({ hint: hintOf(each.action), words: each.words })), ...(group === 'Move' ? treeKeys : [])],
  }));
  return <Sheet {...props} groups={all} />;
}

/** The sheet behind `?`. */
export function Sheet(props: { open: boolean; onClose: () => void; groups: readonly { readonly title: string; readonly lines: readonly KeyLine[] }[] }) {
  const element = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const dialog = element.current;
    if (!dialog) return;
    if (props.open && !dialog.open) dialog.showModal();
    else if (!props.open && dialog.open) dialog.close();
  }, [props.open]);
  return (
    <dialog class="keySheet" ref={element} aria-labelledby="keys-title" onClose={props.onClose} onClick={(event) => event.target === element.current && props.onClose()}>
      {props.open && (
        <div class="keySheetBody">
          <header class="keySheetHead">
            <h2 id="keys-title" tabIndex={-1} autofocus>Keys</h2>
            <button type="button" class="iconButton" aria-label="Close" onClick={props.onClose}><Icon name="close" /></button>
          </header>
          <div class="keyGroups">
            {props.groups.map(({ title, lines }) => (
              <section key={title}>
                <h3 class="caption">{title}</h3>
                <ul class="keyList">{lines.map((each) => <Line key={each.words} {...each} />)}</ul>
              </section>
            ))}
          </div>
        </div>
      )}
    </dialog>
  );
}

function Line(props: KeyLine) {
  return <li><KeyCap text={props.hint} /><span class="srOnly">{props.hint}</span><span>{props.words}</span></li>;
}
