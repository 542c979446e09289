import type { ComponentChildren } from 'preact';
import { Button } from '../controls/Button.tsx';

/** What a tab says while it has nothing to show: what it is for, and what to do. */
export function TabNothing(props: { title: string; children: ComponentChildren; actions?: readonly { readonly words: string; readonly run: () => void }[] }) {
  return (
    <div class="tabNothing">
      <h2 class="title">{props.title}</h2>
      <p class="dim">{props.children}</p>
      {(props.actions?.length ?? 0) > 0 && <div class="buttonRow">{props.actions!.map(({ words, run }, at) => <Button key={words} kind={at === 0 ? 'primary' : 'secondary'} onClick={run}>{words}</Button>)}</div>}
    </div>
  );
}
